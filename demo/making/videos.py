# ruff: noqa: E501, INP001, S603, S607
"""The four films: renders set in motion, graded like small-gauge film, with their sound.

Usage: videos.py RENDERS WORK

RENDERS holds the stills that photographs.py made, WORK the narrations that voices.py left.
"""

import subprocess
import sys
import wave
from pathlib import Path

import cv2
import film
import numpy as np
from PIL import Image, ImageFilter

MEDIA = Path(__file__).resolve().parent.parent / "media"
WIDE, HIGH, RATE, SOUND = 640, 480, 12, 24000
RNG = np.random.default_rng(8)
Y, X = np.mgrid[0:HIGH, 0:WIDE].astype("float32")
PAST = np.hypot(np.maximum(0, np.abs(X - 319.5) - 292), np.maximum(0, np.abs(Y - 239.5) - 212))
GATE = film.vignette(HIGH, WIDE, 0.42) / (1 + np.exp((PAST - 24) * 1.2))[..., None]


def still(path, scale=1.12, toned=True):
    """A render, toned, a little larger than the frame so that the camera can move."""
    picture = Image.open(path).convert("RGB")
    high = round(HIGH * scale)
    picture = picture.resize((round(picture.width * high / picture.height), high), Image.Resampling.LANCZOS)
    array = np.asarray(picture, "float32") / 255
    return film.tone(array, path.stem[:2])[0].clip(0, 1).astype("float32") if toned else array


def sample(picture, x, y):
    """Look-up at float coordinates."""
    where = x.astype("float32"), y.astype("float32")
    return cv2.remap(picture, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def frame_of(picture, part, left=0.0, right=1.0):
    """Coordinates of a slow pan between two positions (0..1) of the spare width."""
    spare = picture.shape[1] - WIDE
    return X + spare * (left + (right - left) * part), Y + (picture.shape[0] - HIGH) * (0.6 - 0.2 * part)


def candle(renders):
    """The same table with and without its light; the flame moves between the two."""
    dark, lit = (still(renders / f"candle-{state}.png", toned=False) for state in ("out", "lit"))
    level = 0.9

    def frame(part, _time):
        nonlocal level
        level += 0.35 * (0.92 - level) + RNG.normal(0, 0.045)
        x, y = frame_of(lit, part, 0.15, 0.7)
        mix = dark + (lit - dark) * min(level, 1.06)
        return film.tone(sample(mix, x, y), "BE")[0]

    return frame


def shore(renders):
    """Small waves run over the lower half of the picture."""
    view = still(renders / "KM001.png")
    horizon = view.shape[0] * 0.42
    light = view.mean(2)
    timber = light < 0.8 * np.median(light[:, : view.shape[1] // 3], axis=1, keepdims=True)
    still_water = 1 - cv2.GaussianBlur(cv2.dilate(timber.astype("float32"), np.ones((13, 13))), (0, 0), 3)

    def frame(part, time):
        x, y = frame_of(view, part, 0.0, 1.0)
        depth = ((y - horizon) / HIGH).clip(0, 1)
        wave = np.sin(y / (1.2 + 16 * depth) - time * 2.6 + 0.35 * np.sin(x / 37 + time)) + 0.6 * np.sin(
            x / (9 + 30 * depth) + y / (1 + 7 * depth) + time * 1.7
        )
        water = (depth > 0) * sample(still_water, x, y)
        moved = sample(view, x + 7 * depth * wave * water, y + 5 * depth * wave * water)
        return moved * (1 + 0.16 * wave * depth * water)[..., None]

    return frame


def rain(renders):
    """Drops run down the pane, each a small lens; at the end a bus comes round the corner."""
    view = still(renders / "SZ001.png")
    far = film.blur(view, 14)
    runs = [
        (
            RNG.uniform(0, WIDE),
            RNG.uniform(-500, HIGH),
            RNG.uniform(26, 95),
            RNG.uniform(3, 6.5),
            RNG.uniform(0, 6),
        )
        for _ in range(38)
    ]

    def frame(part, time):
        x, y = frame_of(view, part, 0.3, 0.6)
        base = sample(view, x, y)
        for lamp in (0, 46):
            bus = np.hypot(X - (740 - 640 * max(0, part - 0.45)) - lamp, Y - 285 - 30 * part)
            base = base + (0.85 / (1 + np.exp((bus - 19).clip(-60, 60) / 1.6)))[..., None] * np.array(
                [1, 0.78, 0.42]
            ) * min(1, part * 3)
        for start, top, speed, radius, phase in runs:
            fall = time * speed * (1 + 0.5 * np.sin(time * 1.3 + phase))
            at_y = (top + fall) % (HIGH + 80) - 40
            at_x = start + 4 * np.sin(at_y / 31 + phase)
            strip = np.s_[:, max(0, int(start) - 24) : int(start) + 24]
            gx, gy = X[strip], Y[strip]
            bend = start + 4 * np.sin(gy / 31 + phase)
            trail = (
                np.exp(-(((gx - bend) / (radius * 0.55)) ** 2))
                * np.exp(np.minimum(gy - at_y, 0) / 90)
                * (gy < at_y)
            )
            u, v = ((gx - at_x) / radius).clip(-4, 4), ((gy - at_y) / (radius * 1.35)).clip(-4, 4)
            inside = 1 / (1 + np.exp((u * u + v * v - 1) * 7))
            cover = np.maximum(inside, 0.35 * trail)[..., None]
            seen = sample(far, x[strip] - u.clip(-2, 2) * 60, y[strip] - v.clip(-2, 2) * 60) * 1.25 + 0.02
            glint = 0.5 * np.exp(-((u + 0.35) ** 2 + (v + 0.45) ** 2) * 14)
            base[strip] = (
                base[strip] * (1 - cover) + seen * cover + glint[..., None] * np.array([0.8, 0.9, 1])
            )
        return base

    return frame


def draught(renders):
    """The curtain breathes and a cloud passes."""
    view = still(renders / "VA001.png", 1.08)
    high, wide = view.shape[:2]

    def frame(part, time):
        x, y = frame_of(view, part, 0.0, 0.45)
        cloth = np.exp(-(((x / wide - 0.36) / 0.15) ** 4)) * (y / high).clip(0, 1) ** 1.3
        sway = np.sin(time * 1.1 + y / 150) + 0.5 * np.sin(time * 2.3 + x / 60 - y / 90)
        moved = sample(view, x + 15 * sway * cloth, y + 5 * np.sin(time * 1.1 + x / 80) * cloth)
        folds = 1 + 0.05 * cloth * np.sin(x / 11 + 3 * np.sin(time * 0.9 + y / 140))
        return moved * folds[..., None] * (0.93 + 0.07 * np.sin(time * 0.55))

    return frame


def projected(picture, time, leak):
    """Gate weave, flicker, light leak, grain and the rounded gate."""
    weave = 0.9 * np.sin(time * 7.1) + RNG.normal(0, 0.35), 0.7 * np.sin(time * 5.3) + RNG.normal(0, 0.3)
    picture = sample(picture.astype("float32"), X + weave[0], Y + weave[1]) * (1 + RNG.normal(0, 0.012))
    glow = 0.5 * np.exp(-(X if leak > 0 else WIDE - X) / 90) * max(0, np.sin(time * 0.5 + leak)) ** 9
    picture = picture + glow[..., None] * np.array([1, 0.45, 0.15], "float32")
    return (picture + film.grain(HIGH, WIDE, 0.007, 1.6)) * GATE


def noise(count, width):
    kernel = np.exp(-(np.linspace(-2, 2, width) ** 2))
    return np.convolve(RNG.standard_normal(count), kernel / np.sqrt((kernel**2).sum()), "same")


def ambience(name, count):
    """Clock and fire, water on piles, rain, a quiet room."""
    time = np.arange(count) / SOUND
    if name == "BE001":
        tick = np.zeros(count)
        tick[:: SOUND // 2] = 1
        click = np.exp(-np.arange(900) / 60) * np.sin(np.arange(900) * 0.55)
        crackle = (RNG.random(count) > 0.9997) * RNG.normal(0, 0.5, count)
        return (
            0.09 * np.convolve(tick, click)[:count]
            + 0.06 * np.convolve(crackle, click)[:count]
            + 0.012 * noise(count, 120)
        )
    if name == "KM001":
        lap = (0.5 + 0.5 * np.sin(time * 2.1)) ** 3 + 0.5 * (0.5 + 0.5 * np.sin(time * 1.37 + 1)) ** 4
        return 0.045 * noise(count, 26) * (0.2 + lap)
    if name == "SZ001":
        return 0.02 * noise(count, 3) * (1 + 0.2 * np.sin(time)) + 0.03 * noise(count, 200)
    return 0.012 * noise(count, 160) + 0.004 * noise(count, 4)


def soundtrack(name, work, seconds, target):
    count = int(seconds * SOUND)
    track = ambience(name, count)
    if name != "BE001":
        with wave.open(str(work / f"{name}.wav")) as narration:
            voice = np.frombuffer(narration.readframes(narration.getnframes()), "<i2") / 32768
        track[: len(voice)] += voice[:count] * 1.3
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SOUND)
        out.writeframes((track.clip(-1, 1) * 32767).astype("<i2").tobytes())


def shoot(name, make, renders, work, leak):
    seconds = 20.0
    if name != "BE001":
        with wave.open(str(work / f"{name}.wav")) as narration:
            seconds = narration.getnframes() / SOUND + 1.2
    sound, part = work / f"{name}-film.wav", work / f"{name}-film.mp4"
    soundtrack(name, work, seconds, sound)
    code, count = name[:2], round(seconds * RATE)
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDE}x{HIGH}", "-r", str(RATE),
         "-i", "-", "-i", str(sound), "-c:v", "libx264", "-profile:v", "high", "-preset", "slow", "-pix_fmt", "yuv420p",
         "-b:v", "76k", "-maxrate", "120k", "-bufsize", "400k", "-g", "96", "-c:a", "aac", "-b:a", "32k", "-ac", "1",
         "-shortest", "-movflags", "+faststart", str(part)],
        stdin=subprocess.PIPE,
    )  # fmt: skip
    frame = make(renders)
    for number in range(count):
        picture = projected(frame(number / count, number / RATE), number / RATE, leak)
        fade = min(1, number / 8, (count - number) / 10)
        picture = (picture * fade).clip(0, 1)
        encoder.stdin.write((picture * 255).astype("uint8").tobytes())
        if number == count // 2:
            poster = Image.fromarray((picture * 255).astype("uint8")).filter(ImageFilter.UnsharpMask(1, 40))
            film.save(np.asarray(poster, float) / 255, MEDIA / "thumbnails" / f"{name}.jpg", 30000)
    encoder.communicate()
    target = MEDIA / code / "v" / f"{name}.mp4"
    target.with_suffix(".part").write_bytes(part.read_bytes())
    target.with_suffix(".part").replace(target)


def main(renders, work):
    films = (("BE001", candle, 1.0), ("KM001", shore, -2.0), ("SZ001", rain, 2.0), ("VA001", draught, -1.0))
    for name, make, leak in films:
        shoot(name, make, renders, work, leak)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

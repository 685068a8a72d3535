"""Files as editors upload them, and as somebody makes them who means harm."""

import io
import math
import struct
import tempfile
import wave
import zlib
from fractions import Fraction
from pathlib import Path

import av
from django.core.files.storage import storages
from PIL import Image, ImageCms, ImageDraw

CANARY = "CANARY-Anna-Kovacs"
ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def drawing(width=320, height=240, mode="RGB"):
    """Bright above and on the left, so that one sees how it was turned."""
    picture = Image.new("RGB", (width, height), (40, 60, 90))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 2), fill=(250, 220, 120))
    return picture.convert(mode)


def photograph(format="JPEG", picture=None, *, orientation=1, place=True, **options) -> bytes:
    """A photograph as a camera writes it: with a place, a name and a comment in it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, CANARY
    if place:
        exif.get_ifd(GPS).update({1: "N", 2: (47.0, 29.0, 33.0), 29: CANARY})
        # Where Pillow will write it; a TIFF has no place of its own without.
        exif[GPS] = 1
    made = io.BytesIO()
    written = {"exif": exif} | ({"comment": CANARY.encode()} if format == "JPEG" else {})
    (picture or drawing()).save(made, format, **written | options)
    return made.getvalue()


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says that it is as large as that."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(bytes(3_000_000))
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", content), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def sound(seconds=1.0, *, rate=44_100, channels=1) -> bytes:
    """A recorder's WAV: one tone."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        for place in range(round(seconds * rate)):
            file.writeframesraw(struct.pack("<h", round(9_000 * math.sin(place / 20))) * channels)
    return made.getvalue()


def encoded(format, codec, *, seconds=1.0, rate=48_000, metadata=None, **options) -> bytes:
    """A tone in any container and codec."""

    def write(container):
        write_tone(container, container.add_stream(codec, rate=rate), seconds, rate)

    return written(format, write, metadata, **options)


def written(format, write, metadata=None, **options) -> bytes:
    """What `write` puts into a container; a real file, because FFmpeg reads some of it again."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        with av.open(str(made), "w", format=format, options=options) as container:
            container.metadata.update(metadata or {})
            write(container)
        return made.read_bytes()


def film(
    *,
    format="mp4",
    codec="libx264",
    pixels="yuv420p",
    size=(160, 120),
    seconds=2.0,
    dark=0.0,
    rotation=0,
    sound_codec="aac",
    metadata=None,
    **options,
) -> bytes:
    """A video that is black for its first part `dark`, then shows the drawing; with a tone."""
    rate = 10

    def write(container):
        stream = container.add_stream(codec, rate=rate)
        (stream.width, stream.height), stream.pix_fmt = size, pixels
        stream.codec_context.time_base = Fraction(1, rate)
        if codec == "libx265":
            stream.options = {"x265-params": "log-level=none"}
        if rotation:
            stream.set_display_rotation(rotation)
        tone = container.add_stream(sound_codec, rate=48_000) if sound_codec else None
        for number in range(round(seconds * rate)):
            is_dark = number < dark * seconds * rate
            picture = Image.new("RGB", size) if is_dark else drawing(*size)
            frame = av.VideoFrame.from_image(picture).reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone:
            write_tone(container, tone, seconds, 48_000)

    return written(format, write, metadata, **options)


def write_tone(container, stream, seconds, rate):
    size = 1024
    for number in range(math.ceil(seconds * rate / size)):
        frame = av.AudioFrame(format="s16", layout="stereo", samples=size)
        wave = b"".join(
            struct.pack("<h", round(9_000 * math.sin(place / 20))) * 2
            for place in range(number * size, (number + 1) * size)
        )
        frame.planes[0].update(wave)
        frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def box(content: bytes, name: bytes) -> int:
    """Where the content of an MP4's first box of that name begins."""
    return content.index(name) + 4


def objects() -> list[str]:
    """The keys of all that lies in the bucket."""
    bucket, found, folders = storages["participants"], [], [""]
    while folders:
        folder = folders.pop()
        try:
            below, files = bucket.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}".lstrip("/") for name in below]
        found += [f"{folder}/{name}".lstrip("/") for name in files]
    return sorted(found)


def content(key) -> bytes:
    """What lies there in the bucket."""
    with storages["participants"].open(key) as file:
        return file.read()

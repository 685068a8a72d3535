"""What is known of a media object by reading it: size, checksum, pixel size, duration, codec."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import file_digest
from typing import BinaryIO

import av
from django.core.files.storage import storages
from PIL import Image


@dataclass(frozen=True)
class Facts:
    is_missing: bool = True
    size: int | None = None
    sha256: str = ""
    width: int | None = None
    height: int | None = None
    duration: timedelta | None = None
    codec: str = ""


def read(item, bucket=None) -> Facts:
    """The facts of a media item's object; if it is not in the bucket, just that it is missing."""
    bucket = bucket or storages["participants"]
    if not bucket.exists(item.key):
        return Facts()
    with bucket.open(item.key) as file:
        if item.kind != item.Kind.VIDEO or not bucket.exists(item.still_key):
            return measure(item.kind, file, None)
        with bucket.open(item.still_key) as poster:
            return measure(item.kind, file, poster)


def measure(kind: str, file: BinaryIO, poster: BinaryIO | None) -> Facts:
    """The facts of an open file that is as it is filed; a video has the pixel size of its poster."""
    sha256 = file_digest(file, "sha256").hexdigest()
    size = file.tell()
    still = file if kind == "photo" else poster
    width, height = _pixel_size(still) if still else (None, None)
    duration, codec = (None, "") if kind == "photo" else _recording(file)
    return Facts(False, size, sha256, width, height, duration, codec)


def _recording(file) -> tuple[timedelta | None, str]:
    file.seek(0)
    with av.open(file, format="mov", metadata_errors="replace") as container:
        duration = container.duration and timedelta(seconds=container.duration / av.time_base)
        decoders = [stream.codec_context for stream in container.streams if stream.codec_context]
        return duration, ", ".join(decoder.codec.canonical_name for decoder in decoders)


def _pixel_size(file) -> tuple[int, int]:
    file.seek(0)
    with Image.open(file) as image:
        return image.size

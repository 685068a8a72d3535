"""What is known of a media object by reading it: size, checksum, pixel size, duration."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import file_digest

from django.core.files.storage import storages
from PIL import Image
from tinytag import TinyTag


@dataclass(frozen=True)
class Facts:
    is_missing: bool = True
    size: int | None = None
    sha256: str = ""
    width: int | None = None
    height: int | None = None
    duration: timedelta | None = None


def read(item) -> Facts:
    """The facts of a media item's object; if it is not in the bucket, just that it is missing."""
    bucket = storages["participants"]
    if not bucket.exists(item.key):
        return Facts()
    with bucket.open(item.key) as file:
        sha256 = file_digest(file, "sha256").hexdigest()
        duration = None if item.kind == item.Kind.PHOTO else _duration(file)
    width, height = _pixel_size(bucket, item.still_key) if item.kind != item.Kind.VOICE else (None, None)
    return Facts(False, bucket.size(item.key), sha256, width, height, duration)


def _duration(file) -> timedelta | None:
    file.seek(0)
    seconds = TinyTag.get(filename="media.mp4", file_obj=file).duration
    return timedelta(seconds=seconds) if seconds else None


def _pixel_size(bucket, key) -> tuple[int | None, int | None]:
    if not bucket.exists(key):
        return None, None
    with bucket.open(key) as file, Image.open(file) as image:
        return image.size

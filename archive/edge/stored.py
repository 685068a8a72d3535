"""A file in a storage, as far as an answer over HTTP needs to know it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.storage import Storage

#: What is served, and as what; of anything else the edge says that it is not there.
CONTENT_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Stored:
    storage: Storage
    key: str
    size: int
    modified: datetime

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[PurePosixPath(self.key).suffix]

    @property
    def etag(self) -> str:
        facts = f"{self.key}|{self.size}|{self.modified.timestamp()}"
        return f'"{hashlib.sha256(facts.encode()).hexdigest()[:32]}"'

    def read(self, part: range) -> Iterator[bytes]:
        """The bytes of a part, a chunk at a time; nothing is open before the first is asked for."""
        with self.storage.open(self.key) as file:
            file.seek(part.start)
            left = len(part)
            while left and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk


def find(storage: Storage, key: str) -> Stored | None:
    if not is_plain(key) or PurePosixPath(key).suffix not in CONTENT_TYPES:
        return None
    try:
        return Stored(storage, key, storage.size(key), storage.get_modified_time(key))
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_plain(key: str) -> bool:
    """Whether a key leads straight down: no step up, no empty step, nothing that can't be printed."""
    return key.isprintable() and "\\" not in key and not {"", ".", ".."} & set(key.split("/"))

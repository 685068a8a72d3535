"""Writes files and folders of unknown origin below one folder, and nowhere else."""

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from builds.errors import BuildUserError

#: Control characters, half characters, and those that turn the direction of writing.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DRIVE = re.compile("[A-Za-z]:")


class UnsafeArchive(BuildUserError):
    """An archive that is not unpacked; the message names the entry and the reason."""


@dataclass(frozen=True)
class Limits:
    archive_bytes: int = 64 * 1024**2
    bytes: int = 256 * 1024**2
    entries: int = 8000
    depth: int = 20
    ratio: int = 200
    path_length: int = 1000


LIMITS = Limits()


class Tree:
    def __init__(self, root: Path, limits: Limits = LIMITS):
        self.root, self.limits = root, limits
        self.files = 0
        self._entries = 0
        self._bytes = 0
        #: A path as a careless file system sees it -> its true spelling, and whether it is a folder.
        self._known: dict[str, tuple[str, bool]] = {}

    def below_top(self, name: str) -> str:
        """The checked name without its first folder; empty for that folder itself."""
        return "/".join(self._parts(name)[1:])

    def folder(self, name: str) -> None:
        self._count()
        if name:
            self._claim_folders(name.split("/"))

    def file(self, name: str, chunks: Iterable[bytes], *, executable: bool = False) -> None:
        self._count()
        *folders, last = name.split("/")
        if not last:
            raise UnsafeArchive("The archive has a file where its top folder should be.")
        self._claim_folders(folders)
        self._claim([*folders, last], is_folder=False)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(self.root / name, flags, 0o755 if executable else 0o644), "wb") as file:
            for chunk in chunks:
                self._bytes += len(chunk)
                if self._bytes > self.limits.bytes:
                    raise UnsafeArchive(f"The archive unpacks to more than {self.limits.bytes} bytes.")
                file.write(chunk)
        self.files += 1

    def _count(self):
        self._entries += 1
        if self._entries > self.limits.entries:
            raise UnsafeArchive(f"The archive has more than {self.limits.entries} entries.")

    def _parts(self, name):
        parts = name.removesuffix("/").split("/")
        bad = (
            FORBIDDEN.search(name)
            or "\\" in name
            or DRIVE.match(name)
            or len(parts) > self.limits.depth
            or len(name.encode()) > self.limits.path_length
            or any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts)
        )
        if bad:
            raise UnsafeArchive(f"The archive has an entry with an unsafe name: {ascii(name[:100])}.")
        return parts

    def _claim_folders(self, parts):
        for length in range(1, len(parts) + 1):
            if self._claim(parts[:length], is_folder=True):
                (self.root / "/".join(parts[:length])).mkdir()

    def _claim(self, parts, *, is_folder) -> bool:
        """Whether the path is new; raises if it is taken by anything but the very same folder."""
        path = "/".join(parts)
        key = unicodedata.normalize("NFC", path).casefold()
        if key not in self._known:
            self._known[key] = (path, is_folder)
            return True
        if not is_folder or self._known[key] != (path, True):
            raise UnsafeArchive(f"Two entries of the archive have the same name: {ascii(path[:100])}.")
        return False

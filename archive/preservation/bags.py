"""BagIt (RFC 8493): a folder whose manifests say what belongs in it, and by SHA-256 that it is still the
same.

A bag is read and written through a Django storage, so it may lie in a folder or in a bucket. Nothing is held
in memory but a block of a file at a time. Beside what the standard asks for, `signature.txt` signs the tag
manifest, and with it everything. It is written last: a bag without it was never finished.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

BLOCK = 2**20
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = "signature.txt"
#: What the tag manifest lists; the signature covers it.
TAG_FILES = ("bagit.txt", "bag-info.txt", MANIFEST)
PAYLOAD = "data/"
#: The longest tag file but the manifest.
LONGEST = 2**20
LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>\S.*)")


class BadBag(Exception):
    """Why a bag can't be used, in one sentence for a person."""


@dataclass(frozen=True)
class Entry:
    """One file of the payload; `size` is in bytes."""

    path: str
    digest: str
    size: int


class Measured:
    """A stream that is read once, and counted and digested meanwhile."""

    closed = False

    def __init__(self, stream):
        self.stream, self.size, self._digest = stream, 0, sha256()

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.size += len(block)
        self._digest.update(block)
        return block

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def measure(stream) -> tuple[str, int]:
    """The SHA-256 of what is left of a stream, and how many bytes that was."""
    measured = Measured(stream)
    while measured.read(BLOCK):
        pass
    return measured.digest, measured.size


def in_manifest(path: str) -> str:
    """RFC 8493, 2.1.3: line ends and the percent sign are percent-encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def from_manifest(path: str) -> str:
    return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


class Writer:
    """Fills a bag; `finish` makes it one."""

    def __init__(self, storage: Storage):
        self.storage = storage
        self.count = self.size = 0
        self._manifest = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed by finish

    def add(self, path: str, stream) -> Entry:
        """Copies a stream into the payload, over what may be there under that path."""
        measured = Measured(stream)
        save(self.storage, PAYLOAD + path, File(measured, name=path))
        return self.note(Entry(path, measured.digest, measured.size))

    def add_text(self, path: str, text: str) -> Entry:
        return self.add(path, ContentFile(text.encode()))

    def note(self, entry: Entry) -> Entry:
        """Counts what lies in the payload already."""
        self.count += 1
        self.size += entry.size
        self._manifest.write(f"{entry.digest}  {in_manifest(PAYLOAD + entry.path)}\n")
        return entry

    def finish(self, info: dict[str, str], sign) -> None:
        """Writes the tag files; `sign` makes of the tag manifest's bytes the signature's text."""
        info = {**info, "Payload-Oxum": f"{self.size}.{self.count}"}
        self._manifest.seek(0)
        described = "".join(f"{name}: {value}\n" for name, value in info.items())
        manifest = Measured(self._manifest.buffer)
        save(self.storage, MANIFEST, File(manifest, name=MANIFEST))
        digests = {MANIFEST: manifest.digest}
        for name, text in (("bagit.txt", DECLARATION), ("bag-info.txt", described)):
            digests[name] = sha256(text.encode()).hexdigest()
            save(self.storage, name, ContentFile(text.encode()))
        tags = "".join(f"{digests[name]}  {name}\n" for name in TAG_FILES).encode()
        save(self.storage, TAG_MANIFEST, ContentFile(tags))
        save(self.storage, SIGNATURE, ContentFile(sign(tags).encode()))
        self._manifest.close()


def save(storage: Storage, path: str, content: File) -> None:
    """Like the storage's own, but over what is there."""
    saved = storage.save(path, content)
    if saved != path:
        raise BadBag(f"{path} can't be written: something of that name is there already.")


class Bag:
    """A bag that is there; nothing of it is trusted before `verifying.findings` had nothing to say."""

    def __init__(self, storage: Storage):
        self.storage = storage

    def open(self, path: str):
        """A file of the bag, to be read; raises BadBag if it isn't there, or is a link to elsewhere."""
        if not is_safe(path):
            raise BadBag(f"{path!r} is no path within the bag.")
        try:
            if isinstance(self.storage, FileSystemStorage):
                refuse_link(Path(self.storage.location), path)
            return self.storage.open(path)
        except FileNotFoundError:
            raise BadBag(f"{path} is missing.") from None
        except (OSError, SuspiciousOperation) as error:
            raise BadBag(f"{path} can't be read ({type(error).__name__}).") from error

    def read(self, path: str) -> bytes:
        """A tag file, whole."""
        with self.open(path) as file:
            text = file.read(LONGEST + 1)
        if len(text) > LONGEST:
            raise BadBag(f"{path} is longer than any that Vitrine writes.")
        return text

    def entries(self, manifest: str = MANIFEST) -> Iterator[tuple[str, str]]:
        """The path and the SHA-256 of each file that a manifest lists."""
        with self.open(manifest) as file:
            yield from parse(file, manifest)

    @property
    def info(self) -> dict[str, str]:
        return tagged(self.read("bag-info.txt"), "bag-info.txt")


def parse(lines: Iterable[bytes], manifest: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 1):
        try:
            match = LINE.fullmatch(line.decode().rstrip("\r\n"))
        except UnicodeDecodeError:
            match = None
        if match is None:
            raise BadBag(f"Line {number} of {manifest} is no SHA-256 and path.")
        yield from_manifest(match["path"]), match["digest"]


def tagged(text: bytes, name: str) -> dict[str, str]:
    """The labels and values of a tag file."""
    try:
        lines = [line.partition(": ") for line in text.decode().splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise BadBag(f"{name} is no text in UTF-8.") from None
    return {label: value.strip() for label, _, value in lines}


def is_safe(path: str) -> bool:
    """Whether a path stays within the bag (RFC 8493, 5.1)."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not (
        path.startswith(("/", "~")) or "\\" in path or "\0" in path or ".." in parts or ":" in parts[0]
    )


def refuse_link(root: Path, path: str) -> None:
    place = root
    for part in PurePosixPath(path).parts:
        place /= part
        if place.is_symlink():
            raise BadBag(f"{path} is a link to another place.")

"""Puts a stream under a name of the private storage, whole or not at all."""

import io
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.storage import FileSystemStorage, Storage


def store(storage: Storage, name: str, pieces: Iterable[bytes]) -> int:
    """Replaces what was there under the name; returns the size in bytes."""
    if isinstance(storage, FileSystemStorage):
        return _into_folder(storage, name, pieces)
    storage.delete(name)
    stream = _Stream(pieces)
    # Google's upload of unknown length is finished by its last piece; one that breaks off leaves nothing.
    saved = storage.save(name, stream)
    if saved != name:
        storage.delete(saved)
        raise FileExistsError(name)
    return stream.tell()


def _into_folder(storage, name, pieces) -> int:
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
        try:
            for piece in pieces:
                part.write(piece)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
            return part.tell()
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


class _Stream(io.RawIOBase):
    """An iterator of bytes as a file that is read once; its length is not known before."""

    def __init__(self, pieces: Iterable[bytes]):
        self._pieces, self._rest, self._done = iter(pieces), b"", 0

    def readable(self):
        return True

    def seekable(self):
        return False

    def seek(self, offset, whence=io.SEEK_SET):
        if (offset, whence, self._done) != (0, io.SEEK_SET, 0):
            raise io.UnsupportedOperation("This stream is read once.")
        return 0

    def chunks(self, chunk_size: int = 1024 * 1024):
        """Makes it a file to Django, one whose size nobody can ask for."""
        while piece := self.read(chunk_size):
            yield piece

    def tell(self):
        return self._done

    def read(self, size=-1):
        parts, wanted = [self._rest], size if size >= 0 else float("inf")
        length = len(self._rest)
        while length < wanted and (piece := next(self._pieces, None)) is not None:
            parts.append(piece)
            length += len(piece)
        data = b"".join(parts)
        cut = len(data) if size < 0 else size
        data, self._rest = data[:cut], data[cut:]
        self._done += len(data)
        return data

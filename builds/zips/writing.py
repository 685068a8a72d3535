"""Writes one zip as a stream of bytes, in constant memory: videos as they are, and a list of what is in it.

The standard library's zipfile writes to anything that takes bytes; what it writes is handed on at once.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

MANIFEST = "MANIFEST.txt"
#: The same for every file, so that the same videos give the same zip.
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass
class Outcome:
    """What was put in: the size and SHA-256 of each, and what is wrong with those that are not whole."""

    whole: dict[str, tuple[int, str]] = field(default_factory=dict)
    incomplete: dict[str, str] = field(default_factory=dict)


def stream(videos: Iterable[tuple[str, int]], pieces: Callable, outcome: Outcome) -> Iterator[bytes]:
    """The zip of the videos, given as names and sizes; `pieces(name)` reads one.

    A video that is missing, empty, cut or longer than it should be stops nothing: it is named in the MANIFEST
    and in `outcome`.
    """
    sink = _Sink()
    with (
        ThreadPoolExecutor(1) as beside,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive,
    ):
        for name, size in videos:
            yield from _add(archive, sink, name, size, pieces, outcome, beside)
        archive.writestr(zipfile.ZipInfo(MANIFEST, DATE), manifest(outcome))
        yield sink.take()
    yield sink.take()


def _add(archive, sink, name, size, pieces, outcome, beside):
    digest, done = _Digest(beside), 0
    try:
        source = iter(pieces(name))
        first = next(source, b"")
    except FileNotFoundError:
        outcome.incomplete[name] = "missing: the bucket has no such object"
        return
    except OSError as error:
        outcome.incomplete[name] = f"missing: {error}"
        return
    if not first:
        outcome.incomplete[name] = "missing: the object is empty"
        return
    with archive.open(zipfile.ZipInfo(name, DATE), "w", force_zip64=True) as entry:
        piece = first
        while piece:
            digest.update(piece)
            entry.write(piece)
            done += len(piece)
            yield sink.take()
            try:
                piece = next(source, b"")
            except OSError as error:
                outcome.incomplete[name] = f"cut: {done} of {size} bytes, then {error}"
                break
    if name in outcome.incomplete:
        return
    if done == size:
        outcome.whole[name] = (done, digest.hexdigest())
    else:
        outcome.incomplete[name] = f"cut: {done} of {size} bytes"


def manifest(outcome: Outcome) -> str:
    lines = ["Videos in this zip, with their size in bytes and their SHA-256", ""]
    lines += [f"{name}\t{size}\t{digest}" for name, (size, digest) in outcome.whole.items()] or ["none"]
    if outcome.incomplete:
        lines += ["", "NOT COMPLETE: these are missing, or in it only in part", ""]
        lines += [f"{name}\t{problem}" for name, problem in outcome.incomplete.items()]
    return "\n".join(lines) + "\n"


class _Digest:
    """A SHA-256 that is taken in another thread, one piece behind, while this one is written."""

    def __init__(self, beside: ThreadPoolExecutor):
        self._digest, self._beside, self._last = hashlib.sha256(), beside, None

    def update(self, piece: bytes) -> None:
        self._wait()
        self._last = self._beside.submit(self._digest.update, piece)

    def hexdigest(self) -> str:
        self._wait()
        return self._digest.hexdigest()

    def _wait(self):
        if self._last:
            self._last.result()


class _Sink(io.RawIOBase):
    """Takes bytes and gives them back; it can't be wound back, so that nothing is written twice."""

    def __init__(self):
        self._waiting = []

    def writable(self):
        return True

    def seekable(self):
        return False

    def write(self, data):
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken

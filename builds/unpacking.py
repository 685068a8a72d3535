"""Unpacks archives that other people made: only plain files and folders, below one folder, within limits."""

import stat
import tarfile
import zipfile
import zlib
from pathlib import Path

from builds.tree import LIMITS, Limits, Tree, UnsafeArchive

CHUNK = 1024 * 1024
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def unpack_zip(archive: Path, into: Path, limits: Limits = LIMITS) -> int:
    """Unpacks without the one top folder that such archives have; returns the number of files."""
    if archive.stat().st_size > limits.archive_bytes:
        raise UnsafeArchive(f"The archive is larger than {limits.archive_bytes} bytes.")
    tree = Tree(into, limits)
    try:
        with zipfile.ZipFile(archive) as file:
            entries = file.infolist()
            _check_layout(entries, limits)
            for entry in entries:
                _unpack_entry(file, entry, tree)
    except BROKEN_ZIP as error:
        raise UnsafeArchive(f"The archive is damaged or not a plain zip ({type(error).__name__}).") from error
    return tree.files


def _check_layout(entries, limits):
    """No two entries may share bytes: the same few bytes could be unpacked a thousand times."""
    if len(entries) > limits.entries:
        raise UnsafeArchive(f"The archive has more than {limits.entries} entries.")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnsafeArchive("The archive's entries overlap.")
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size
    if len({entry.orig_filename.partition("/")[0] for entry in entries}) > 1:
        raise UnsafeArchive("The archive has more than one top folder.")


def _unpack_entry(file, entry, tree):
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeArchive(f"“{name[:100]}” is a link or a device; such entries are not unpacked.")
    if entry.flag_bits & 0x1 or entry.compress_type not in METHODS:
        raise UnsafeArchive(f"“{name[:100]}” is encrypted or packed in an unusual way.")
    if entry.file_size > max(entry.compress_size, 1) * tree.limits.ratio:
        raise UnsafeArchive(f"“{name[:100]}” is packed more than {tree.limits.ratio} times.")
    inner = tree.below_top(name)
    if name.endswith("/"):
        if kind == stat.S_IFREG or entry.file_size:
            raise UnsafeArchive(f"“{name[:100]}” is a folder with content.")
        tree.folder(inner)
        return
    with file.open(entry) as content:
        tree.file(
            inner, iter(lambda: content.read(CHUNK), b""), executable=bool(entry.external_attr >> 16 & 0o100)
        )


def unpack_tar(stream, into: Path, *, top: str, limits: Limits = LIMITS) -> int:
    """Unpacks what is below the folder `top` of an uncompressed tar; returns the number of files."""
    tree = Tree(into, limits)
    try:
        with tarfile.open(fileobj=_Bounded(stream, limits), mode="r|") as tar:
            for member in tar:
                _unpack_member(tar, member, top, tree)
    except (tarfile.TarError, EOFError, ValueError, UnicodeError, OverflowError) as error:
        raise UnsafeArchive(f"The archive is damaged or not a plain tar ({type(error).__name__}).") from error
    return tree.files


def _unpack_member(tar, member, top, tree):
    name = member.name
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise UnsafeArchive(f"“{name[:100]}” is a link or a device; such entries are not unpacked.")
    if name == top and member.isdir():
        return
    if not name.startswith(f"{top}/"):
        raise UnsafeArchive(f"“{name[:100]}” is not in the folder {top}.")
    inner = tree.below_top(name)
    if member.isdir():
        tree.folder(inner)
        return
    content = tar.extractfile(member)
    tree.file(inner, iter(lambda: content.read(CHUNK), b""))


class _Bounded:
    """A stream that ends the reading when a header promises more than the limits allow."""

    def __init__(self, stream, limits):
        self._stream = stream
        # Each entry costs a header and padding; names can cost a little more.
        self._left = limits.bytes + limits.entries * 4096

    def read(self, size):
        self._left -= size
        if self._left < 0:
            raise UnsafeArchive("The archive is larger than allowed.")
        return self._stream.read(size)

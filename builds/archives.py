"""Packs folders: a repository's archive as GitHub makes them, and the tar that goes into a container."""

import hashlib
import tarfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory

from django.conf import settings

LEFT_OUT = {"node_modules", "dist", ".git"}
#: The earliest date that a zip can hold.
DATE = (1980, 1, 1, 0, 0, 0)
IN_MEMORY = 8 * 1024 * 1024


def install(source: Path, owner: str, name: str) -> str:
    """Adds a source folder to the folder of archives, as owner/name's newest commit; returns its SHA."""
    folder = Path(settings.REPOSITORIES_ROOT) / owner / name
    sha = pack(source, folder)
    _write_whole(folder / "HEAD", f"{sha}\n".encode())
    return sha


def pack(source: Path, destination: Path) -> str:
    """Writes `destination/<sha>.zip`; the same files give the same SHA and the same bytes."""
    files = {path.relative_to(source).as_posix(): path for path in _files(source)}
    sha = _sha(files)
    destination.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=destination, prefix=".packing-") as folder:
        whole = Path(folder) / "archive.zip"
        with zipfile.ZipFile(whole, "w") as archive:
            for name, path in sorted(files.items()):
                _add(archive, f"{destination.name}-{sha}/{name}", path)
        whole.replace(destination / f"{sha}.zip")
    return sha


def _files(source):
    for path in sorted(source.iterdir()):
        if path.name in LEFT_OUT or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _sha(files):
    digest = hashlib.sha1(usedforsecurity=False)
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _add(archive, name, path):
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100644 | path.stat().st_mode & 0o111) << 16
    archive.writestr(entry, path.read_bytes())


def _write_whole(path, content):
    whole = path.with_name(f".{path.name}.new")
    whole.write_bytes(content)
    whole.replace(path)


@contextmanager
def tar_of(folder: Path, *, top: str = "", owner: int = 0):
    """A tar of the folder as an open file; links stay links, for the reader to refuse."""

    def ours(member):
        member.uid = member.gid = owner
        member.uname = member.gname = ""
        return member

    with SpooledTemporaryFile(IN_MEMORY) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(folder, arcname=top or ".", filter=ours)
        file.seek(0)
        yield file

"""Stage 2: unpacks the sources, once for each commit."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from builds import sources, unpacking
from builds.sources import Pinned
from builds.sources.choosing import source_of
from builds.tree import UnsafeArchive

#: Where add-ons are laid (Lookit's player looks for them there).
ADDONS = "lib"


def fetch(pinned: Pinned, addons: Pinned | None, log) -> Path:
    """The folder of the sources; it appears only when it is whole, so what is there is complete."""
    checkout = sources.checkout_folder(pinned, addons)
    if checkout.exists():
        os.utime(checkout)
        log.write("These sources were unpacked before; they are used again.")
        return checkout
    checkout.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".unpacking-", dir=checkout.parent))
    try:
        _unpack(pinned, folder, log)
        if addons:
            _lay_in(addons, folder, log)
        _appear(folder, checkout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return checkout


def _unpack(pinned, folder, log):
    with source_of(pinned.repository).archive(pinned.repository, pinned.sha, log) as archive:
        count = unpacking.unpack_zip(archive, folder)
        log.write(f"Unpacked {count} files of {pinned}.")


def _lay_in(addons, folder, log):
    """Nothing of the experiment is overwritten: a file that both have is an error."""
    with _beside(folder) as place:
        _unpack(addons, place, log)
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            name = f"{ADDONS}/{path.relative_to(place).as_posix()}"
            target = folder / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                raise _both_have(name)
            if target.exists():
                raise _both_have(name)
            path.rename(target)


@contextmanager
def _beside(folder):
    """A folder on the same file system."""
    with TemporaryDirectory(prefix=".unpacking-", dir=folder.parent) as place:
        yield Path(place)


def _both_have(name):
    return UnsafeArchive(f"The experiment and its add-ons both have {name}; rename one of them.")


def _appear(folder, checkout):
    """Two builds of one commit at once: the first folder stays, and is the same."""
    folder.chmod(0o755)
    try:
        folder.rename(checkout)
    except OSError:
        if not checkout.exists():
            raise

"""Bundles that were compiled on this builder: the same sources in the same image give the same bundle.

What is particular to a study is no part of it: that is served beside it (builds.serving).
"""

import fcntl
import json
import os
import shutil
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from builds import bundles
from builds.sources import Pinned

#: Beside the files, in their folder's parent.
MANIFEST = "manifest.json"
#: Changes when what is made of a bundle changes, so that nothing old is used again.
FORM = 1
#: Seconds between two looks whether the other build has ended.
PAUSE = 0.2


def key(pinned: Pinned, addons: Pinned | None, runner: str) -> str:
    """A digest of all that a bundle depends on: the sources, and the image or machine that compiles them."""
    said = [
        FORM,
        [*pinned.repository, pinned.sha],
        [*addons.repository, addons.sha] if addons else None,
        runner,
    ]
    return sha256(json.dumps(said).encode()).hexdigest()


def find(key: str) -> tuple[Path, dict] | None:
    """The folder of the bundle and its manifest; None if it was not compiled yet, or is no longer whole."""
    folder = _folder(key)
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if bundles.inventory(folder / "files") != manifest:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    os.utime(folder)
    return folder / "files", manifest


def keep(key: str, bundle: Path) -> tuple[Path, dict]:
    """Packs what a browser takes packed, and keeps the bundle; it appears when it is whole."""
    root = _root()
    place = Path(mkdtemp(prefix=".keeping-", dir=root))
    try:
        shutil.copytree(bundle, place / "files")
        bundles.pack(place / "files")
        manifest = bundles.inventory(place / "files")
        (place / MANIFEST).write_text(json.dumps(manifest))
        place.chmod(0o755)
        shutil.rmtree(_folder(key), ignore_errors=True)
        place.rename(_folder(key))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return _folder(key) / "files", manifest


@contextmanager
def alone(key: str, log):
    """Lets one build on this builder at a time compile the same; ends with the process at the latest."""
    lock = _root() / f".{key}.lock"
    with lock.open("w") as file:
        waits = False
        while not _locks(file):
            if not waits:
                log.write("Another build compiles the same just now; this one waits for it.")
                waits = True
            log.pulse()
            time.sleep(PAUSE)
        yield


def _locks(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _root() -> Path:
    root = Path(settings.COMPILED_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return root


def _folder(key) -> Path:
    return _root() / key

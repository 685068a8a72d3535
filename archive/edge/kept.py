"""Thumbnails that were made once and are kept on disk."""

import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from archive.edge import pictures, stored
from archive.edge.stored import Stored
from archive.links.thumbnails import Transformation


def folder() -> Path:
    return settings.VAR_DIR / "edge-cache"


def thumbnail(source: Stored, transformation: Transformation) -> Stored:
    """The thumbnail as it is kept; it is made first if it was not yet, or if the picture has changed."""
    shelf = FileSystemStorage(folder())
    name = f"{hashed(source.key)}/{hashed(source.etag + str(transformation))}.jpg"
    found = stored.find(shelf, name)
    if found is None:
        with source.storage.open(source.key) as file:
            keep(folder() / name, pictures.resize(file, transformation))
        found = stored.find(shelf, name)
    return found


def keep(path: Path, content: bytes) -> None:
    """Written beside and moved into its place, so that nobody ever reads half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as workshop:
        made = Path(workshop) / path.name
        made.write_bytes(content)
        made.replace(path)


def forget(key: str) -> None:
    """Removes what was made of a picture, because it is withdrawn."""
    shutil.rmtree(folder() / hashed(key), ignore_errors=True)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

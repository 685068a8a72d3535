"""Bundles in their storage: where they lie, what is in them, and of which type it is."""

import hashlib
import re
from pathlib import Path, PurePosixPath

from builds.models import Build

INDEX = "index.html"
ROOTS = {Build.Kind.PREVIEW: "preview_experiments", Build.Kind.DEPLOYMENT: "experiments"}
#: <build uuid>-<fence>
FOLDER = re.compile(r"[0-9a-f-]{36}-\d+")
#: What a bundle's files are served as; whatever is not here can only be downloaded.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/xml",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}


def prefix_of(build) -> str:
    """A folder that no other attempt writes to."""
    return f"{ROOTS[build.kind]}/{build.study.uuid}/{build.uuid}-{build.fence}"


def content_type(name: str) -> str:
    return TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def inventory(folder: Path) -> dict[str, dict]:
    """Every file below the folder: its size, its SHA-256 and its type."""
    manifest = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        manifest[name] = {"size": path.stat().st_size, "sha256": digest, "type": content_type(name)}
    return manifest


def delete_folder(storage, folder: str) -> int:
    """Deletes everything below the folder, and the folder where the storage has such; returns the count."""
    folders, files = storage.listdir(folder)
    count = sum(delete_folder(storage, f"{folder}/{name}") for name in folders)
    for name in files:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
    return count + len(files)

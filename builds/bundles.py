"""Bundles in their storage: where they lie, what is in them, and of which type it is."""

import gzip
import hashlib
import re
from pathlib import Path, PurePosixPath

from builds.errors import BuildUserError
from builds.models import Build

INDEX = "index.html"
ROOTS = {Build.Kind.PREVIEW: "preview_experiments", Build.Kind.DEPLOYMENT: "experiments"}
#: <build uuid>-<fence>
FOLDER = re.compile(r"[0-9a-f-]{36}-\d+")
#: Beside a bundle's folder: every file with its SHA-256, for whoever has the storage alone.
MANIFEST = ".manifest.json"
#: In a bundle's folder: what browsers take packed, under the same names.
PACKED = ".packed"
#: What gains by being packed.
PACKABLE = {".html", ".js", ".mjs", ".css", ".json", ".map", ".txt", ".csv", ".vtt", ".xml", ".svg", ".wasm"}
LEAST = 1024
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


def pack(folder: Path) -> None:
    """Packs what browsers take packed, into a folder of the folder; the same file gives the same bytes."""
    if (folder / PACKED).exists():
        raise BuildUserError(f"The bundle has a folder {PACKED}; give it another name.")
    for path in _files(folder):
        if path.suffix.lower() in PACKABLE and path.stat().st_size >= LEAST:
            packed = folder / PACKED / path.relative_to(folder)
            packed.parent.mkdir(parents=True, exist_ok=True)
            packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def inventory(folder: Path) -> dict[str, dict]:
    """Of every file below the folder its size, its SHA-256 and its type; and of what is packed of it."""
    manifest = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        manifest[name] = _facts(path) | {"type": content_type(name)}
        packed = folder / PACKED / name
        if packed.is_file():
            manifest[name]["packed"] = _facts(packed)
    return manifest


def _files(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] != PACKED:
            yield path


def _facts(path):
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}


def delete_bundle(storage, prefix: str) -> int:
    """Deletes the bundle and its manifest; returns the number of files that the bundle had."""
    storage.delete(f"{prefix}{MANIFEST}")
    return delete_folder(storage, prefix)


def delete_folder(storage, folder: str) -> int:
    """Deletes everything below the folder, and the folder where the storage has such; returns the count."""
    folders, files = storage.listdir(folder)
    count = sum(delete_folder(storage, f"{folder}/{name}") for name in folders)
    for name in files:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
    return count + len(files)

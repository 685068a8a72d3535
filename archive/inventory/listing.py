"""What lies in a storage, one object after the other, however many there are."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage


@dataclass(frozen=True, slots=True)
class Found:
    key: str
    size: int
    #: What changes with the object: S3's ETag; of a file, its time and size.
    etag: str
    modified_at: datetime


def objects(storage: Storage, beginning: str = "") -> Iterator[Found]:
    """All objects, or those whose keys have this beginning."""
    if isinstance(storage, FileSystemStorage):
        return (found for found in of_folder(storage) if found.key.startswith(beginning))
    return of_bucket(storage, beginning)


def of_bucket(storage, beginning: str = "") -> Iterator[Found]:
    """The objects of a bucket of S3, or of its part that the storage is, a page of a thousand at a time."""
    pages = storage.connection.meta.client.get_paginator("list_objects_v2")
    prefix = f"{location}/" if (location := storage.location.strip("/")) else ""
    for page in pages.paginate(Bucket=storage.bucket_name, Prefix=prefix + beginning):
        for found in page.get("Contents", ()):
            # S3's console makes an object for what it shows as a folder.
            if not found["Key"].endswith("/"):
                key = found["Key"].removeprefix(prefix)
                yield Found(key, found["Size"], found["ETag"].strip('"'), found["LastModified"])


def of_folder(storage: FileSystemStorage) -> Iterator[Found]:
    """The files of a folder and of those in it; what vanishes meanwhile was not there."""
    root = Path(storage.location)
    waiting = [root]
    while waiting:
        with suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif entry.is_file():
                    with suppress(FileNotFoundError):
                        yield of_file(entry, root)


def of_file(entry: os.DirEntry, root: Path) -> Found:
    facts = entry.stat()
    return Found(
        key=Path(entry.path).relative_to(root).as_posix(),
        size=facts.st_size,
        etag=f"{facts.st_mtime_ns:x}-{facts.st_size:x}",
        modified_at=datetime.fromtimestamp(facts.st_mtime, UTC),
    )

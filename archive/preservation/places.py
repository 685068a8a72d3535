"""Where a backup lies: a folder, or a bucket of Amazon S3 under a prefix."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from storages.backends.s3 import S3Storage

BUCKET = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?(?P<prefix>[\w./-]*)", re.ASCII)


class BadPlace(Exception):
    """Why there can be no backup at an address."""


def place(address: str, name: str = "") -> Storage:
    """The storage at `address`, a path or s3://bucket/prefix, in its folder `name` if one is said."""
    if "://" not in address:
        return FileSystemStorage(location=Path(address) / name, allow_overwrite=True)
    match = BUCKET.fullmatch(address)
    if match is None:
        raise BadPlace(f"{address} is no address of a bucket, such as s3://bucket/backups.")
    prefix = "/".join(part for part in (match["prefix"].strip("/"), name) if part)
    options = settings.S3_OPTIONS | {
        "bucket_name": match["bucket"],
        "location": prefix,
        "file_overwrite": True,
    }
    return S3Storage(**options)


def names(address: str) -> list[str]:
    """The folders at an address, the newest backup (by its name, which begins with the time) last."""
    storage = place(address)
    try:
        folders, _ = storage.listdir("")
    except FileNotFoundError:
        return []
    return sorted(folders)

"""Takes a participant's pictures out of what keeps copies of them: the embedded edge, and Cloudinary."""

from collections.abc import Callable, Iterable

import cloudinary.api
from cloudinary.exceptions import Error
from django.conf import settings

from archive import paths
from archive.edge import kept
from archive.models import Withdrawal

#: So many pictures Cloudinary deletes at once.
BATCH = 100


class ForgettingFailed(Exception):
    """Cloudinary did not delete; it has to be asked again."""


def forget(tombstone: Withdrawal, *, delete: Callable = cloudinary.api.delete_resources) -> None:
    """Again does no harm."""
    keys = pictures(tombstone)
    for key in keys:
        kept.forget(key)
    if settings.CLOUDINARY:
        forget_at_cloudinary(keys, delete)


def pictures(tombstone: Withdrawal) -> list[str]:
    """The keys that thumbnails are made of: photographs, and the stills of videos."""
    keys = {found["key"] for found in tombstone.removed.get("objects", [])}
    for key in list(keys):
        try:
            kind, code, number = paths.parse(key)
        except paths.BadKey:
            continue
        if kind == "video":
            keys.add(paths.poster_key(code, number))
    return sorted(key for key in keys if key.endswith(".jpg"))


def forget_at_cloudinary(keys: Iterable[str], delete: Callable) -> None:
    """The pictures, what was made of them, and what its network keeps."""
    account = {name: settings.CLOUDINARY[name] for name in ("cloud_name", "api_key", "api_secret")}
    # It knows a picture by its key without the ending.
    ids = [key.rpartition(".")[0] for key in keys]
    for start in range(0, len(ids), BATCH):
        try:
            delete(ids[start : start + BATCH], type="authenticated", invalidate=True, **account)
        except Error as error:
            raise ForgettingFailed(type(error).__name__) from error

"""Compares media items with what the inventory has found: missing, changed, or as it was filed."""

import logging
from dataclasses import asdict, fields
from hashlib import file_digest

from av import FFmpegError
from PIL import Image

from archive import facts
from archive.models import MediaItem, StoredObject, Upload

logger = logging.getLogger(__name__)

BATCH = 1000
JUDGED = ["is_missing", "is_changed", "etag"]
FACTS = [field.name for field in fields(facts.Facts) if field.name not in JUDGED]
#: What reading a photograph or recording raises that is none.
UNREADABLE = (Image.DecompressionBombError, FFmpegError, OSError, SyntaxError, ValueError)


def judge_items(storage, *, checksums: bool) -> None:
    """Marks each media item; one that is being filed just now is left to that."""
    last = 0
    while items := list(to_judge().filter(pk__gt=last)[:BATCH]):
        keys = [item.key for item in items]
        found = StoredObject.objects.in_bulk(keys, field_name="key")
        unread = [item for item in items if not item.sha256]
        changed = [item for item in items if judge(item, found.get(item.key), storage, checksums)]
        MediaItem.objects.bulk_update(changed, JUDGED)
        MediaItem.objects.bulk_update([item for item in unread if item.sha256], FACTS)
        last = items[-1].pk


def to_judge():
    filed_now = Upload.objects.filter(state=Upload.State.WORKING).exclude(item=None)
    items = MediaItem.objects.exclude(pk__in=filed_now.values("item"))
    return items.select_related("gallery").order_by("pk")


def judge(item, found: StoredObject | None, storage, checksums: bool) -> bool:
    """Compares one item with its object; returns whether anything about it is new."""
    before = [getattr(item, name) for name in JUDGED]
    if found is None:
        # What was filed while the bucket was walked was not seen, but is there.
        item.is_missing = item.is_missing or not storage.exists(item.key)
        item.is_changed = item.is_changed and not item.is_missing
    elif not item.sha256:
        describe(item, found, storage)
    else:
        item.is_missing = False
        item.is_changed = is_another(item, found, storage, checksums)
        item.etag = item.etag if item.is_changed else found.etag
    return before != [getattr(item, name) for name in JUDGED]


def is_another(item, found: StoredObject, storage, checksums: bool) -> bool:
    """Whether the object is not the one that was filed.

    Another ETag proves nothing (a copy has one, and so has what was moved), so the object is read.
    """
    if found.size != item.size:
        return True
    if not checksums and item.etag in ("", found.etag):
        return False
    with storage.open(item.key) as file:
        return file_digest(file, "sha256").hexdigest() != item.sha256


def describe(item, found: StoredObject, storage) -> None:
    """An object that nobody has read yet makes the item whole; what can't be read is as good as missing."""
    try:
        known = facts.read(item, storage)
    except UNREADABLE as error:
        logger.warning("Media item %s has an object that can't be read: %s", item.pk, type(error).__name__)
        return
    for name, value in asdict(known).items():
        setattr(item, name, value)
    item.etag = found.etag

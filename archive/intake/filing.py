"""Files what was cleaned: a number of its own, the objects in the bucket, then the item with its facts.

The item stands first, without its file (`is_missing`), because only the database can give a number to
one worker alone; it becomes whole with the upload's end, in one transaction. What a worker has left
behind unfinished hangs on its upload, and is taken away before the next attempt.
"""

from dataclasses import asdict
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.log_actions import log

from archive import paths
from archive.facts import Facts
from archive.intake import claims, duplicates, names
from archive.intake.refusal import Refused
from archive.models import GalleryPage, MediaItem, Upload, Withdrawal

NUMBERS = range(1, 1000)


class Busy(Exception):
    """Something else is being filed that must be finished first; the next attempt will find it."""


class AlreadyThere(Exception):
    def __init__(self, item):
        super().__init__(item.pk)
        self.item = item


class Taken(Exception):
    """Something came to an object's key by another way, and stays as it is."""

    def __init__(self, key):
        super().__init__("an object was there before")
        self.key = key


@transaction.atomic
def reserve(upload: Upload, kind: str, sha256: str) -> MediaItem:
    """An item without a file yet, of which the number is the upload's."""
    # One at a time for each gallery, so that of the same file twice the second finds the first.
    GalleryPage.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.gallery_id)
    if Withdrawal.objects.filter(gallery=upload.gallery_id).exists():
        raise Refused("This participant has withdrawn meanwhile; nothing more can be filed.")
    # First those that are unfinished: one that is finished meanwhile is found by the second question.
    working = Upload.objects.filter(gallery=upload.gallery, state=Upload.State.WORKING)
    if working.filter(item__upload_sha256=sha256).exclude(pk=upload.pk).exists():
        raise Busy
    if there := duplicates.find(upload, sha256):
        raise AlreadyThere(there)
    item = described_without_file(upload, kind) or with_next_number(upload, kind, sha256)
    claims.change(upload, item=item)
    return item


def described_without_file(upload: Upload, kind: str) -> MediaItem | None:
    """The item that somebody has described before there was a file, if the file's name asks for it."""
    number = names.wished_number(upload.file_name, upload.gallery.code)
    waiting = MediaItem.objects.filter(gallery=upload.gallery, kind=kind, number=number, is_missing=True)
    item = waiting.exclude(uploads__state=Upload.State.WORKING).select_related("gallery").first()
    if item is None or not is_free_in_bucket(kind, upload.gallery.code, number):
        return None
    # It is older than this upload, so it stays if the upload comes to nothing (see `undo`).
    item.upload_sha256 = ""
    item.save(update_fields=["upload_sha256"])
    return item


def with_next_number(upload: Upload, kind: str, sha256: str) -> MediaItem:
    """The number that the file's name asks for, or the next that is free."""
    code = upload.gallery.code
    wished = names.wished_number(upload.file_name, code) or NUMBERS[0]
    taken = set(upload.gallery.media_items.filter(kind=kind).values_list("number", flat=True))
    for number in (*range(wished, NUMBERS.stop), *range(NUMBERS.start, wished)):
        if number in taken or not is_free_in_bucket(kind, code, number):
            continue
        title = names.title(upload.file_name, paths.name(code, number))
        item = MediaItem(gallery=upload.gallery, kind=kind, number=number, title=title, upload_sha256=sha256)
        try:
            with transaction.atomic():
                item.save()
        except IntegrityError:
            # Somebody has just described an item of that number.
            continue
        return item
    raise Refused(
        f"{code} has {len(NUMBERS)} files of this kind, and there are no more numbers for another. "
        "Delete one that is not needed, and upload this again."
    )


def is_free_in_bucket(kind: str, code: str, number: int) -> bool:
    bucket = storages["participants"]
    keys = [paths.media_key(kind, code, number)]
    if kind == MediaItem.Kind.VIDEO:
        keys.append(paths.poster_key(code, number))
    return not any(bucket.exists(key) for key in keys)


def store(path: Path, key: str) -> None:
    bucket = storages["participants"]
    with path.open("rb") as file:
        stored = bucket.save(key, File(file))
    if stored != key:
        bucket.delete(stored)
        raise Taken(key)


@transaction.atomic
def finish(upload: Upload, facts: Facts, sha256: str, message: str) -> None:
    """Makes the item whole and ends the upload."""
    whole = MediaItem.objects.filter(pk=upload.item.pk)
    if whole.update(**asdict(facts), upload_sha256=sha256, is_changed=False, etag="") != 1:
        # Somebody has deleted it meanwhile.
        raise Busy
    action = "wagtail.create" if upload.item.upload_sha256 else "wagtail.edit"
    log(instance=upload.item, action=action, user=upload.by)
    claims.end(upload, Upload.State.FILED, message=message, item=upload.item)


def undo(upload: Upload, *, spare: str = "") -> None:
    """Takes away what an attempt has left unfinished: the objects, and the item that was made for them.

    An object with the key `spare` is another's.
    """
    item = upload.item
    if item is None:
        return
    claims.hold(upload)
    bucket = storages["participants"]
    for key in {item.key, item.still_key} - {spare}:
        bucket.delete(key)
    if item.upload_sha256:
        try:
            item.delete()
        except ProtectedError:
            # Somebody has placed it in a story meanwhile: it stays, as one that is missing.
            MediaItem.objects.filter(pk=item.pk).update(upload_sha256="")
    claims.change(upload, item=None)

"""Reads every object of the bucket again, a slice at a time, so that all are read within a quarter."""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from archive.fixity.alarms import alarm
from archive.inventory import BATCH
from archive.inventory.belonging import key_in_sql
from archive.models import FixityCheck, FixityRecord, MediaItem, StoredObject

logger = logging.getLogger(__name__)

Outcome = FixityRecord.Outcome
#: Within that time everything is read.
QUARTER = timedelta(days=90)
#: In so many nightly slices, so that some may be missed.
SLICES = 75
#: Seconds of one slice.
SECONDS = 3 * 3600
PIECE = 2**20


@dataclass
class Slice:
    """What one run has read."""

    read: int = 0
    bytes: int = 0
    #: The keys of those that are not as they were.
    doubtful: list[str] = field(default_factory=list)


def check(
    storage: Storage | None = None,
    *,
    everything: bool = False,
    most_bytes: int | None = None,
    seconds=SECONDS,
) -> Slice:
    """Reads the objects whose last reading is the oldest: one slice, or `everything`.

    One alarm tells of what is new. `most_bytes` ends the slice early, though at least one object is read.
    Memory does not grow with the objects.
    """
    storage = storage or storages["participants"]
    note_objects()
    wanted, limit = share(everything, most_bytes)
    begun, started, done, alarming = timezone.now(), time.monotonic(), Slice(), []
    while done.read < wanted and done.bytes < limit and time.monotonic() - started < seconds:
        record = oldest(begun)
        if record is None:
            break
        result = read(record, storage)
        done.read += 1
        if result is None:
            record.delete()
            continue
        done.bytes += result.size
        if result.outcome != Outcome.SOUND:
            done.doubtful.append(record.key)
        if conclude(record, result):
            alarming.append(record)
    alarm(alarming)
    logger.info("Fixity: %s objects read, %s bytes, %s in doubt.", done.read, done.bytes, len(done.doubtful))
    return done


def note_objects() -> None:
    """Every object that the inventory has found, or that a media item should have, has a record."""
    for keys in (
        StoredObject.objects.exclude(key__in=FixityRecord.objects.values("key")).values_list(
            "key", flat=True
        ),
        MediaItem.objects.annotate(object_key=key_in_sql())
        .exclude(object_key__in=FixityRecord.objects.values("key"))
        .order_by()
        .values_list("object_key", flat=True),
    ):
        while batch := list(keys[:BATCH]):
            FixityRecord.objects.bulk_create([FixityRecord(key=key) for key in batch], ignore_conflicts=True)


def share(everything: bool, most_bytes: int | None) -> tuple[float, float]:
    """How many objects, and how many bytes, this run is to read."""
    if everything:
        return float("inf"), float("inf")
    total = FixityRecord.objects.aggregate(count=Count("pk"))["count"]
    size = StoredObject.objects.aggregate(size=Sum("size"))["size"] or 0
    of_bytes = most_bytes if most_bytes is not None else max(size // SLICES, 1)
    return (float("inf") if most_bytes is not None else -(-total // SLICES)), of_bytes


def oldest(before: datetime) -> FixityRecord | None:
    """The record whose reading is the oldest; never read is older than any."""
    never = FixityRecord.objects.filter(checked_at=None).order_by("pk").first()
    return never or FixityRecord.objects.filter(checked_at__lt=before).order_by("checked_at", "pk").first()


@dataclass(frozen=True)
class Reading:
    outcome: str
    expected: str
    found: str = ""
    size: int = 0


def read(record: FixityRecord, storage: Storage) -> Reading | None:
    """Reads one object to its end and compares it with what it should be; None of what need not be there."""
    expected = expected_of(record)
    digest, size = sha256(), 0
    try:
        with storage.open(record.key) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except FileNotFoundError:
        # What is of no item and is gone was taken away.
        return Reading(Outcome.MISSING, expected) if is_wanted(record) else None
    except (OSError, ClientError, BotoCoreError):
        return Reading(Outcome.UNREADABLE, expected, size=size)
    found = digest.hexdigest()
    return Reading(Outcome.SOUND if found == (expected or found) else Outcome.CHANGED, expected, found, size)


def expected_of(record: FixityRecord) -> str:
    """What the media item says that was filed; of what is of no item, what was read first."""
    item = MediaItem.objects.annotate(object_key=key_in_sql()).filter(object_key=record.key).first()
    return item.sha256 if item and item.sha256 else record.sha256


@transaction.atomic
def conclude(record: FixityRecord, result: Reading) -> bool:
    """Writes the reading down; returns whether it is one to be told of: a change is told of once."""
    now = timezone.now()
    FixityCheck.objects.create(
        record=record, at=now, expected=result.expected, found=result.found, outcome=result.outcome
    )
    is_new = result.outcome != Outcome.SOUND and not record.alarmed_at
    record.outcome, record.checked_at = result.outcome, now
    if result.outcome == Outcome.SOUND:
        record.sha256, record.size, record.alarmed_at = result.found, result.size, None
    elif is_new:
        record.alarmed_at = now
    record.save()
    return is_new


def is_wanted(record: FixityRecord) -> bool:
    """Whether the object should be there: a media item has it."""
    return MediaItem.objects.annotate(object_key=key_in_sql()).filter(object_key=record.key).exists()


@transaction.atomic
def accept(record: FixityRecord, *, by, reason: str) -> None:
    """Takes what was found last for what the object should be from now on.

    Raises ValueError if that can't be.
    """
    last = record.checks.first()
    if record.outcome != Outcome.CHANGED or last is None:
        raise ValueError("Only a change can be accepted; what is missing has to be put back.")
    if is_wanted(record):
        raise ValueError(
            "This is the object of a media item: upload it there as a new version, or put the filed one back."
        )
    FixityCheck.objects.create(
        record=record,
        at=timezone.now(),
        expected=last.found,
        found=last.found,
        outcome=Outcome.SOUND,
        accepted_by=by,
        reason=reason,
    )
    record.sha256, record.outcome, record.alarmed_at = last.found, Outcome.SOUND, None
    record.save()

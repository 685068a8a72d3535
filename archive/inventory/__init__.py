"""The inventory: what lies in the participants' bucket is recorded, so that no page ever asks the bucket."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import Storage, storages
from django.utils import timezone

from archive.inventory import belonging, judging, listing
from archive.inventory.listing import Found
from archive.models import InventoryRun, MediaItem, StoredObject

logger = logging.getLogger(__name__)

#: Objects that stand in memory at once.
BATCH = 1000
#: After that an inventory that has not ended is taken for lost.
PATIENCE = timedelta(hours=1)
FACTS = ["size", "etag", "modified_at", "run"]


class AlreadyTaken(Exception):
    """Another inventory is being taken; two at once would see half of the bucket each."""


def take(
    storage: Storage | None = None,
    *,
    checksums: bool = False,
    objects: Callable[[Storage], Iterable[Found]] = listing.objects,
) -> InventoryRun:
    """Walks the whole bucket, records what is there, and marks the media items that miss it or have another.

    With `checksums` each object is read. Memory does not grow with the bucket.
    """
    storage = storage or storages["participants"]
    run = begin()
    try:
        found, nameless = walk(run, objects(storage))
        StoredObject.objects.filter(run__lt=run).delete()
        judging.judge_items(storage, checksums=checksums)
    except BaseException:
        give_back(run)
        raise
    run.found, run.extra = found, nameless + belonging.extra().count()
    run.missing = MediaItem.objects.filter(is_missing=True).count()
    run.changed = MediaItem.objects.filter(is_changed=True).count()
    run.finished_at = timezone.now()
    run.save()
    # Whatever a lost one has seen, this one has seen again.
    InventoryRun.objects.filter(finished_at=None, pk__lt=run.pk).delete()
    logger.info("Inventory %s: %s found, %s missing, %s changed, %s extra.", *numbers(run))
    return run


def numbers(run: InventoryRun) -> tuple[int, ...]:
    return run.pk, run.found, run.missing, run.changed, run.extra


def begin() -> InventoryRun:
    """Of two that begin at the same time the first goes on."""
    run = InventoryRun.objects.create()
    since = timezone.now() - PATIENCE
    if InventoryRun.objects.filter(finished_at=None, started_at__gt=since, pk__lt=run.pk).exists():
        run.delete()
        raise AlreadyTaken("Another inventory is being taken. Wait until it has ended, at most for an hour.")
    return run


def walk(run: InventoryRun, objects: Iterable[Found]) -> tuple[int, int]:
    """Records each object; returns how many there are, and how many of them have no fit name."""
    count = nameless = 0
    for batch in batches(objects):
        rows = [
            StoredObject(
                key=found.key, size=found.size, etag=found.etag, modified_at=found.modified_at, run=run
            )
            for found in batch
            if belonging.can_be_recorded(found.key)
        ]
        StoredObject.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["key"], update_fields=FACTS
        )
        count += len(batch)
        nameless += len(batch) - len(rows)
    return count, nameless


def batches(things: Iterable) -> Iterator[list]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def give_back(run: InventoryRun) -> None:
    """One that broke off has not been: what it saw is as the one before it had left it."""
    before = InventoryRun.objects.filter(pk__lt=run.pk).order_by("-pk").first()
    if before:
        run.objects_seen.update(run=before)
    run.delete()

"""Who opened what: a row for each link that was given, and the chain of hashes that shows a changed one.

A row is written before its link leaves, in one statement for all the links of a page. The chain is made
afterwards, a minute behind (`chain`), so that no two pages wait for each other.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import transaction
from django.utils import timezone

from archive.models.opening import Opening

#: Rows that are chained in one transaction.
BATCH = 1000
#: For so long a row may wait for its place in the chain.
PATIENCE = timedelta(minutes=10)
#: What the first row is chained to.
BEGINNING = "0" * 64


def record(items: Iterable, *, request, opened_by: str) -> None:
    """Notes that who asks was given links to media items, those that are there. One statement.

    Who views as somebody else is noted himself. `opened_by` is the rule that let the person in, such as
    "gallerypage user 12" (archive.access.opening).
    """
    at, user = timezone.now(), getattr(request, "real_user", request.user)
    Opening.objects.bulk_create(
        Opening(
            at=at,
            user=user,
            user_number=user.pk,
            item=item,
            item_uuid=item.uuid,
            gallery_uuid=item.gallery.uuid,
            opened_by=opened_by,
        )
        for item in items
        if not item.is_missing
    )


def digest(opening: Opening, before: str) -> str:
    """The SHA-256 of what a row says and of the digest before it; the keys to people may go, the numbers
    stay.
    """
    told = [
        opening.number,
        opening.at.astimezone(UTC).isoformat(),
        opening.user_number,
        str(opening.item_uuid),
        str(opening.gallery_uuid),
        opening.opened_by,
    ]
    return hashlib.sha256((before + json.dumps(told, separators=(",", ":"))).encode()).hexdigest()


@transaction.atomic
def chain() -> int:
    """Gives rows that have none their place in the chain; returns how many. Again, until it returns 0.

    The last row of the chain is locked meanwhile, so that two workers make one chain.
    """
    last = Opening.objects.select_for_update().exclude(number=None).order_by("-number").first()
    number, before = (last.number, last.digest) if last else (0, BEGINNING)
    waiting = list(Opening.objects.filter(number=None).order_by("pk")[:BATCH])
    for opening in waiting:
        number += 1
        opening.number = number
        opening.digest = before = digest(opening, before)
    Opening.objects.bulk_update(waiting, ["number", "digest"])
    return len(waiting)


@dataclass(frozen=True)
class Head:
    """The end of the chain: kept elsewhere, it shows later that no row was cut off."""

    number: int
    digest: str

    def __str__(self):
        return f"{self.number}:{self.digest}"


def head() -> Head:
    last = Opening.objects.exclude(number=None).order_by("-number").first()
    return Head(last.number, last.digest) if last else Head(0, BEGINNING)


def findings(known: Head | None = None) -> Iterator[str]:
    """What is wrong with the log, a sentence each; nothing, if it is whole. In constant memory.

    `known` is a head that was kept: its row must still be there as it was.
    """
    expected, before, found = 1, BEGINNING, False
    for opening in Opening.objects.exclude(number=None).order_by("number").iterator(chunk_size=BATCH):
        if opening.number != expected:
            yield missing(expected, opening.number - 1)
        elif digest(opening, before) != opening.digest:
            yield f"Row {opening.number} is not what was written."
        found = found or known == Head(opening.number, opening.digest)
        expected, before = opening.number + 1, opening.digest
    if known and known.number and not found:
        yield f"The log does not hold row {known.number} as it was when its head was kept."
    late = Opening.objects.filter(number=None, at__lt=timezone.now() - PATIENCE).count()
    if late:
        yield f"{late} rows older than ten minutes wait for their place in the chain; is the worker running?"


def missing(first: int, last: int) -> str:
    return f"Row {first} is missing." if first == last else f"Rows {first} to {last} are missing."

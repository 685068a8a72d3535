"""Carries tombstones from one database to another, so that a restore brings nothing back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.dateparse import parse_datetime

from archive.models import GalleryPage, Withdrawal
from archive.withdrawal import deletion
from archive.withdrawal.actions import index_anew, tell_keepers

PLAIN = ("code", "reason", "removed")
MOMENTS = ("withdrawn_at", "delete_after", "deleted_at")


def export() -> list[dict]:
    """All tombstones, as JSON has them."""
    return [
        {"uuid": str(row.uuid), "gallery_uuid": str(row.gallery_uuid), "by": row.by_id}
        | {name: getattr(row, name) for name in PLAIN}
        | {name: moment.isoformat() if (moment := getattr(row, name)) else None for name in MOMENTS}
        for row in Withdrawal.objects.order_by("pk")
    ]


@dataclass
class Replayed:
    """What a replay has done, by codes."""

    written: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    #: Tombstones here that the export does not know: perhaps they were taken back since.
    unknown: list[str] = field(default_factory=list)


def replay(exported: Iterable[dict] | None = None) -> Replayed:
    """Applies the tombstones of an export, and those that are here, to the rows that are here.

    Again changes nothing.
    """
    done = Replayed()
    if exported is not None:
        rows = list(exported)
        done.written = [row["code"] for row in rows if write(row)]
        known = {row["gallery_uuid"] for row in rows}
        ours = Withdrawal.objects.exclude(gallery_uuid__in=known)
        done.unknown = list(ours.values_list("code", flat=True))
    for tombstone in Withdrawal.objects.all():
        bury(tombstone, done)
    return done


@transaction.atomic
def write(row: dict) -> bool:
    """Whether the tombstone is new here, or its deletion is news."""
    told = {name: row[name] for name in PLAIN}
    told |= {name: row[name] and parse_datetime(row[name]) for name in MOMENTS}
    told |= {"uuid": row["uuid"], "by": get_user_model().objects.filter(pk=row["by"]).first()}
    present = Withdrawal.objects.select_for_update().filter(gallery_uuid=row["gallery_uuid"]).first()
    if present and (present.deleted_at or not told["deleted_at"]):
        return False
    Withdrawal.objects.update_or_create(gallery_uuid=row["gallery_uuid"], defaults=told)
    return True


def bury(tombstone: Withdrawal, done: Replayed) -> None:
    """What came back is hidden already, by its uuid; what had been deleted is deleted again."""
    gallery = GalleryPage.objects.filter(uuid=tombstone.gallery_uuid).first()
    if gallery is None:
        return
    if tombstone.deleted_at:
        deletion.delete(tombstone)
        done.deleted.append(tombstone.code)
    elif tombstone.gallery_id != gallery.pk:
        with transaction.atomic():
            Withdrawal.objects.filter(pk=tombstone.pk).update(gallery=gallery)
            index_anew(gallery)
            tell_keepers(tombstone)
        done.hidden.append(tombstone.code)

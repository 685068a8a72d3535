"""Withdrawing a participant, taking that back, and changing when everything is deleted."""

from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.models import GalleryPage, Withdrawal
from archive.search.following import note
from archive.withdrawal import contents

FORGET = "archive.tasks.forget_withdrawn"
#: In how many days everything is deleted, if nobody says otherwise, and at most.
DAYS, MOST_DAYS = 30, 365
TOO_LATE = (
    "The period in which that was possible is over: what was withdrawn is being deleted, or is deleted."
)


class Refused(Exception):
    """Why something is not done, in a sentence for whoever asked for it."""


@transaction.atomic
def withdraw(
    gallery: GalleryPage, *, by, reason: str = "", days: int = DAYS, backups: str = ""
) -> Withdrawal:
    """From this transaction on nothing of the participant is seen anywhere; in `days` it is deleted."""
    gallery = GalleryPage.objects.select_for_update(of=("self",)).get(pk=gallery.pk)
    if Withdrawal.objects.filter(gallery_uuid=gallery.uuid).exists():
        raise Refused(f"{gallery.code} was withdrawn already.")
    at = timezone.now()
    tombstone = Withdrawal.objects.create(
        gallery=gallery,
        gallery_uuid=gallery.uuid,
        code=gallery.code,
        withdrawn_at=at,
        by=by,
        reason=reason,
        delete_after=at + timedelta(days=_sensible(days)),
        removed=contents.told(gallery) | {"backups": backups},
    )
    _log("archive.withdrawal.withdraw", tombstone, by, {"gallery": gallery.pk})
    index_anew(gallery)
    tell_keepers(tombstone)
    return tombstone


@transaction.atomic
def undo(tombstone: Withdrawal, *, by) -> GalleryPage:
    """Takes the withdrawal back while nothing is deleted yet; what was granted and allowed counts again."""
    tombstone = _still_open(tombstone)
    gallery = tombstone.gallery
    if gallery is None:
        raise Refused("There is nothing here that could come back.")
    _log("archive.withdrawal.undo", tombstone, by, {"gallery": gallery.pk})
    tombstone.delete()
    index_anew(gallery)
    return gallery


@transaction.atomic
def change(tombstone: Withdrawal, *, by, delete_after: datetime, backups: str) -> Withdrawal:
    """Sets when everything is deleted, and notes which backups hold it still."""
    tombstone = _locked(tombstone)
    if delete_after != tombstone.delete_after:
        tombstone = _still_open(tombstone)
        if delete_after > timezone.now() + timedelta(days=MOST_DAYS):
            raise Refused(f"What was withdrawn is kept for {MOST_DAYS} days at most. Choose an earlier day.")
        tombstone.delete_after = delete_after
        _log("archive.withdrawal.change", tombstone, by, {"delete_after": delete_after.isoformat()})
    tombstone.removed = tombstone.removed | {"backups": backups}
    tombstone.save(update_fields=["delete_after", "removed"])
    return tombstone


def index_anew(gallery: GalleryPage) -> None:
    """The search's own index leaves out what is withdrawn (archive.search.documents)."""
    pages = [gallery.pk, *contents.stories_of(gallery).values_list("pk", flat=True)]
    note(lambda: pages)


def tell_keepers(tombstone: Withdrawal) -> None:
    """After commit; if the broker is down, the next round of deletions forgets it too."""
    transaction.on_commit(lambda: current_app.send_task(FORGET, [tombstone.pk], retry=False), robust=True)


def _sensible(days: int) -> int:
    if not 0 <= days <= MOST_DAYS:
        raise Refused(f"What was withdrawn is kept for 0 to {MOST_DAYS} days.")
    return days


def _locked(tombstone: Withdrawal) -> Withdrawal:
    return Withdrawal.objects.select_for_update().get(pk=tombstone.pk)


def _still_open(tombstone: Withdrawal) -> Withdrawal:
    """From the moment after which things may be deleted on, nothing is changed under the deletion's feet."""
    tombstone = _locked(tombstone)
    if tombstone.deleted_at or tombstone.delete_after <= timezone.now():
        raise Refused(TOO_LATE)
    return tombstone


def _log(action: str, tombstone: Withdrawal, by, data: dict) -> None:
    log(
        instance=tombstone, action=action, user=by, title=tombstone.code, data=data | {"uuid": tombstone.uuid}
    )

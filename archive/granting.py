"""Giving access to people and groups, changing its end, and ending it: nothing else writes grants.

A grant that has ended stays as history; given anew, the row begins a new life, and the log keeps the old one.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive import moments
from archive.governing import governed, governs, is_own, kind_for, kind_of, may

#: So many grants are given at once at most.
MOST_AT_ONCE = 200
OWN = (
    "Nobody gives access to himself or to a group of his own, or changes its dates: "
    "ask somebody else who may give access here."
)
NOT_YOURS = "You may not give access to that, or may not change it."
CHANGED_MEANWHILE = (
    "Somebody else has changed this access meanwhile. It now {end}; look again before you change it."
)
HAS_ENDED = "This access has ended already. Give it anew if the person is to see it again."


class Refused(Exception):
    """Why something is not done, in a sentence for whoever asked for it."""


class Change(Enum):
    NEW = "new"
    EXTENDED = "extended"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Given:
    """What has become of the access of one holder to one page."""

    grant: object
    holder: object
    page: object
    change: Change
    log_entry: object = None


@transaction.atomic
def give(*, pages, holders, by, reason: str, valid_from=None, valid_until=None) -> list[Given]:
    """Gives each holder (people and groups) the view of each page; all of it, or nothing.

    Who has the access already keeps it: it then begins and ends when the more generous of the two does.
    """
    pages, holders, now = list(pages), list(holders), timezone.now()
    _refuse_dates(valid_from, valid_until, now)
    if not reason.strip():
        raise Refused("Say why the access is given; it is kept with it.")
    if len(pages) * len(holders) > MOST_AT_ONCE:
        raise Refused(f"That would be more than {MOST_AT_ONCE} grants at once. Give them in parts.")
    for holder in holders:
        if is_own(by, holder):
            raise Refused(OWN)
        if not getattr(holder, "is_active", True):
            raise Refused("One of these accounts is closed, so that nothing would be open to it.")
    _refuse_pages(pages, holders, by)
    dates = {"valid_from": valid_from, "valid_until": valid_until}
    return [_give(page, holder, by, reason.strip(), dates, now) for page in pages for holder in holders]


@transaction.atomic
def change_end(grant, *, valid_until, by, seen_until):
    """Lets a grant end later or earlier (or never), if it still ends when the acting person saw it end."""
    kind, now = kind_of(grant), timezone.now()
    grant = _locked(grant, by)
    if is_own(by, holder_of(grant)):
        raise Refused(OWN)
    if grant.valid_until != seen_until:
        raise Refused(CHANGED_MEANWHILE.format(end=ends_when(grant)))
    if has_ended(grant, now):
        raise Refused(HAS_ENDED)
    if valid_until == grant.valid_until:
        return grant
    _refuse_dates(grant.valid_from, valid_until, now)
    grant.valid_until, grant.warned_at = valid_until, None
    grant.save(update_fields=["valid_until", "warned_at"])
    _log("archive.grant.change", grant, by, kind)
    return grant


@transaction.atomic
def end(grant, *, by):
    """Ends a grant at this moment; the row stays as history."""
    kind, now = kind_of(grant), timezone.now()
    grant = _locked(grant, by)
    if has_ended(grant, now):
        raise Refused(HAS_ENDED)
    if grant.valid_from and grant.valid_from >= now:
        # It never counted: what is left of it is an instant that is over.
        grant.valid_from = now - moments.INSTANT
    grant.valid_until = now
    grant.save(update_fields=["valid_from", "valid_until"])
    _log("archive.grant.end", grant, by, kind)
    return grant


def holder_of(grant):
    return grant.user if kind_of(grant).holder == "user" else grant.group


def has_ended(grant, at) -> bool:
    return grant.valid_until is not None and grant.valid_until <= at


def ends_when(grant) -> str:
    return f"ends at {moments.told_end(grant.valid_until)}" if grant.valid_until else "does not end"


def _refuse_dates(valid_from, valid_until, now) -> None:
    if valid_until is None:
        return
    if valid_until <= now:
        raise Refused("That end is over already. Choose a later last day, or end the access now.")
    if valid_from and valid_until <= valid_from:
        raise Refused(
            "The access would end before it begins. Choose a later last day, or an earlier first one."
        )
    if valid_until > now + timedelta(days=365 * 100):
        raise Refused("That is more than a hundred years away. Leave the last day empty if it does not end.")


def _refuse_pages(pages, holders, by) -> None:
    asked: dict[str, set] = {}
    for page in pages:
        asked.setdefault(page._meta.model_name, set()).add(page.pk)
    for page_type, pks in asked.items():
        kinds = {kind_for(page_type, holder) for holder in holders}
        if not all(may(by, "give", kind) for kind in kinds):
            raise Refused(NOT_YOURS)
        if governed(page_type, by).filter(pk__in=pks).count() != len(pks):
            raise Refused(NOT_YOURS)


def _give(page, holder, by, reason, dates, now) -> Given:
    kind = kind_for(page._meta.model_name, holder)
    told = dates | {"given_by": by, "reason": reason}
    grant, is_new = kind.model.objects.select_for_update().get_or_create(
        permission=kind.permission, content_object=page, **{kind.holder: holder}, defaults=told
    )
    change = Change.NEW
    if not is_new:
        if has_ended(grant, now):
            told |= {"given_at": now, "warned_at": None}
        else:
            change, told = Change.EXTENDED, _more_generous(grant, dates, now)
        if not told:
            return Given(grant, holder, page, Change.UNCHANGED)
        for name, value in told.items():
            setattr(grant, name, value)
        grant.save(update_fields=list(told))
    return Given(grant, holder, page, change, _log("archive.grant.give", grant, by, kind))


def _more_generous(grant, dates, now) -> dict:
    """What changes of a grant that counts or will, if it is to count when these dates say as well."""
    begins, until = dates["valid_from"], dates["valid_until"]
    if (begins and grant.valid_until and begins > grant.valid_until) or (
        until and grant.valid_from and until < grant.valid_from
    ):
        raise Refused(
            "One of them has access for other days already, and a person has one span of days for a thing. "
            "Change or end the present access first."
        )
    told = {}
    if grant.valid_from and grant.valid_from > now and (begins is None or begins < grant.valid_from):
        told["valid_from"] = begins
    if grant.valid_until and (until is None or until > grant.valid_until):
        told |= {"valid_until": until, "warned_at": None}
    return told


def _locked(grant, by):
    """The grant as it is now, held until the transaction ends, if it is the acting person's to change."""
    kind = kind_of(grant)
    grant = kind.model.objects.select_for_update(of=("self",)).select_related(kind.holder).get(pk=grant.pk)
    if not (may(by, "change", kind) and governs(by, grant.content_object)):
        raise Refused(NOT_YOURS)
    return grant


def _log(action: str, grant, by, kind):
    until = grant.valid_until.isoformat() if grant.valid_until else None
    holder = getattr(grant, f"{kind.holder}_id")
    data = {"grant": f"{kind.name} {grant.pk}", kind.holder: holder, "until": until}
    return log(instance=grant.content_object, action=action, user=by, data=data)

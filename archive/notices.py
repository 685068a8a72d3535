"""The mails on access: that it was given, that it is about to end. They name exhibitions, nothing in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from archive import moments
from archive.access import counting_grants, sees_everything
from archive.admin.known import PRIVATE_PAGES
from archive.governing import KINDS, sees_all_by_role
from archive.models import ExhibitionPage
from home.outbox import queue_mail


@dataclass(frozen=True)
class Opened:
    """What a grant opens to one person, and for how long."""

    person: int
    path: str
    begins: datetime | None
    ends: datetime | None
    #: The model and the number of the grant, who gave it, and whether its end was told.
    grant: tuple
    given_by: int | None
    is_told: bool

    @property
    def exhibition(self) -> str:
        """The tree path of the exhibition in which it opens something."""
        levels = {"exhibition": 0, "gallery": 1, "story": 2}[self.grant[0].partition("-")[0]]
        return self.path[: len(self.path) - levels * Page.steplen]

    def outlasts(self, other: "Opened") -> bool:
        """Whether it goes on without a gap when the other one ends."""
        has_begun = self.begins is None or self.begins <= other.ends
        return has_begun and (self.ends is None or self.ends > other.ends)


def opened(condition: Q, people=None) -> list[Opened]:
    """What the grants that fulfil the condition open, to each of their people: one query for each kind."""
    found = []
    for kind in KINDS.values():
        person = {"user": "user", "group": "group__user"}[kind.holder]
        # All in one filter: of a group's people, the same one must fulfil both.
        asked = {f"{person}__is_active": True} | ({} if people is None else {f"{person}__in": people})
        grants = kind.model.objects.filter(
            condition, content_object__live=True, permission__codename=f"view_{kind.page_type}", **asked
        )
        rows = grants.order_by("pk").values_list(
            person, "content_object__path", "valid_from", "valid_until", "pk", "given_by", "warned_at"
        )
        found += [
            Opened(who, path, begins, ends, (kind.name, pk), by, warned is not None)
            for who, path, begins, ends, pk, by, warned in rows
        ]
    return found


def not_ended(at) -> Q:
    return Q(valid_until=None) | Q(valid_until__gt=at)


def spans_of(person, at=None) -> list[dict]:
    """The exhibitions of which something is open to the person or will be, with from when until when."""
    rows = opened(not_ended(at or timezone.now()), [person.pk])
    by_exhibition = defaultdict(list)
    for row in rows:
        by_exhibition[row.exhibition].append(row)
    titles = titles_of(by_exhibition)
    return [
        {"title": titles[path]} | span(by_exhibition[path], at or timezone.now())
        for path in sorted(titles, key=titles.get)
    ]


def span(rows: list[Opened], at) -> dict:
    begins = [row.begins for row in rows]
    ends = [row.ends for row in rows]
    first = None if None in begins else min(begins)
    return {
        "begins": moments.told(first) if first and first > at else None,
        "ends": None if None in ends else moments.told_end(max(ends)),
    }


def titles_of(paths) -> dict[str, str]:
    return dict(
        ExhibitionPage._base_manager.filter(path__in=list(paths), live=True).values_list("path", "title")
    )


def tell_of_access(person, changes) -> None:
    """Mails a person who has an account that something was opened to him, or longer than before."""
    queue_mail(
        key=f"access-given:{changes[0].log_entry.pk}",
        to=person.email,
        template="archive/emails/access_given",
        context={"person": person, "spans": spans_of(person), "site": settings.BASE_URL},
    )


def last_end(exhibition, user, at=None) -> datetime | None:
    """When the last of the user's grants in an exhibition ends; None if one of them never does. One query."""
    at = at or timezone.now()
    if sees_everything(user):
        return None
    ends = [
        grants.filter(content_object__path__startswith=exhibition.path)
        .order_by()
        .values_list("valid_until", flat=True)
        for page_type in PRIVATE_PAGES
        for grants in counting_grants(page_type, user, at)
    ]
    ends = list(ends[0].union(*ends[1:], all=True))
    return max(ends) if ends and None not in ends else None


def is_soon(moment: datetime | None, at=None) -> bool:
    at = at or timezone.now()
    return moment is not None and at < moment <= at + timedelta(days=settings.GRANT_NOTICE_DAYS)


def tell_of_ends(at=None) -> int:
    """Mails everybody whose access to something is about to end, and who gave it; once for each end.

    Returns how many ends were told. Run again, it tells nothing twice: the grants are marked in the
    transaction of the mails, and a mail of the same event is queued once.
    """
    at = at or timezone.now()
    ending, others = about_to_end(at)
    events = defaultdict(list)
    for row in ending:
        events[row.exhibition, row.ends].append(row)
    titles = titles_of({path for path, _ in events})
    people = get_user_model().objects.in_bulk(
        {row.person for row in ending} | {row.given_by for row in ending if row.given_by}
    )
    events = {event: rows for event, rows in events.items() if event[0] in titles}
    for (path, ends), rows in sorted(events.items()):
        with transaction.atomic():
            _tell_of_end(titles[path], path, ends, rows, others, people)
            _mark(rows, at)
    return len(events)


def about_to_end(at) -> tuple[list[Opened], dict[int, list[Opened]]]:
    """What ends soon and is outlasted by no other grant; and all that is open to those people."""
    until = at + timedelta(days=settings.GRANT_NOTICE_DAYS)
    has_begun = Q(valid_from=None) | Q(valid_from__lte=at)
    rows = opened(has_begun & Q(warned_at=None, valid_until__gt=at, valid_until__lte=until))
    exempt = set(sees_all_by_role().values_list("pk", flat=True)) if rows else set()
    rows = [row for row in rows if row.person not in exempt]
    others = defaultdict(list)
    for other in opened(not_ended(at), {row.person for row in rows}) if rows else []:
        others[other.person].append(other)
    return [row for row in rows if not is_outlasted(row, others[row.person])], others


def is_outlasted(row: Opened, others: list[Opened]) -> bool:
    """Whether another grant goes on opening all of it."""
    return any(row.path.startswith(other.path) and other.outlasts(row) for other in others)


def _tell_of_end(title, path, ends, rows, others, people) -> None:
    event = f"{path}:{ends:%Y%m%dT%H%M%S}"
    context = {"title": title, "ends": moments.told_end(ends), "site": settings.BASE_URL}
    for person in sorted({row.person for row in rows if people[row.person].email}):
        goes_on = any(other.exhibition == path and other.outlasts(rows[0]) for other in others[person])
        queue_mail(
            key=f"access-ends:{event}",
            to=people[person].email,
            template="archive/emails/access_ends",
            context=context | {"person": people[person], "goes_on": goes_on},
        )
    given = defaultdict(set)
    for row in rows:
        given[row.given_by].add(row.person)
    for giver in sorted(pk for pk in given if pk in people and people[pk].is_active and people[pk].email):
        queue_mail(
            key=f"access-ends-that-you-gave:{event}",
            to=people[giver].email,
            template="archive/emails/access_ends_giver",
            context=context | {"person": people[giver], "count": len(given[giver])},
        )


def _mark(rows: list[Opened], at) -> None:
    by_kind = defaultdict(set)
    for row in rows:
        by_kind[row.grant[0]].add(row.grant[1])
    for name, pks in by_kind.items():
        KINDS[name].model.objects.filter(pk__in=pks, warned_at=None).update(warned_at=at)

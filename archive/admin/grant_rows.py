"""The grants of all kinds as the rows of one list: filtered, ordered and counted by the database."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce, Concat, Lower, Trim
from django.utils import timezone
from wagtail.models import Page

from archive import moments
from archive.governing import KINDS, Kind
from archive.notices import is_soon

#: What does not end is listed after what does.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
#: What was given before that was recorded.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
STATES = {"now": "counts now", "later": "not yet", "ended": "ended"}
VALUES = (
    "kind",
    "pk",
    "holder",
    "page",
    "valid_from",
    "valid_until",
    "given_by",
    "given_at",
    "reason",
    "who",
    "ends",
    "since",
)
SEARCHED = {
    "user": ("user__username", "user__first_name", "user__last_name", "user__email"),
    "group": ("group__name",),
}


@dataclass(frozen=True)
class GrantRow:
    kind: Kind
    pk: int
    holder: object
    page: Page
    valid_from: datetime | None
    valid_until: datetime | None
    given_by: object
    given_at: datetime | None
    reason: str
    at: datetime

    def __str__(self):
        return f"{self.who}: {self.what}"

    @property
    def who(self) -> str:
        return self.holder.name if self.kind.holder == "group" else self.holder.display_name

    @property
    def who_exactly(self) -> str:
        """By what two people of one name are told apart."""
        return "group" if self.kind.holder == "group" else self.holder.email

    @property
    def what(self) -> str:
        return self.page.get_admin_display_title()

    @property
    def thing(self) -> str:
        return self.kind.thing

    @property
    def state(self) -> str:
        if self.valid_until and self.valid_until <= self.at:
            return "ended"
        if self.valid_from and self.valid_from > self.at:
            return "later"
        return "now"

    @property
    def told_state(self) -> str:
        if self.state == "now" and is_soon(self.valid_until, self.at):
            return "counts now, ends soon"
        return STATES[self.state]

    @property
    def begins(self) -> str:
        moment = self.valid_from or self.given_at
        return moments.told(moment) if moment else ""

    @property
    def until(self) -> str:
        return moments.told_end(self.valid_until) if self.valid_until else "does not end"

    @property
    def given(self) -> str:
        return moments.told(self.given_at) if self.given_at else ""

    @property
    def giver(self) -> str:
        return self.given_by.display_name if self.given_by else ""


class GrantRows:
    """What a list and its pages ask of a queryset: it is counted and cut, and then made into rows."""

    def __init__(self, parts: dict, ordering: str = "-since", at=None):
        self.parts = parts
        self.ordering = ordering
        self.at = at or timezone.now()

    def filter(self, condition: Q) -> "GrantRows":
        return self.map(lambda kind, grants: grants.filter(condition))

    def of(self, *, thing: str = "", holder: str = "") -> "GrantRows":
        """Those on one type of page, or to people or groups only."""
        kept = {
            kind: grants
            for kind, grants in self.parts.items()
            if thing in ("", kind.thing) and holder in ("", kind.holder)
        }
        return GrantRows(kept, self.ordering, self.at)

    def in_state(self, state: str, soon) -> "GrantRows":
        begun = Q(valid_from=None) | Q(valid_from__lte=self.at)
        open_still = Q(valid_until=None) | Q(valid_until__gt=self.at)
        conditions = {
            "now": begun & open_still,
            "later": Q(valid_from__gt=self.at) & open_still,
            "ended": Q(valid_until__lte=self.at),
            "soon": Q(valid_until__gt=self.at, valid_until__lte=self.at + soon),
        }
        return self.filter(conditions[state])

    def search(self, words: str) -> "GrantRows":
        """Those that have each word in the holder's name or address, the title or the reason."""

        def found(kind, grants):
            fields = (*SEARCHED[kind.holder], "content_object__title", "reason")
            for word in words.split():
                grants = grants.filter(Q(*((f"{f}__icontains", word) for f in fields), _connector=Q.OR))
            return grants

        return self.map(found)

    def order_by(self, ordering: str) -> "GrantRows":
        return GrantRows(self.parts, ordering, self.at)

    def map(self, change) -> "GrantRows":
        parts = {kind: change(kind, grants) for kind, grants in self.parts.items()}
        return GrantRows(parts, self.ordering, self.at)

    def count(self) -> int:
        return self._union().count() if self.parts else 0

    __len__ = count

    def __iter__(self):
        return iter(self[:])

    def __getitem__(self, place) -> list[GrantRow]:
        if not self.parts:
            return []
        values = self._union().order_by(self.ordering, "kind", "pk")[place]
        return made_into_rows(list(values), self.at)

    def _union(self):
        first, *rest = [_values(kind, grants) for kind, grants in self.parts.items()]
        return first.union(*rest, all=True)


def _values(kind: Kind, grants):
    # The user name comes first where there is no other, and tells apart where there is.
    name = Trim(Concat("user__first_name", Value(" "), "user__last_name", Value(" "), "user__username"))
    return (
        grants.order_by()
        .annotate(
            kind=Value(kind.name, output_field=CharField()),
            holder=F(kind.holder),
            page=F("content_object"),
            who=Lower(name if kind.holder == "user" else F("group__name"), output_field=CharField()),
            ends=Coalesce("valid_until", Value(NEVER)),
            since=Coalesce("given_at", Value(LONG_AGO)),
        )
        .values(*VALUES)
    )


def made_into_rows(found: list[dict], at) -> list[GrantRow]:
    """The rows with their people, groups and pages: three queries, however many there are."""
    of_people = {row["holder"] for row in found if KINDS[row["kind"]].holder == "user"}
    of_groups = {row["holder"] for row in found if KINDS[row["kind"]].holder == "group"}
    givers = {row["given_by"] for row in found if row["given_by"]}
    people = get_user_model().objects.in_bulk(of_people | givers)
    groups = Group.objects.in_bulk(of_groups)
    pages = Page.objects.in_bulk({row["page"] for row in found})
    rows = []
    for row in found:
        kind = KINDS[row["kind"]]
        rows.append(
            GrantRow(
                kind=kind,
                holder=(people if kind.holder == "user" else groups)[row["holder"]],
                page=pages[row["page"]],
                given_by=people.get(row["given_by"]),
                at=at,
                **{name: row[name] for name in ("pk", "valid_from", "valid_until", "given_at", "reason")},
            )
        )
    return rows

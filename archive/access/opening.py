"""What opens a page with media to a person, and for how long."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import BigIntegerField, CharField, DateTimeField, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from archive.access.asking import Asked, model
from archive.access.consent import current_consents
from archive.access.grants import SEE_EVERYTHING, counting_grants, sees_everything

#: Rows of a consent or limit among those of grants: its last day, or the day on which a newer one begins.
LAST_DAY, NEXT = "last day", "next"
#: From the bottom of the tree upwards.
GRANTED_PAGES = ("storypage", "gallerypage", "exhibitionpage")


@dataclass(frozen=True)
class Way:
    """By what a page is open, such as "gallerypage user 12", and until when; None if that does not end."""

    rule: str
    until: datetime | None


def open_until(page, user, at=None) -> datetime | None:
    """When the page ends to be open to the user; None if it never does. No link to its media lives
    longer.
    """
    return opening(page, user, at).until


def opening(page, user, at=None) -> Way:
    """What opens a story, or a gallery and its whole recording, longest; as far as the gate lets the user in.

    It ends with the last of the user's grants on the way to the page, and with the first that ends of what
    the participant allows. One query.
    """
    at = at or timezone.now()
    is_open = sees_everything(user)
    ends = [*([] if is_open else grant_ends(page, user, at)), *allowed_ends(page, Asked(user, at))]
    rows = list(ends[0].union(*ends[1:], all=True))
    ways = [Way(f"{rule} {pk}", until) for rule, pk, until in rows if pk]
    way = Way(f"permission {SEE_EVERYTHING}" if is_open else "", None)
    way = max(ways, key=lambda way: (way.until is None, way.until), default=way)
    ends = [_midnight(day) + timedelta(days=rule == LAST_DAY) for rule, pk, day in rows if not pk and day]
    return Way(way.rule, min([*ends, way.until] if way.until else ends, default=None))


def way_to(page) -> dict[str, str]:
    """The tree paths of the page and of those above it, by the types of page that a grant can be on."""
    types = GRANTED_PAGES[GRANTED_PAGES.index(page._meta.model_name) :]
    return {
        page_type: page.path[: len(page.path) - above * Page.steplen] for above, page_type in enumerate(types)
    }


def allowed_ends(page, asked: Asked) -> list:
    """When the participant's consent ends, and the limits of a story and its media; of a gallery those that
    silence its whole recording.
    """
    gallery = Q(gallery__path=way_to(page)["gallerypage"])
    limits = model("consentlimit").objects
    if page._meta.model_name == "storypage":
        narrower = [limits.filter(story=page.pk), limits.filter(item__placements__story=page.pk)]
    else:
        sounds = limits.filter(item__gallery=page.pk).exclude(item__kind="photo")
        narrower = [limits.filter(story__path__startswith=page.path), sounds]
    consents = model("consent").objects.filter(gallery)
    return [
        day_ends(LAST_DAY, current_consents(asked).filter(gallery), "ends_on"),
        *(day_ends(LAST_DAY, rows, "ends_on") for rows in narrower),
        day_ends(NEXT, consents.filter(given_on__gt=asked.today), "given_on"),
    ]


def day_ends(rule: str, rows, field: str):
    """In the form of grants' ends, with 0 for their number."""
    day, no_number = Cast(field, DateTimeField()), Cast(Value(0), BigIntegerField())
    return rows.order_by().values_list(Value(rule, CharField()), no_number, day)


def grant_ends(page, user, at) -> list:
    """The rule, the grant's number and its end, of each grant that counts."""
    return [
        grants.filter(content_object__path=path)
        .order_by()
        .values_list(
            Value(f"{page_type} {holder}", CharField()), Cast("pk", BigIntegerField()), "valid_until"
        )
        for page_type, path in way_to(page).items()
        for holder, grants in zip(("user", "group"), counting_grants(page_type, user, at), strict=True)
    ]


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time.min, tzinfo=UTC)

"""What participants allow at a moment: by their consent, by narrower limits, or no more at all."""

from django.db.models import Exists, F, Max, OuterRef, Q

from archive.access.asking import Asked, model, within


def allows(asked: Asked, use: str = "exhibition") -> Q:
    """Of a consent or a limit: that it covers the use, has not ended, and is not sealed."""
    lasts = Q(ends_on=None) | Q(ends_on__gte=asked.today)
    is_open = Q(sealed_until=None) | Q(sealed_until__lte=asked.today)
    return Q(**{f"for_{use}": True}) & lasts & is_open


def current_consents(asked: Asked):
    """Of each participant the newest version that was given by that day; the older ones are history."""
    given = model("consent").objects.filter(given_on__lte=asked.today)
    newer = given.filter(gallery=OuterRef("gallery"), version__gt=OuterRef("version"))
    return given.exclude(Exists(newer))


def consented(asked: Asked) -> Q:
    """Of a gallery: that its participant's current consent covers the exhibition. Without any, it is
    closed.
    """
    given = model("consent").objects.filter(given_on__lte=asked.today).order_by().values("gallery")
    given = given.annotate(newest=Max("version"), allowing=Max("version", filter=allows(asked)))
    return within("pk", given.filter(newest=F("allowing")).values("gallery"))


def not_withdrawn() -> Q:
    """Of a gallery: by its uuid, so that rows that were restored are withdrawn still."""
    return ~within("uuid", model("withdrawal").objects.values("gallery_uuid"))


def closing_limits(asked: Asked, thing: str, use: str = "exhibition"):
    """The limits of stories (or of items) that close them to a use now."""
    return model("consentlimit").objects.filter(**{f"{thing}__isnull": False}).exclude(allows(asked, use))


def unlimited(asked: Asked, thing: str, key: str = "pk") -> Q:
    """Of a story or an item: that no limit closes it."""
    return ~within(key, closing_limits(asked, thing).values(thing))

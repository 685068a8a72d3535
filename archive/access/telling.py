"""The gate's rules in sentences, for those who may know who sees what."""

from django.utils.formats import date_format

from archive import moments
from archive.access import ways
from archive.access.asking import Asked, model
from archive.access.consent import current_consents
from archive.access.grants import SEE_EVERYTHING

STRANGERS = {
    "sign-in": "Nobody sees anything of the exhibition who has not signed in.",
    "account": "The person's account is closed.",
}
PERMISSION = f"A role of the person's opens every exhibition (the permission {SEE_EVERYTHING})."
#: What is seen only with stories.
STORIES = "It is seen only with its stories, and not enough of them are open to this person."
OF_STORIES = {"place": "A media item is seen where it is placed, and no such place is open to this person."}
NAMES = {"exhibitionpage": "exhibition", "gallerypage": "gallery", "storypage": "story"}


def withdrawn(asked: Asked, gallery) -> str:
    tombstone = model("withdrawal").objects.get(gallery_uuid=gallery.uuid)
    return f"The participant withdrew at {moments.told(tombstone.withdrawn_at)}."


def consent(asked: Asked, gallery) -> str:
    given = current_consents(asked).filter(gallery=gallery).first()
    if given is None:
        return "No consent of the participant is recorded, so nothing is shown."
    return refused_by(asked, given, f"Consent version {given.version}")


def exhibited(asked: Asked, gallery) -> str:
    return f"The gallery is {gallery.state}; it is shown once it is exhibited."


def limit(asked: Asked, thing) -> str:
    """Of a story (or a transcript's story), or of a media item."""
    thing = getattr(thing, "story", thing)
    is_item = thing._meta.model_name == "mediaitem"
    return refused_by(asked, thing.consent_limit, f"The limit of this {'media item' if is_item else 'story'}")


def refused_by(asked: Asked, allowed, name: str) -> str:
    """What of a consent or a limit speaks against the exhibition on that day."""
    told = []
    if not allowed.for_exhibition:
        told.append(f"{name} does not cover the exhibition.")
    if allowed.ends_on and allowed.ends_on < asked.today:
        told.append(f"{name} ended with {day(allowed.ends_on)} (UTC).")
    if allowed.sealed_until and allowed.sealed_until > asked.today:
        told.append(f"{name} seals it until {day(allowed.sealed_until)} (UTC).")
    return " ".join(told)


def published(asked: Asked, thing) -> str:
    page = getattr(thing, "story", thing)
    name = NAMES[page._meta.model_name]
    return (
        f"The {name} is not published." if not page.live else f"The {name} is in nothing that is published."
    )


def sound(asked: Asked, item) -> str:
    return (
        "It is a whole recording, which is heard only by those who may see the whole gallery, and only "
        "while nothing in the gallery is limited that is heard in it."
    )


def grant(asked: Asked, thing) -> str:
    page = getattr(thing, "story", getattr(thing, "gallery", thing))
    found = ways.grants_on_the_way(asked, page)
    if not found:
        return "Nothing of it was granted to this person, or to a group of the person's."
    return " ".join(grant_does_not_count(asked, on_the_way) for on_the_way in found)


def grant_does_not_count(asked: Asked, on_the_way) -> str:
    row, name = on_the_way.row, what(on_the_way)
    if row.valid_until and row.valid_until <= asked.at:
        return f"The {name} ended at {moments.told_end(row.valid_until)}."
    if row.valid_from and row.valid_from > asked.at:
        return f"The {name} begins at {moments.told(row.valid_from)}."
    return f"The {name} opens no way to it, because what was granted can't be seen itself."


def grant_counts(on_the_way) -> str:
    row = on_the_way.row
    begins = f" from {moments.told(row.valid_from)}" if row.valid_from else ""
    ends = f" until {moments.told_end(row.valid_until)}" if row.valid_until else " without an end"
    giver = f", given by {row.given_by.display_name}" if row.given_by else ""
    return f"The {what(on_the_way)} counts{begins}{ends}{giver}."


def what(on_the_way) -> str:
    row = on_the_way.row
    to = f" to the group “{row.group.name}”" if hasattr(row, "group_id") else ""
    return f"grant on the {NAMES[on_the_way.page_type]}{to}"


def day(when) -> str:
    return date_format(when, "j F Y")


#: By the names of the rules (archive.access.rules).
SENTENCES = {
    "withdrawn": withdrawn,
    "consent": consent,
    "exhibited": exhibited,
    "published": published,
    "limit": limit,
    "sound": sound,
    "grant": grant,
}

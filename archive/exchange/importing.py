"""Takes a gallery in from a bag: checked to its last byte first, then all of it or nothing.

It comes as a draft, not exhibited and without grants; the participant's consent comes as it was recorded.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import transaction

from archive import exchange, inventory
from archive.exchange.describing import CONSENT, GALLERY, ITEM, LIMIT, STORY
from archive.exchange.reading import Refused, read
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Connection,
    ConnectionType,
    Consent,
    ConsentLimit,
    Cue,
    Era,
    ExhibitionPage,
    GalleryPage,
    Keyword,
    MediaItem,
    ParticipationGroup,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
    Withdrawal,
)
from archive.preservation.bags import Bag, save

DATES = {"ends_on", "sealed_until", "given_on", "date"}


def take_in(storage: Storage, exhibition: ExhibitionPage) -> GalleryPage:
    """Makes the bag's gallery in the exhibition. Raises Refused, and then nothing has changed."""
    bag = Bag(storage)
    told = read(bag, exchange.FILE, "gallery")
    _refuse_what_is_here(told)
    written: list[str] = []
    try:
        with transaction.atomic():
            gallery = _gallery(told, exhibition)
            items = {item["key"]: _item(item, gallery) for item in told["media"]}
            stories = {story["slug"]: _story(story, gallery, items) for story in told["stories"]}
            _rest(told, gallery, items, stories)
            _media(bag, told, written)
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        _take_back(written)
        raise Refused(f"data/{exchange.FILE} is not one of Vitrine's ({type(error).__name__}).") from error
    except BaseException:
        _take_back(written)
        raise
    inventory.take()
    return gallery


def _refuse_what_is_here(told) -> None:
    code, uuid = told.get("code"), told.get("uuid")
    if Withdrawal.objects.filter(gallery_uuid=uuid).exists() or Withdrawal.objects.filter(code=code).exists():
        raise Refused(f"{code} has withdrawn; the gallery is not taken in.")
    if GalleryPage.objects.filter(code=code).exists() or GalleryPage.objects.filter(uuid=uuid).exists():
        raise Refused(f"There is a gallery {code} already; nothing of it is overwritten.")
    here = storages["participants"]
    if there := [item["key"] for item in told["media"] if here.exists(item["key"])]:
        raise Refused(f"{there[0]} lies in the bucket already; nothing of it is overwritten.")


def _of(told, names) -> dict:
    return {
        name: date.fromisoformat(told[name]) if name in DATES and told[name] else told[name] for name in names
    }


def _length(seconds):
    return None if seconds is None else timedelta(seconds=seconds)


def _gallery(told, exhibition):
    group = told["group"] and _term(ParticipationGroup, told["group"])
    page = GalleryPage(**_of(told, GALLERY), uuid=told["uuid"], participation_group=group, live=False)
    exhibition.add_child(instance=page)
    for consent in told["consents"]:
        Consent.objects.create(gallery=page, version=consent["version"], **_of(consent, CONSENT))
    return page


def _item(told, gallery):
    item = MediaItem.objects.create(gallery=gallery, uuid=told["uuid"], **_of(told, ITEM))
    if item.key != told["key"]:
        raise ValueError(told["key"])
    _limit(told, item=item)
    return item


def _limit(told, **thing) -> None:
    if told["limit"]:
        ConsentLimit.objects.create(**thing, **_of(told["limit"], LIMIT))


def _term(model, told, key: str = "name", **more):
    """The term of that name; one that is here already stays as it is here."""
    said = {name: value for name, value in told.items() if name != key}
    return model.objects.get_or_create(**{key: told[key]}, **more, defaults=said)[0]


def _story(told, gallery, items):
    page = StoryPage(**_of(told, STORY), uuid=told["uuid"], duration=_length(told["seconds"]), live=False)
    gallery.add_child(instance=page)
    page.eras.set(_term(Era, era) for era in told["eras"])
    page.keywords.set(_term(Keyword, word) for word in told["keywords"])
    page.analysis_points.set(_point(point) for point in told["points"])
    page.placements = [
        StoryMedia(item=items[key], sort_order=order) for order, key in enumerate(told["media"])
    ]
    page.save()
    page.save_revision()
    _limit(told, story=page)
    for text in told["transcripts"]:
        said = _of(text, ("language", "date"))
        transcript = Transcript.objects.create(story=page, uuid=text["uuid"], **said)
        Cue.objects.bulk_create(Cue(transcript=transcript, **cue) for cue in text["cues"])
    return page


def _point(told):
    kind = _term(AnalysisType, told["type"])
    return _term(AnalysisPoint, {name: value for name, value in told.items() if name != "type"}, type=kind)


def _rest(told, gallery, items, stories) -> None:
    for recording in told["recordings"]:
        Recording.objects.create(
            gallery=gallery,
            duration=_length(recording["seconds"]),
            sound=items[recording["sound"]] if recording["sound"] else None,
            **_of(recording, ("date", "circumstances", "translations")),
        )
    for tie in told["connections"]:
        Connection.objects.create(
            from_story=stories[tie["from"]],
            to_story=stories[tie["to"]],
            type=_term(ConnectionType, tie["type"]),
            **_of(tie, ("reach", "description", "translations")),
        )
    for theme in told["themes"]:
        said = {name: theme[name] for name in ("title", "description", "reach", "translations")}
        row = _term(Theme, said, "title")
        for order, slug in theme["stories"]:
            ThemeStory.objects.create(theme=row, story=stories[slug], sort_order=order)
    if told["portrait"]:
        gallery.portrait = items[told["portrait"]]
        gallery.save()
    gallery.save_revision()


def _media(bag, told, written) -> None:
    for item in told["media"]:
        path = f"data/{exchange.MEDIA}{item['key']}"
        if not bag.storage.exists(path):
            continue
        with bag.open(path) as file:
            written.append(item["key"])
            save(storages["participants"], item["key"], file)


def _take_back(written) -> None:
    for key in written:
        storages["participants"].delete(key)

"""A gallery as plain data: everything that it is made of, without numbers of this database."""

from archive.models import (
    Connection,
    Consent,
    ConsentLimit,
    GalleryPage,
    MediaItem,
    StoryPage,
    Theme,
    ThemeStory,
)

CONSENT = (
    "for_exhibition",
    "for_research",
    "for_teaching",
    "for_public",
    "ends_on",
    "sealed_until",
    "given_on",
    "form_version",
    "form_language",
    "is_named",
    "note",
)
LIMIT = ("for_exhibition", "for_research", "for_teaching", "for_public", "ends_on", "sealed_until", "reason")
ITEM = ("kind", "number", "title", "alt_text", "is_decorative", "translations", "sha256", "size")
STORY = ("title", "slug", "number", "summary", "notes", "translations")
GALLERY = ("title", "slug", "code", "pseudonym", "profile", "gender", "translations")


def describe(gallery: GalleryPage, *, only: str = "") -> dict:
    """The gallery with all its stories, or with the one of the slug `only`."""
    stories = StoryPage.objects.child_of(gallery).order_by("number", "slug")
    stories = list(stories.filter(slug=only) if only else stories)
    items = MediaItem.objects.filter(gallery=gallery).order_by("kind", "number")
    if only:
        items = items.filter(placements__story__in=stories).distinct()
    group = gallery.participation_group
    return _values(gallery, GALLERY) | {
        "uuid": str(gallery.uuid),
        "group": group and _values(group, ("name", "translations")),
        "portrait": gallery.portrait.key if gallery.portrait in items else None,
        "consents": [
            _values(one, ("version", *CONSENT))
            for one in Consent.objects.filter(gallery=gallery).order_by("version")
        ],
        "recordings": [] if only else [_recording(one) for one in gallery.recordings.order_by("date", "pk")],
        "media": [_item(item) for item in items],
        "stories": [_story(story) for story in stories],
        "connections": _connections(stories),
        "themes": _themes(stories),
    }


def _values(thing, names) -> dict:
    found = {name: getattr(thing, name) for name in names}
    return {name: value if _is_plain(value) else str(value) for name, value in found.items()}


def _is_plain(value):
    return value is None or isinstance(value, bool | int | str | dict | list)


def _limit(**thing):
    limit = ConsentLimit.objects.filter(**thing).first()
    return limit and _values(limit, LIMIT)


def _item(item):
    return _values(item, ITEM) | {"uuid": str(item.uuid), "key": item.key, "limit": _limit(item=item)}


def _recording(one):
    return _values(one, ("date", "circumstances", "translations")) | {
        "seconds": one.duration.total_seconds() if one.duration else None,
        "sound": one.sound.key if one.sound else None,
    }


def _story(story):
    return _values(story, STORY) | {
        "uuid": str(story.uuid),
        "seconds": story.duration.total_seconds() if story.duration else None,
        "limit": _limit(story=story),
        "eras": [
            _values(era, ("name", "slug", "start_year", "end_year", "translations"))
            for era in story.eras.order_by("slug")
        ],
        "keywords": [_values(word, ("name", "translations")) for word in story.keywords.order_by("name")],
        "points": [
            {"type": _values(point.type, ("name", "description", "translations"))}
            | _values(point, ("name", "description", "colour", "translations"))
            for point in story.analysis_points.select_related("type").order_by("type__name", "name")
        ],
        "media": [
            place.item.key
            for place in story.placements.select_related("item__gallery").order_by("sort_order", "pk")
        ],
        "transcripts": [
            _values(text, ("language", "date"))
            | {
                "uuid": str(text.uuid),
                "cues": [
                    _values(cue, ("start", "end", "speaker", "text")) for cue in text.cues.order_by("start")
                ],
            }
            for text in story.transcripts.order_by("language")
        ],
    }


def _connections(stories):
    """Those among these stories; what leads elsewhere is not told."""
    found = Connection.objects.filter(from_story__in=stories, to_story__in=stories).select_related(
        "from_story", "to_story", "type"
    )
    rows = [
        {
            "from": tie.from_story.slug,
            "to": tie.to_story.slug,
            "type": _values(tie.type, ("name", "translations")),
        }
        | _values(tie, ("reach", "description", "translations"))
        for tie in found
    ]
    return sorted(rows, key=lambda row: (row["from"], row["to"], row["type"]["name"]))


def _themes(stories):
    rows = []
    for theme in Theme.objects.filter(stories__in=stories).distinct().order_by("title"):
        places = ThemeStory.objects.filter(theme=theme, story__in=stories).select_related("story")
        row = _values(theme, ("title", "description", "reach", "translations"))
        row["stories"] = [
            [place.sort_order, place.story.slug] for place in places.order_by("sort_order", "pk")
        ]
        rows.append(row)
    return rows

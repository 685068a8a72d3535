"""What the exhibition's pages show, always through the gate and in a fixed number of queries."""

from django.db.models import OuterRef, Prefetch, Q, Subquery

from archive import pairing
from archive.models.media import MediaItem
from archive.models.taxonomy import Connection, Theme, ThemeStory
from archive.models.transcript import Recording


def exhibition_context(page, galleries, stories, user):
    """The participants of an exhibition, and its themes as rows of stories."""
    stories = stories.descendant_of(page)
    places = ThemeStory.objects.filter(story__in=stories.values("pk"))
    themes = Theme.objects.filter(places__in=places).distinct().prefetch_related(Prefetch("places", places))
    themes = list(themes)
    cards = {
        card.pk: card
        for card in story_cards(
            stories.filter(pk__in={place.story_id for theme in themes for place in theme.places.all()})
        )
    }
    for theme in themes:
        theme.cards = [cards[place.story_id] for place in theme.places.all()]
    return {"galleries": gallery_cards(galleries), "themes": themes}


def gallery_context(page, stories, user):
    """One participant: who it is, the stories, and how they are connected."""
    cards = story_cards(stories)
    return {
        "stories": cards,
        "portrait": page.portrait,
        "recording": page.recordings.first(),
        "connections": connections(Q(from_story__in=cards) | Q(to_story__in=cards), user),
    }


def story_context(page, stories, user):
    """One story: its media by kind, its words in each language, and where it leads."""
    placements = page.placements.select_related("item__gallery").order_by("sort_order")
    items = [placement.item for placement in placements]
    siblings = stories.sibling_of(page, inclusive=True).order_by("number").with_card()
    siblings = list(siblings.annotate(recorded=recording_date()))
    here = next((place for place, story in enumerate(siblings) if story.pk == page.pk), None)
    gallery = page.get_parent().specific
    transcripts = list(page.transcripts.prefetch_related("cues"))
    return {
        "gallery": gallery,
        "recorded": siblings[here].recorded if here is not None else None,
        "photos": [item for item in items if item.kind == MediaItem.Kind.PHOTO],
        "videos": [item for item in items if item.kind == MediaItem.Kind.VIDEO],
        "voices": [item for item in items if item.kind == MediaItem.Kind.VOICE],
        "transcripts": transcripts,
        "transcript_rows": paired_cues(transcripts),
        "eras": list(page.eras.all()),
        "keywords": list(page.keywords.all()),
        "analysis_points": list(page.analysis_points.select_related("type")),
        "themes": list(page.themes.prefetch_related("chains")),
        "connected": connected_stories(page, user),
        "previous_story": siblings[here - 1] if here else None,
        "next_story": siblings[here + 1] if here is not None and here + 1 < len(siblings) else None,
    }


def recording_date():
    """When a story's participant was recorded; it costs no query of its own."""
    recordings = Recording.objects.filter(gallery__path=OuterRef("gallery_path"))
    return Subquery(recordings.order_by("date").values("date")[:1])


def paired_cues(transcripts) -> list:
    """What the languages say side by side; a single one has nothing beside it."""
    if len(transcripts) < 2:
        return []
    return pairing.side_by_side({transcript.language: transcript.cues.all() for transcript in transcripts})


def connected_stories(page, user) -> list:
    """The stories at the other ends of this one's connections, each with its `connection`."""
    found = []
    for connection in connections(Q(from_story=page) | Q(to_story=page), user):
        is_from = connection.from_story_id == page.pk
        other = connection.to_story if is_from else connection.from_story
        other.connection = connection
        found.append(other)
    return found


def connections(condition, user):
    """The connections that match, both of whose stories may be seen."""
    found = Connection.objects.filter(condition).visible_to(user)
    return found.select_related("type", "from_story", "to_story").order_by("pk")


def story_cards(stories) -> list:
    """Stories with the code of their participant and the picture that stands for each (`lead`)."""
    cards = list(stories.with_card().order_by("path"))
    leads = MediaItem.objects.select_related("gallery").in_bulk({card.lead_id for card in cards})
    for card in cards:
        card.lead = leads.get(card.lead_id)
    return cards


def gallery_cards(galleries) -> list:
    return list(galleries.select_related("portrait__gallery").order_by("path"))

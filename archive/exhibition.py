"""What the exhibition's pages show, always through the gate and in a fixed number of queries."""

from django.core.paginator import Paginator
from django.db.models import Q
from wagtail.models import Page

from archive import browsing, pairing
from archive.cards import galleries_of, gallery_cards, story_cards
from archive.models.media import MediaItem
from archive.models.taxonomy import ChainTheme, Connection, Theme, ThemeStory
from archive.veil import veil
from archive.walks import walk

#: Themes on the exhibition's own page; the room of themes has them all.
FIRST_THEMES = 12
#: Cards of stories on one page of a gallery.
PER_PAGE = 60


def exhibition_context(page, galleries, stories, request):
    """The participants of an exhibition, and its first themes as rows of stories."""
    told = browsing.told_themes(stories.descendant_of(page))
    return {
        "exhibition": page,
        "galleries": gallery_cards(galleries, request.user),
        "told": told[:FIRST_THEMES],
        "has_more_themes": len(told) > FIRST_THEMES,
    }


def gallery_context(page, stories, request):
    """One participant: who it is, the stories, how they are connected, and which stand alone.

    `page` has been through the gate, which knows whether all of it is open (`is_whole`).
    """
    if not (page.is_whole or is_preview(request)):
        veil(page)
    cards = story_cards(stories, [page])
    themes = themes_of(cards)
    ties = ties_of(cards, request.user, [page])
    joined = {story for theme in themes for story in theme.story_pks}
    joined |= {pk for tie in ties for pk in (tie.from_story_id, tie.to_story_id)}
    recording = shown_recording(page, request)
    sound = recording and recording.sound
    seen = shown([item for item in (page.portrait, sound) if item], request)
    return {
        "exhibition": page.exhibition,
        "stories": Paginator(cards, PER_PAGE).get_page(request.GET.get("page")),
        "portrait": page.portrait if page.portrait in seen else None,
        "recording": recording,
        "sound": sound if sound in seen else None,
        "themes": themes,
        "chains": chains_of(themes),
        "connections": ties,
        "single_stories": [card for card in cards if card.pk not in joined],
    }


def story_context(page, stories, request):
    """One story: its media by kind, its words in each language, and where it leads."""
    placements = page.placements.select_related("item__gallery").order_by("sort_order")
    items = shown([placement.item for placement in placements], request)
    siblings = list(stories.sibling_of(page, inclusive=True).order_by("number", "path"))
    here = next((place for place, story in enumerate(siblings) if story.pk == page.pk), None)
    transcripts = list(page.transcripts.prefetch_related("cues"))
    themes = themes_of([page])
    return {
        "exhibition": page.exhibition,
        "gallery": page.gallery,
        "place": None if here is None else here + 1,
        "sibling_count": len(siblings),
        "recording": shown_recording(page.gallery, request),
        "photos": [item for item in items if item.kind == MediaItem.Kind.PHOTO],
        "videos": [item for item in items if item.kind == MediaItem.Kind.VIDEO],
        "voices": [item for item in items if item.kind == MediaItem.Kind.VOICE],
        "transcripts": transcripts,
        "transcript_rows": paired_cues(transcripts),
        "eras": list(page.eras.all()),
        "keywords": list(page.keywords.all()),
        "analysis_points": list(page.analysis_points.select_related("type")),
        "themes": themes,
        "chains": chains_of(themes),
        "connected": connected_stories(page, request.user),
        "previous_story": siblings[here - 1] if here else None,
        "next_story": siblings[here + 1] if here is not None and here + 1 < len(siblings) else None,
        "walk": walk(page, request.GET, stories),
    }


def is_preview(request) -> bool:
    """In Wagtail's preview an editor sees what he works on, whatever the gate shows him of it."""
    return getattr(request, "is_preview", False)


def shown(items: list, request) -> list:
    """Of a page's media items those that may be seen."""
    if is_preview(request) or not items:
        return items
    seen = MediaItem.objects.visible_to(request.user).filter(pk__in=[item.pk for item in items])
    seen = set(seen.values_list("pk", flat=True))
    return [item for item in items if item.pk in seen]


def shown_recording(gallery, request):
    recordings = gallery.recordings.select_related("sound__gallery")
    return (recordings if is_preview(request) else recordings.visible_to(request.user)).first()


def paired_cues(transcripts) -> list:
    """What the languages say side by side; a single one has nothing beside it."""
    if len(transcripts) < 2:
        return []
    return pairing.side_by_side({transcript.language: transcript.cues.all() for transcript in transcripts})


def themes_of(stories) -> list[Theme]:
    """The themes in which stories that may be seen are told, in natural order, each with its `story_pks`."""
    places = ThemeStory.objects.filter(story__in=[story.pk for story in stories]).select_related("theme")
    themes: dict[int, Theme] = {}
    for place in places:
        theme = themes.setdefault(place.theme_id, place.theme)
        theme.story_pks = [*getattr(theme, "story_pks", []), place.story_id]
    return sorted(themes.values(), key=lambda theme: (theme.sort_key, theme.title))


def chains_of(themes) -> list:
    """The chains that lead through themes that may be seen, in natural order, each once."""
    places = ChainTheme.objects.filter(theme__in=[theme.pk for theme in themes]).select_related("chain")
    chains = {place.chain_id: place.chain for place in places}
    return sorted(chains.values(), key=lambda chain: (chain.sort_key, chain.title))


def ties_of(stories, user, galleries=()) -> list[Connection]:
    """The connections of stories, both of whose ends may be seen, with the stories at both ends (`one`,
    `other`). Two queries, or one if all ends are of the `galleries`.
    """
    pks = [story.pk for story in stories]
    found = Connection.objects.filter(Q(from_story__in=pks) | Q(to_story__in=pks)).visible_to(user)
    ties = list(found.select_related("type", "from_story", "to_story").order_by("pk"))
    ends = [end for tie in ties for end in (tie.from_story, tie.to_story)]
    of_path = galleries_of(ends, galleries)
    for tie in ties:
        tie.one, tie.other = tie.from_story, tie.to_story
        for end in (tie.one, tie.other):
            end.gallery = of_path[end.path[: -Page.steplen]]
    return ties


def connected_stories(page, user) -> list:
    """The stories at the other ends of this one's connections, each with its `connection`."""
    found = []
    for tie in ties_of([page], user, [page.gallery]):
        story = tie.other if tie.from_story_id == page.pk else tie.one
        story.connection = tie
        found.append(story)
    return found

"""Walks through the stories of a theme or a chain: where a story stands in one, and what is before and
after it.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from archive.models.taxonomy import Chain, ChainTheme, Theme, ThemeStory


@dataclass(frozen=True)
class Stop:
    """A story on a walk, and the query that keeps one on it."""

    story: object
    query: str


@dataclass(frozen=True)
class Walk:
    """The theme or chain that is followed; `place` counts from 1."""

    along: Theme | Chain
    room: str
    place: int
    count: int
    previous: Stop | None
    next: Stop | None


def walk(story, asked, stories) -> Walk | None:
    """The walk that a request's GET parameters (`theme`, `chain`) name, if the story is on it.

    `stories` is what the person may see: the walk leads through no other. At most three queries.
    """
    if chain := asked.get("chain"):
        return _along_chain(story, chain, asked.get("theme"), stories)
    if theme := asked.get("theme"):
        return _along_theme(story, theme, stories)
    return None


def _places(stories, **themes):
    places = ThemeStory.objects.filter(story__in=stories.values("pk"), **themes)
    return places.select_related("theme", "story").order_by("sort_order", "pk")


def _along_theme(story, slug, stories) -> Walk | None:
    places = list(_places(stories, theme__slug=slug))
    stops = [Stop(place.story, urlencode({"theme": slug})) for place in places]
    here = next((number for number, place in enumerate(places) if place.story_id == story.pk), None)
    return None if here is None else _walk(places[here].theme, "theme", stops, here)


def _along_chain(story, slug, theme_slug, stories) -> Walk | None:
    """A story that is in several themes of the chain has several places; the theme tells which is meant."""
    links = ChainTheme.objects.filter(chain__slug=slug).select_related("chain").order_by("sort_order", "pk")
    order = {link.theme_id: number for number, link in enumerate(links)}
    places = sorted(_places(stories, theme__in=list(order)), key=lambda place: order[place.theme_id])
    stops = [Stop(place.story, urlencode({"chain": slug, "theme": place.theme.slug})) for place in places]
    mine = [number for number, place in enumerate(places) if place.story_id == story.pk]
    if not mine:
        return None
    here = next((number for number in mine if places[number].theme.slug == theme_slug), mine[0])
    return _walk(links[0].chain, "chain", stops, here)


def _walk(along, room, stops, here) -> Walk:
    return Walk(
        along=along,
        room=room,
        place=here + 1,
        count=len(stops),
        previous=stops[here - 1] if here else None,
        next=stops[here + 1] if here + 1 < len(stops) else None,
    )

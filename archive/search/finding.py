"""Finds stories and galleries: the index says where words stand, the gate which pages may be seen."""

from collections import Counter
from dataclasses import dataclass, field

from archive.models import SearchPlace
from archive.search import fulltext
from archive.search.among import Among
from archive.search.query import Query

Source = SearchPlace.Source
#: Best first: all that is wanted in the title, in the description, in one transcript, or here and there.
RANKS = {Source.TITLE: 0, Source.DESCRIPTION: 1, Source.TRANSCRIPT: 2}
HERE_AND_THERE = 3


@dataclass
class Hits:
    """What the index says, of pages that may be seen or not; nothing of it is shown but through the gate."""

    pages: list[int]
    #: The places of a page in each of which all that is wanted is found.
    places: dict[int, list[SearchPlace]] = field(default_factory=dict)

    def rank(self, page: int) -> int:
        return min((RANKS[place.source] for place in self.places.get(page, [])), default=HERE_AND_THERE)


def look_up(query: Query, places: dict[int, SearchPlace], only: SearchPlace | None = None) -> Hits:
    """Two queries; for a single term one."""
    numbers = None if only is None else [only.number]
    hits: dict[int, list[SearchPlace]] = {}
    for page, number in fulltext.documents(query, numbers):
        if number in places:
            hits.setdefault(page, []).append(places[number])
    if len(query.wanted) == 1 and not query.unwanted:
        return Hits(list(hits), hits)
    return Hits(fulltext.pages(query, numbers), hits)


@dataclass(frozen=True)
class Found:
    """Stories that may be seen, best first: their keys and tree paths."""

    stories: list[tuple[int, str]]
    hits: Hits | None = None

    @property
    def keys(self) -> list[int]:
        return [pk for pk, _ in self.stories]

    def count_places(self) -> Counter[SearchPlace]:
        """How many of the stories have all that is wanted in a place; titles stand in descriptions."""
        if self.hits is None:
            return Counter()
        places = (place for pk in self.keys for place in self.hits.places.get(pk, []))
        return Counter(place for place in places if place.source != Source.TITLE)


def find_stories(stories, hits: Hits | None) -> Found:
    """Of `stories`, which come through the gate, those that the index names. One query."""
    if hits is None:
        return Found(list(stories.order_by("path").values_list("pk", "path")))
    stories = stories.filter(Among("pk", hits.pages)).order_by().values_list("pk", "path")
    return Found(sorted(stories, key=lambda story: (hits.rank(story[0]), story[1])), hits)

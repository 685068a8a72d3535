"""What a search is narrowed down to: who tells, what describes the stories, and where the words stand."""

import re
from urllib.parse import urlencode

from archive.models import SearchPlace

PARTICIPANT, PLACE = "participant", "in"
TITLES = {
    PARTICIPANT: "Participant",
    PLACE: "Found in",
    "theme": "Theme",
    "keyword": "Keyword",
    "era": "Era",
    "analysis": "Analysis",
}
#: What describes stories, and how they are filtered by it.
DESCRIBED = {
    "theme": "themes__slug",
    "keyword": "keywords__slug",
    "era": "eras__slug",
    "analysis": "analysis_points__slug",
}
SLUG = re.compile(r"[-\w]{1,100}")
#: So many can be chosen of a kind.
MOST_CHOSEN = 4


class Narrowing:
    """What somebody has chosen in the facets of a search, from an address's parameters."""

    def __init__(self, parameters, text: str):
        self.text = text
        self.chosen = {
            name: list(dict.fromkeys(filter(SLUG.fullmatch, parameters.getlist(name))))[:MOST_CHOSEN]
            for name in TITLES
        }

    def __bool__(self):
        return any(self.chosen.values())

    def place(self, places) -> SearchPlace | None:
        """In which place alone all shall be found."""
        names = {place.name: place for place in places}
        return next((names[name] for name in self.chosen[PLACE] if name in names), None)

    def narrow(self, stories, exhibition):
        """The stories that all that is chosen describes. What is not there, or hidden, leaves none."""
        for slug in self.chosen[PARTICIPANT]:
            stories = stories.filter(url_path__startswith=f"{exhibition.url_path}{slug}/")
        for name, way in DESCRIBED.items():
            for slug in self.chosen[name]:
                stories = stories.filter(**{way: slug})
        return stories

    def address(self, *, add: tuple[str, str] | None = None, without: tuple[str, str] | None = None) -> str:
        """The address of the same search, on its first page, with one choice more or less."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        pairs = [pair for pair in pairs if pair != without] + ([add] if add else [])
        return f"?{urlencode(pairs)}"

"""The facets of a search: what describes the stories found, and how many of them each would leave."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import CharField, Count, F, Value
from wagtail.models import Page

from archive.languages import Said, language_name, said
from archive.models import AnalysisPoint, Era, Keyword, SearchPlace, Theme
from archive.search.among import Among
from archive.search.finding import Found, Source
from archive.search.labels import TIES, in_languages, said_in
from archive.search.narrowing import PARTICIPANT, PLACE, TITLES, Narrowing

#: What stories are described with, its name, and a number that it is ordered by before that.
MODELS = {
    "theme": (Theme, "title", Value(0)),
    "keyword": (Keyword, "name", Value(0)),
    "era": (Era, "name", F("start_year")),
    "analysis": (AnalysisPoint, "name", Value(0)),
}
#: So many values are offered, and so many of those at first sight.
MOST, AT_FIRST = 40, 6


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and how many of the stories found it would leave."""

    value: str
    said: Said
    count: int
    colour: str = ""
    year: int = 0
    address: str = ""


@dataclass(frozen=True)
class Facet:
    title: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        return self.choices[:AT_FIRST]

    @property
    def more(self) -> list[Choice]:
        return self.choices[AT_FIRST:MOST]


@dataclass(frozen=True)
class Chosen:
    """What the search is narrowed down to, and the address that takes it back."""

    title: str
    said: Said
    address: str


def offer(choices: dict[str, list[Choice]], narrowing: Narrowing) -> list[Facet]:
    """What has not been chosen yet."""
    facets = []
    for name, title in TITLES.items():
        chosen = narrowing.chosen[name]
        open_to_choice = [] if chosen and name in (PARTICIPANT, PLACE) else choices[name]
        offered = [
            replace(choice, address=narrowing.address(add=(name, choice.value)))
            for choice in open_to_choice
            if choice.value not in chosen
        ]
        facets.append(Facet(title, offered))
    return [facet for facet in facets if facet.choices]


def chosen(choices: dict[str, list[Choice]], narrowing: Narrowing) -> list[Chosen]:
    """What has been chosen, by its name if it describes anything found, else as it was asked for."""
    found = []
    for name, values in narrowing.chosen.items():
        names = {choice.value: choice.said for choice in choices[name]}
        found += [
            Chosen(
                TITLES[name], names.get(value, Said(value, "en")), narrowing.address(without=(name, value))
            )
            for value in values
        ]
    return found


def count_participants(found: Found) -> Counter[str]:
    """How many of the stories each participant tells, by the gallery's tree path."""
    return Counter(path[: -Page.steplen] for _, path in found.stories)


def choices_among(found: Found, galleries: list, language: str) -> dict[str, list[Choice]]:
    """What describes the stories found. They have been through the gate: so has all that describes them.

    Two queries. `galleries` are, among others, those of the stories.
    """
    choices = _described(_count_descriptions(found.keys), language)
    told = count_participants(found)
    choices[PARTICIPANT] = [
        Choice(gallery.slug, said(gallery, "title", language), told[gallery.path])
        for gallery in galleries
        if gallery.path in told
    ]
    choices[PLACE] = [
        Choice(place.name, place_title(place), count) for place, count in found.count_places().items()
    ]
    return {name: sorted(choices.get(name, []), key=_order) for name in TITLES}


def _order(choice: Choice) -> tuple:
    return choice.year, -choice.count, choice.said.text.casefold()


def _count_descriptions(stories: list[int]) -> dict[tuple[str, int], int]:
    counted = []
    for name, (model, _, _) in MODELS.items():
        ties, story, *_ = TIES[name]
        column = f"{model._meta.model_name}_id"
        rows = (
            ties.objects.filter(Among(story, stories)).order_by().values(column).annotate(count=Count("pk"))
        )
        counted.append(rows.values_list(Value(name, output_field=CharField()), column, "count"))
    return {(name, pk): count for name, pk, count in counted[0].union(*counted[1:], all=True)}


def _described(counts: dict[tuple[str, int], int], language: str) -> dict[str, list[Choice]]:
    rows = []
    for name, (model, title, year) in MODELS.items():
        colour = F("colour") if model is AnalysisPoint else Value("", output_field=CharField())
        pks = [pk for kind, pk in counts if kind == name]
        named = model.objects.filter(Among("pk", pks)).order_by()
        kind = Value(name, output_field=CharField())
        columns = (kind, F("pk"), F("slug"), F(title), F("translations"), colour)
        rows.append(named.annotate(year=year).values_list(*columns, "year"))
    choices: dict[str, list[Choice]] = {}
    for kind, pk, slug, title, translations, colour, year in rows[0].union(*rows[1:], all=True):
        words = said_in(in_languages(title, translations), language)
        choices.setdefault(kind, []).append(Choice(slug, words, counts[kind, pk], colour, year))
    return choices


def place_title(place: SearchPlace) -> Said:
    name = "Transcript" if place.source == Source.TRANSCRIPT else "Title or description"
    return Said(f"{name}, {language_name(place.language)}", "en")

"""The timeline of an exhibition: its eras to scale, with the stories of each that a person may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Paginator

from archive.browsing import cards_of
from archive.models.pages import StoryPage
from archive.models.taxonomy import Era, Keyword
from archive.telling import Addresses, participants_of, stories_of, teller_path

#: Of each era: stories with a picture, and those that stand folded below them.
CARDS, FOLDED = 8, 60
#: Stories on one page of an era that has more.
PER_PAGE = 100
#: The width of the scale, in its own units.
WIDTH = 1000
#: Years between two marks of the scale; there are at most so many marks.
STEPS, MOST_MARKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000), 7


@dataclass(frozen=True)
class Told:
    """A story as a line: what it is called, where it is, who tells it."""

    story: object
    url: str
    participant: object


@dataclass
class Section:
    """An era, or none, with its stories."""

    era: Era | None
    told: list[Told] = field(default_factory=list)
    cards: list = field(default_factory=list)

    @property
    def name(self) -> str:
        """In addresses; no slug has a dot."""
        return self.era.slug if self.era else "without.era"

    @property
    def count(self) -> int:
        return len(self.told)

    @property
    def folded(self) -> list[Told]:
        return self.told[CARDS : CARDS + FOLDED]

    @property
    def has_more(self) -> bool:
        return self.count > CARDS + FOLDED


@dataclass(frozen=True)
class Timeline:
    sections: list[Section]
    participants: list
    keywords: list[Keyword]
    count: int


@dataclass(frozen=True)
class Asked:
    """What somebody chose to see: one participant's code, one keyword's slug, one era's."""

    participant: str = ""
    keyword: str = ""
    era: str = ""

    @classmethod
    def from_query(cls, query) -> "Asked":
        return cls(query.get("participant", ""), query.get("keyword", ""), query.get("era", ""))


def read(exhibition, request, language: str, asked: Asked) -> Timeline:
    """Nine queries, whatever the size. What means nothing here, or to this person, matches nothing."""
    participants = participants_of(exhibition, request.user, language)
    rows = stories_of(exhibition, request.user, participants)
    keywords, described = rows_of(exhibition, "keywords", Keyword, rows)
    eras, dated = rows_of(exhibition, "eras", Era, rows)
    wanted = {keyword.pk for keyword in keywords if keyword.slug == asked.keyword}
    address = Addresses(exhibition, request)
    told = {
        row.pk: Told(row, address(row), participants[teller_path(row)])
        for row in rows
        if asked.participant in ("", participants[teller_path(row)].code.lower())
        and (not asked.keyword or wanted & described.get(row.pk, set()))
    }
    sections = sections_of(told, eras, dated)
    if asked.era:
        sections = [section for section in sections if section.name == asked.era]
    with_cards(sections)
    tell = {teller_path(row) for row in rows}
    tellers = [row for path, row in participants.items() if path in tell]
    return Timeline(sections, tellers, keywords, len(told))


def rows_of(exhibition, relation: str, model, stories: Iterable) -> tuple[list, dict[int, set[int]]]:
    """The eras or keywords that describe one of the stories, and by story which. Two queries."""
    here = {row.pk for row in stories}
    through = getattr(StoryPage, relation).through.objects
    pairs = through.filter(storypage__path__startswith=exhibition.path)
    of_story: dict[int, set[int]] = {}
    for story, described_by in pairs.values_list("storypage", model._meta.model_name):
        if story in here:
            of_story.setdefault(story, set()).add(described_by)
    used = set().union(*of_story.values())
    return [row for row in model.objects.all() if row.pk in used], of_story


def sections_of(told: dict[int, Told], eras: list[Era], dated: dict[int, set[int]]) -> list[Section]:
    """A section for each era that has a story, in the eras' order, and one for the stories without."""
    sections = {era.pk: Section(era) for era in eras}
    without = Section(None)
    for story, line in told.items():
        for section in [sections[era] for era in dated.get(story, ())] or [without]:
            section.told.append(line)
    return [section for section in [*sections.values(), without] if section.told]


def with_cards(sections: list[Section]) -> None:
    """Adds the pictures of the first stories of each section. Three queries for all."""
    first = {line.story.pk for section in sections for line in section.told[:CARDS]}
    cards = {card.pk: card for card in cards_of(StoryPage.objects, first)}
    for section in sections:
        section.cards = [cards[line.story.pk] for line in section.told[:CARDS]]


def page_of(section: Section, number):
    return Paginator(section.told, PER_PAGE).get_page(number)


@dataclass(frozen=True)
class Scale:
    """The years from the first era's beginning to the last one's end, on a line of `WIDTH` units."""

    first: int
    last: int

    @classmethod
    def of(cls, eras: Iterable[Era]) -> "Scale | None":
        eras = list(eras)
        if not eras:
            return None
        return cls(min(era.start_year for era in eras), max(era.end_year for era in eras) + 1)

    def at(self, year: int) -> float:
        return round((year - self.first) * WIDTH / (self.last - self.first), 1)

    def band(self, era: Era) -> tuple[float, float]:
        """Where the era begins and how wide it is; its last year belongs to it."""
        begin = self.at(era.start_year)
        return begin, round(self.at(era.end_year + 1) - begin, 1)

    def marks(self) -> list[tuple[int, float]]:
        """Round years and where they are."""
        years = self.last - self.first
        step = next((step for step in STEPS if years / step < MOST_MARKS), years)
        first = -(-self.first // step) * step
        return [(year, self.at(year)) for year in range(first, self.last + 1, step)]

"""What is told of a story or a gallery, before any standard has its words for it."""

from dataclasses import dataclass, field

from django.utils.duration import duration_iso_string

from archive.metadata import addresses
from archive.metadata.sources import Gallery, Story
from archive.metadata.terms import CONDITIONS, KINDS
from archive.metadata.words import Words, plain, said_of, said_of_all


@dataclass(frozen=True)
class Thing:
    """Something or somebody with a name; the types and facts are called as schema.org calls them."""

    types: tuple[str, ...]
    name: Words
    identifier: str = ""
    text: Words = field(default_factory=dict)
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Description:
    """Its fields are the names of archive.metadata.terms.TERMS."""

    schema_type: str
    identifier: Words
    address: Words
    title: Words
    summary: Words
    text: Words
    participant: list[Thing]
    types: Words
    part_of: list[Thing]
    recorded: Words
    conditions: Words = field(default_factory=lambda: CONDITIONS)
    eras: Words = field(default_factory=dict)
    years: Words = field(default_factory=dict)
    keywords: Words = field(default_factory=dict)
    length: Words = field(default_factory=dict)
    languages: Words = field(default_factory=dict)
    formats: Words = field(default_factory=dict)
    parts: list[Thing] = field(default_factory=list)
    media: list[Thing] = field(default_factory=list)


def of_story(story: Story) -> Description:
    page = story.page
    items = [item for item in story.items if not item.is_missing]
    kinds = [KINDS[item.kind] for item in items]
    types = [kind.dublin_core for kind in kinds] + ["Text"] * bool(story.transcripts)
    return Description(
        schema_type="CreativeWork",
        identifier=plain(page.uuid.urn),
        address=plain(addresses.page(page)),
        title=said_of(page, "title"),
        summary=said_of(page, "summary"),
        text=said_of(page, "notes"),
        participant=[participant(story.gallery)],
        types=plain(*dict.fromkeys(types)),
        part_of=[Thing(("Collection",), said_of(story.gallery, "title"), story.gallery.uuid.urn)],
        recorded=plain(day(story.recorded)),
        eras=said_of_all(page.eras.all(), "name"),
        years=plain(*(f"{era.start_year}/{era.end_year}" for era in page.eras.all())),
        keywords=said_of_all(page.keywords.all(), "name"),
        length=plain(duration_iso_string(page.duration) if page.duration else ""),
        languages=plain(*(transcript.language for transcript in story.transcripts)),
        formats=plain(*dict.fromkeys(kind.format for kind in kinds)),
        media=[medium(item) for item in items],
    )


def of_gallery(gallery: Gallery) -> Description:
    page = gallery.page
    return Description(
        schema_type="Collection",
        identifier=plain(page.uuid.urn),
        address=plain(addresses.page(page)),
        title=said_of(page, "title"),
        summary={},
        text=said_of(page, "profile"),
        participant=[participant(page)],
        types=plain("Collection"),
        part_of=[
            Thing(("Collection",), said_of(gallery.exhibition, "title"), addresses.page(gallery.exhibition))
        ],
        recorded=plain(day(gallery.recorded)),
        parts=[
            Thing(("CreativeWork",), said_of(story, "title"), story.uuid.urn) for story in gallery.stories
        ],
    )


def participant(gallery) -> Thing:
    """By pseudonym and by nothing else; who has none goes by the code."""
    return Thing(("Person",), said_of(gallery, "pseudonym") or plain(gallery.code))


def day(moment) -> str:
    return moment.isoformat() if moment else ""


def medium(item) -> Thing:
    """A file and what is known of it, but no link to it: none would last as long as what is told here."""
    kind = KINDS[item.kind]
    facts = {
        "encodingFormat": kind.format,
        "contentSize": f"{item.size} B" if item.size else None,
        "sha256": item.sha256,
        "width": pixels(item.width),
        "height": pixels(item.height),
        "duration": duration_iso_string(item.duration) if item.duration else None,
    }
    return Thing(
        kind.schema_org,
        said_of(item, "title"),
        item.uuid.urn,
        {} if item.is_decorative else said_of(item, "alt_text"),
        {name: value for name, value in facts.items() if value},
    )


def pixels(length: int | None) -> dict | None:
    return {"@type": "QuantitativeValue", "value": length, "unitCode": "E37"} if length else None

"""A story with one of everything that a manifest can hold, and how to ask for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from archive.models import Era, Keyword, MediaItem, Recording, StoryPage, Transcript
from tests.factories import (
    CueFactory,
    GalleryPageFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
)


@dataclass(frozen=True)
class Told:
    story: StoryPage
    photo: MediaItem
    video: MediaItem
    voice: MediaItem
    english: Transcript
    hungarian: Transcript


def place(story, gallery, **fields) -> MediaItem:
    """A media item as the last of a story."""
    item = MediaItemFactory(gallery=gallery, **fields)
    return StoryMediaFactory(story=story, item=item, sort_order=story.placements.count()).item


def tell(exhibition) -> Told:
    """The exhibition's first story, told by a video, a photograph and a voice, in two languages."""
    story, gallery = exhibition.story, exhibition.gallery
    gallery.pseudonym, gallery.profile = "Erzsi", "A bookkeeper."
    gallery.save()
    Recording.objects.create(gallery=gallery, date=date(2018, 5, 14))
    story.summary, story.duration = "Twelve frames.", timedelta(minutes=4)
    story.translations = {"hu": {"title": "A költözés előtti nap"}}
    sixties = Era.objects.create(name="Sixties", slug="sixties", start_year=1960, end_year=1969)
    home = Keyword.objects.create(name="home", translations={"hu": {"name": "otthon"}})
    father = Keyword.objects.create(name="father", translations={"hu": {"name": "apa"}})
    story.eras.add(sixties)
    story.keywords.add(home, father)
    story.save()
    video = place(
        story, gallery, kind="video", number=1, title="The stairs", duration=timedelta(seconds=12.5)
    )
    photo = place(
        story, gallery, number=1, title="The chair", alt_text="A chair.", width=600, height=900, size=5
    )
    voice = place(
        story, gallery, kind="voice", number=1, title="Her voice", duration=timedelta(seconds=24), width=None
    )
    english, hungarian = [TranscriptFactory(story=story, language=language) for language in ("en", "hu")]
    CueFactory(transcript=english)
    return Told(story, photo, video, voice, english, hungarian)


def fill(exhibition, size: int) -> None:
    """A story with that many photographs more, beside that many more stories and galleries."""
    tell(exhibition)
    for number in range(2, 2 + size):
        place(exhibition.story, exhibition.gallery, number=number)
        exhibition.story.keywords.add(Keyword.objects.create(name=f"keyword {number}"))
        sibling = StoryPageFactory(parent=exhibition.gallery, number=10 + number)
        place(sibling, exhibition.gallery, number=100 + number)
        gallery = GalleryPageFactory(parent=exhibition.page, code="Q" + chr(64 + number))
        gallery.portrait = MediaItemFactory(gallery=gallery)
        gallery.save()
    exhibition.story.save()


def addresses(exhibition) -> dict[str, str]:
    """What can be asked of the exhibition's first story and gallery, by name."""
    story, gallery = f"/iiif/story/{exhibition.story.uuid}", f"/iiif/gallery/{exhibition.gallery.uuid}"
    return {
        "story": f"{story}/manifest.json",
        "gallery": f"{gallery}/manifest.json",
        "exhibition": f"/iiif/exhibition/{exhibition.page.slug}/collection.json",
        "story as JSON-LD": f"{story}/metadata.jsonld",
        "gallery as JSON-LD": f"{gallery}/metadata.jsonld",
        "story as Dublin Core": f"{story}/dc.xml",
        "gallery as Dublin Core": f"{gallery}/dc.xml",
    }

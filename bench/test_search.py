"""What a search costs among many stories with transcripts in two languages."""

import random
from itertools import accumulate
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page

from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Cue,
    Era,
    Keyword,
    MediaItem,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
)
from archive.search.index import index_everything
from bench.measuring import cpu_ms, queries_of, row
from tests.factories import ExhibitionPageFactory, GalleryPageFactory, UserFactory, grant

STORIES_OF_A_GALLERY = 500
CUES = 30
SYLLABLES = [a + b for a in "bdfghjklmnprstvz" for b in ("a", "á", "e", "é", "i", "o", "ö", "u", "ü")]
QUERIES = {
    "a rare word": "q=ritka",
    "a word of every fortieth story": "q=ablak",
    "a word of every story": "q=haz",
    "four words of every story": "q=haz+volt+nem+apam",
    "a rare phrase": "q=%22ritka+lampa%22",
    "a phrase of common words": "q=%22volt+nem%22",
    "a keyword, an era, no word": "keyword=keyword-1&era=era-1",
    "a word, a keyword": "q=ablak&keyword=keyword-1",
}


class Words:
    """Text of words that are as unequally frequent as in a language; always the same."""

    def __init__(self):
        self.random = random.Random(3)  # noqa: S311  no secret
        self.words = ["ház", "volt", "nem", "apám"]
        while len(self.words) < 20_000:
            self.words.append("".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))))
        self.weights = list(accumulate(1 / place for place in range(4, len(self.words) + 4)))

    def text(self, number: int, *extra: str) -> str:
        return " ".join([*self.random.choices(self.words, cum_weights=self.weights, k=number), *extra])


def write_pages(galleries, count: int, words: Words) -> list[StoryPage]:
    """Stories below galleries, a table at a time: Wagtail's own way asks ten queries for each."""
    kind = ContentType.objects.get_for_model(StoryPage)
    pages, stories = [], []
    for place in range(count):
        gallery = galleries[place // STORIES_OF_A_GALLERY]
        number = place % STORIES_OF_A_GALLERY + 1
        slug = f"{gallery.slug}{number:03d}"
        pages.append(
            Page(
                path=gallery.path + Page._int2str(number).rjust(4, "0"),
                depth=gallery.depth + 1,
                title=words.text(4),
                slug=slug,
                url_path=f"{gallery.url_path}{slug}/",
                content_type=kind,
                live=True,
                locale=gallery.locale,
                translation_key=uuid4(),
            )
        )
    for page in pages:
        page.draft_title = page.title
    Page.objects.bulk_create(pages, batch_size=500)
    for page in Page.objects.filter(content_type=kind).order_by("path"):
        story = StoryPage(
            page_ptr_id=page.pk, number=int(page.slug[-3:]), summary=words.text(12), notes=words.text(40)
        )
        story.__dict__.update({name: value for name, value in page.__dict__.items() if name != "_state"})
        story.save_base(raw=True, force_insert=True)
        stories.append(story)
    return stories


def describe(stories, galleries, words: Words) -> None:
    keywords = [Keyword.objects.create(name=f"Keyword {number}") for number in range(40)]
    eras = [
        Era.objects.create(
            name=f"Era {number}", slug=f"era-{number}", start_year=1900 + number, end_year=1999
        )
        for number in range(6)
    ]
    kind = AnalysisType.objects.create(name="Place")
    points = [AnalysisPoint.objects.create(type=kind, name=f"Point {number}") for number in range(12)]
    themes = [Theme.objects.create(title=f"Theme {number}", reach="inter") for number in range(50)]
    ties = {"keywords": (keywords, 3), "eras": (eras, 1), "analysis_points": (points, 2)}
    for name, (things, each) in ties.items():
        through = StoryPage._meta.get_field(name).remote_field.through
        column = f"{things[0]._meta.model_name}_id"
        through.objects.bulk_create(
            [
                through(**{"storypage_id": story.pk, column: thing.pk})
                for story in stories
                for thing in words.random.sample(things, each)
            ],
            batch_size=5000,
        )
    ThemeStory.objects.bulk_create(
        [ThemeStory(theme=words.random.choice(themes), story=story) for story in stories[::2]],
        batch_size=5000,
    )
    items = [
        MediaItem(
            gallery=galleries[place // STORIES_OF_A_GALLERY],
            kind="photo",
            number=place % STORIES_OF_A_GALLERY + 1,
            title=words.text(3),
            is_missing=False,
            width=1200,
            height=800,
        )
        for place in range(len(stories))
    ]
    items = MediaItem.objects.bulk_create(items, batch_size=2000)
    StoryMedia.objects.bulk_create(
        [StoryMedia(story=story, item=item) for story, item in zip(stories, items, strict=True)],
        batch_size=5000,
    )


def tell(stories, words: Words) -> None:
    for language in ("en", "hu"):
        transcripts = Transcript.objects.bulk_create(
            [Transcript(story=story, language=language) for story in stories], batch_size=2000
        )
        for start in range(0, len(transcripts), 500):
            Cue.objects.bulk_create(
                [
                    Cue(transcript=transcript, start=cue * 4000, end=cue * 4000 + 3900, text=said)
                    for place, transcript in enumerate(transcripts[start : start + 500], start=start)
                    for cue, said in enumerate(cues(place, words))
                ],
                batch_size=2000,
            )


def cues(place: int, words: Words):
    for cue in range(CUES):
        rare = ["ritka", "lámpa"] if place % 2000 == 7 and cue == 5 else []
        yield words.text(11, *rare, *(["ablak"] if place % 40 == 3 and cue == 9 else []))


@pytest.fixture
def searcher(db, request):
    """The browser of somebody who was granted an exhibition of so many stories."""
    words, count = Words(), request.param
    exhibition = ExhibitionPageFactory(title="Exhibition", slug="exhibition")
    galleries = [GalleryPageFactory(parent=exhibition) for _ in range(-(-count // STORIES_OF_A_GALLERY))]
    stories = write_pages(galleries, count, words)
    describe(stories, galleries, words)
    tell(stories, words)
    pages = []
    row(
        f"{count} stories: the whole index",
        "",
        f"{cpu_ms(lambda: pages.append(index_everything()), times=1):,.0f} ms",
    )
    person = UserFactory()
    grant(person, exhibition)
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize("searcher", [2_000, 20_000], indirect=True, ids=str)
def test_search(searcher, request):
    count = request.node.callspec.id
    for name, asked in QUERIES.items():

        def visit(asked=asked):
            answer = searcher.get(f"/exhibition/search/?{asked}")
            assert answer.status_code == 200
            return answer

        found = visit().context["count"]
        row(f"{count}: {name} ({found})", f"{queries_of(visit)} queries", f"{cpu_ms(visit, times=10):.1f} ms")

    def suggest():
        assert searcher.get("/exhibition/search/suggest/?q=ha").status_code == 200

    row(f"{count}: suggestions", f"{queries_of(suggest)} queries", f"{cpu_ms(suggest, times=10):.1f} ms")

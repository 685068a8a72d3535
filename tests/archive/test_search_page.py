"""Searching as a viewer does: what is found, in which order, how it is shown and narrowed down."""

from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import AnalysisPoint, AnalysisType, Era, Keyword, ParticipationGroup, Theme
from archive.search.index import index_everything
from tests.factories import (
    CueFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
ROOM = "/exhibition/search/"


@pytest.fixture
def browser(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return sign_in(viewer)


def ask(browser, q="", **parameters):
    index_everything()
    return browser.get(f"{ROOM}?{urlencode({'q': q} | parameters, doseq=True)}")


def titles(answer) -> list[str]:
    """Of the stories found, without their marks."""
    return [str(result.page.title) for result in answer.context["stories"]]


def passages(answer, place=0) -> list[tuple]:
    return [(one.kind, one.language, one.marked) for one in answer.context["stories"][place].passages]


def tell(story, language, *cues, gap=1000):
    transcript = TranscriptFactory(story=story, language=language)
    for place, text in enumerate(cues):
        CueFactory(transcript=transcript, start=place * 2500, end=place * 2500 + gap, text=text)


def test_a_search_without_words_shows_how_to_search(browser):
    for q in ("", "  ", '"-*"', "\x00"):
        answer = ask(browser, q)
        content = answer.content.decode()
        assert (answer.status_code, "stories" in answer.context) == (200, False)
        assert "How to search" in content
        assert "No story" not in content


def test_a_search_that_finds_nothing_says_so(browser):
    content = ask(browser, "nothing of the kind").content.decode()

    assert "No story" in content
    assert "Nothing that is open to you has all of this in it." in content
    assert "How to search" not in content


def test_the_best_is_shown_first(exhibition, browser):
    other, gallery = exhibition.other_story, exhibition.gallery
    tell(exhibition.story, "en", "A lamp.")
    exhibition.sibling.summary = "Lamps"
    exhibition.sibling.save()
    title = StoryPageFactory(parent=gallery, number=3, title="The lámpa")
    other.summary = "Lamp"
    other.save()

    assert titles(ask(browser, "lamp")) == [
        title.title,
        "Canary sibling",
        "Canary other story",
        "Canary story",
    ]


def test_all_words_have_to_be_in_one_story_in_whichever_place_and_language(exhibition, browser):
    tell(exhibition.story, "hu", "Egy lámpa.")
    exhibition.story.summary = "By the window"
    exhibition.story.save()
    tell(exhibition.sibling, "hu", "Egy lámpa.")

    assert titles(ask(browser, "lampa window")) == ["Canary story"]
    assert titles(ask(browser, "lampa -window")) == ["Canary sibling"]


def test_a_passage_of_a_transcript_leads_to_its_second_with_the_words(exhibition, browser):
    tell(exhibition.story, "hu", "Hideg volt.", "Fényképek a fiókban.", "Senki.")

    answer = ask(browser, "fenykep")
    (passage,) = answer.context["stories"][0].passages

    assert (passage.clock, passage.marked) == ("0:02", "<mark>Fényképek</mark> a fiókban.")
    address = urlsplit(passage.address)
    assert address.path == exhibition.story.get_url()
    assert parse_qs(address.query) == {"q": ["fenykep"], "t": ["2.5"], "lang": ["hu"]}
    assert f'href="{passage.address.replace("&", "&amp;")}"' in answer.content.decode()


def test_a_phrase_that_two_cues_share_stands_where_it_begins(exhibition, browser):
    tell(exhibition.story, "en", "Nobody came.", "It was the day", "before. We moved.")

    (passage,) = ask(browser, '"day before we"').context["stories"][0].passages

    assert passage.start == 2500
    assert passage.marked == "It was the <mark>day before. We</mark> moved."


def test_of_several_players_the_passage_names_the_voice(exhibition, browser):
    for kind, number in (("video", 3), ("voice", 4)):
        item = MediaItemFactory(gallery=exhibition.gallery, kind=kind, number=number)
        StoryMediaFactory(story=exhibition.story, item=item)
    tell(exhibition.story, "en", "A lamp.")

    (passage,) = ask(browser, "lamp").context["stories"][0].passages

    assert passage.address.endswith("?q=lamp&t=0&lang=en#voice-4")


def test_passages_say_where_the_words_are(exhibition, browser):
    story = exhibition.story
    story.notes = "Nothing here. " * 30 + "A lámpa & a lamp. " + "Nothing there. " * 30
    story.translations = {"hu": {"summary": "Lámpa"}}
    story.save()
    Keyword.objects.create(name="Lamps").stories.add(story)
    tell(story, "en", "The lamp!")

    found = passages(ask(browser, "lamp"))

    assert [(kind, language) for kind, language, _ in found] == [
        ("Summary", "hu"),
        ("Notes", "en"),
        ("Transcript", "en"),
    ]
    assert "… Nothing" in found[1][2]
    assert "A <mark>lámpa</mark> &amp; a <mark>lamp</mark>." in found[1][2]


@pytest.mark.parametrize(
    ("asked", "kinds"), [("lampsign", {"Keyword"}), ("chairpoint", {"Analysis"}), ("oldera", {"Era"})]
)
def test_a_description_is_a_passage(exhibition, browser, asked, kinds):
    describe(exhibition.story)

    assert {kind for kind, _, _ in passages(ask(browser, asked))} == kinds


def describe(story):
    keyword = Keyword.objects.create(name="lampsign")
    kind = AnalysisType.objects.create(name="Place")
    point = AnalysisPoint.objects.create(type=kind, name="chairpoint", colour="#123456")
    era = Era.objects.create(name="oldera", slug="old", start_year=1900, end_year=1910)
    theme = Theme.objects.create(title="windowtheme", reach="intra")
    theme.stories.add(story)
    story.keywords.add(keyword)
    story.analysis_points.add(point)
    story.eras.add(era)
    story.save()


def test_everything_is_escaped(exhibition, browser):
    script = "<script>alert('lamp')</script>"
    exhibition.story.title = exhibition.story.summary = script
    exhibition.story.save()
    exhibition.gallery.title = f"{script} lamp"
    exhibition.gallery.save()
    Keyword.objects.create(name=script).stories.add(exhibition.story)
    tell(exhibition.story, "en", script)

    content = ask(browser, "script alert lamp").content.decode()

    assert "<script>alert" not in content
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(&#x27;<mark>lamp</mark>&#x27;)" in content


@pytest.mark.parametrize(
    "asked",
    [
        "\x00",
        "\ud800",
        '"',
        "NEAR(",
        "a AND",
        "*",
        "' OR 1=1 --",
        "%",
        "%s",
        "{",
        "x" * 10_000,
        "🙂 a",
        "(" * 300,
    ],
)
@pytest.mark.parametrize("name", ["q", "keyword", "participant", "in", "page"])
def test_a_hostile_address_is_answered(exhibition, browser, asked, name):
    parameters = {"q": "canary", name: asked.encode("utf-8", "surrogatepass")}

    for room in (ROOM, f"{ROOM}suggest/"):
        assert browser.get(f"{room}?{urlencode(parameters)}").status_code == 200


def test_what_is_cut_is_said(browser):
    assert "Only the first 12 words" in ask(browser, "x" * 201).content.decode()
    assert "Only the first 12 words" not in ask(browser, "x" * 200).content.decode()


def lamps(exhibition, count, **fields) -> list:
    slugs = (f"lamp-{uuid4()}" for _ in range(count))
    return [StoryPageFactory(parent=exhibition.gallery, title="Lamp", slug=slug, **fields) for slug in slugs]


def test_twenty_stories_are_on_a_page(exhibition, browser):
    lamps(exhibition, 21)

    first, second = ask(browser, "lamp"), ask(browser, "lamp", page=2)

    assert (first.context["count"], len(first.context["stories"]), len(second.context["stories"])) == (
        21,
        20,
        1,
    )
    assert 'href="?q=lamp&amp;page=2"' in first.content.decode()
    assert ask(browser, "lamp", page=99).context["stories"].number == 2


def facets(answer) -> dict[str, dict[str, int]]:
    return {
        facet.title: {choice.said.text: choice.count for choice in facet.choices}
        for facet in answer.context["facets"]
    }


def test_facets_count_the_stories_they_would_leave(exhibition, browser):
    describe(exhibition.story)
    Keyword.objects.get().stories.add(exhibition.other_story)
    tell(exhibition.sibling, "hu", "A canary.")

    answer = ask(browser, "canary")

    assert answer.context["count"] == 3
    assert facets(answer) == {
        "Participant": {"Canary gallery": 2, "Canary other gallery": 1},
        "Found in": {"Title or description, English": 3, "Transcript, Magyar": 1},
        "Theme": {"windowtheme": 1},
        "Keyword": {"lampsign": 2},
        "Era": {"oldera": 1},
        "Analysis": {"chairpoint": 1},
    }


def test_every_facet_leaves_as_many_stories_as_it_says(exhibition, browser):
    describe(exhibition.story)
    Keyword.objects.get().stories.add(exhibition.other_story)
    tell(exhibition.sibling, "hu", "A canary.")
    answer = ask(browser, "canary")

    for facet in answer.context["facets"]:
        for choice in facet.choices:
            left = browser.get(ROOM + choice.address)
            assert left.context["count"] == choice.count
            assert [chosen.said.text for chosen in left.context["chosen"]] == [choice.said.text]
            assert browser.get(ROOM + left.context["chosen"][0].address).context["count"] == 3


def test_facets_are_combined(exhibition, browser):
    describe(exhibition.story)
    Keyword.objects.get().stories.add(exhibition.other_story)

    assert titles(ask(browser, "canary", keyword="lampsign", participant="zz")) == ["Canary other story"]
    assert titles(ask(browser, "canary", keyword="lampsign", era="old", analysis="chairpoint")) == [
        "Canary story"
    ]
    assert titles(ask(browser, "canary", keyword="lampsign", theme="windowtheme")) == ["Canary story"]


def test_facets_need_no_words(exhibition, browser):
    describe(exhibition.story)

    answer = ask(browser, keyword="lampsign")

    assert titles(answer) == ["Canary story"]
    assert passages(answer) == []


@pytest.mark.parametrize("name", ["participant", "keyword", "theme", "era", "analysis"])
def test_what_is_not_there_leaves_nothing(browser, name):
    answer = ask(browser, "canary", **{name: "no-such-thing"})

    assert answer.context["count"] == 0
    assert "no-such-thing" in answer.content.decode()


def test_words_are_looked_for_in_one_place_alone(exhibition, browser):
    exhibition.story.summary = "nap"
    exhibition.story.save()
    tell(exhibition.sibling, "hu", "A nap.")
    tell(exhibition.other_story, "en", "A nap.")

    assert titles(ask(browser, "nap", **{"in": "transcript-hu"})) == ["Canary sibling"]
    assert titles(ask(browser, "nap", **{"in": "description-en"})) == ["Canary story"]
    assert len(titles(ask(browser, "nap", **{"in": "transcript-xx"}))) == 3


def test_galleries_are_found_by_name_and_profile(exhibition, browser):
    group = ParticipationGroup.objects.create(name="Vándor")
    gallery = exhibition.gallery
    gallery.profile, gallery.participation_group = "She kept a lámpa.", group
    gallery.save()

    for asked, shown in [
        ("lamp", ["She kept a <mark>lámpa</mark>."]),
        ("vandor", ["<mark>Vándor</mark>"]),
        ('"canary gallery"', []),
    ]:
        (found,) = ask(browser, asked).context["galleries"]
        assert [passage.marked for passage in found.passages] == shown


def test_titles_are_shown_in_the_readers_language_and_found_in_any(exhibition, browser):
    exhibition.story.translations = {"hu": {"title": "Kanári lámpa"}}
    exhibition.story.save()

    answer = ask(browser, "lampa")
    assert answer.context["stories"][0].title.text == "Canary story"
    assert passages(answer) == [("Title", "hu", "Kanári <mark>lámpa</mark>")]

    session = browser.session
    session["reading-language"] = "hu"
    session.save()
    answer = ask(browser, "lampa")
    assert answer.context["stories"][0].title.text == "Kanári <mark>lámpa</mark>"
    assert passages(answer) == []


def suggested(browser, q) -> list[tuple[str, str, str]]:
    index_everything()
    answer = browser.get(f"{ROOM}suggest/?{urlencode({'q': q})}")
    return [(one["kind"], one["text"], one["address"]) for one in answer.json()["suggestions"]]


def test_suggestions_are_participants_keywords_and_titles(exhibition, browser):
    Keyword.objects.create(name="red cánary", slug="red").stories.add(exhibition.story)
    Keyword.objects.create(name="canary of nobody")

    assert suggested(browser, "CANÁ") == [
        ("participant", "Canary gallery", "/exhibition/xy/"),
        ("participant", "Canary other gallery", "/exhibition/zz/"),
        ("keyword", "red cánary", "/exhibition/keywords/red/"),
        ("story", "Canary story", "/exhibition/xy/xy001/"),
        ("story", "Canary sibling", "/exhibition/xy/xy002/"),
        ("story", "Canary other story", "/exhibition/zz/zz001/"),
    ]
    assert suggested(browser, "nobody") == suggested(browser, "anary") == suggested(browser, "") == []


def test_at_most_eight_are_suggested(exhibition, browser):
    lamps(exhibition, 20)

    assert len(suggested(browser, "la")) == 8


def fill(exhibition, stories):
    for number in range(stories):
        (story,) = lamps(exhibition, 1, summary="A lamp")
        story.keywords.add(Keyword.objects.create(name=f"lamp {number}"))
        story.save()
        Theme.objects.create(title=f"lamp {number}", reach="intra").stories.add(story)
        item = MediaItemFactory(gallery=exhibition.gallery, number=number + 10, title="Lamp")
        StoryMediaFactory(story=story, item=item)
        tell(story, "en", "A lamp.", "Another lamp.")
        tell(story, "hu", "Egy lámpa.")
    exhibition.gallery.profile, exhibition.gallery.portrait = "A lamp", item
    exhibition.gallery.save()
    index_everything()


def queries_of(browser, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (f"{ROOM}?q=another", 12),
        (f"{ROOM}?q=another+lamp+-chair", 13),
        (f"{ROOM}?q=lamp", 14),
        (f"{ROOM}?keyword=lamp-0", 8),
        (f"{ROOM}suggest/?q=lamp", 6),
    ],
)
@pytest.mark.parametrize("stories", [1, 25])
def test_a_search_costs_the_same_queries_for_little_and_much(exhibition, browser, address, queries, stories):
    """Beyond those of the room without a search."""
    fill(exhibition, stories)
    browser.get(address)

    empty = queries_of(browser, urlsplit(address).path)

    assert queries_of(browser, address) - empty == queries


def test_a_search_changes_nothing_and_takes_no_form(browser):
    assert browser.post(ROOM).status_code == 405
    assert browser.post(f"{ROOM}suggest/").status_code == 405

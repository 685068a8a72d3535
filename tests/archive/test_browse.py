"""The rooms of an exhibition: what they list, for whom, and in how many queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    Keyword,
    Theme,
    ThemeStory,
)
from tests.factories import StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db

ROOMS = [
    "themes/",
    "themes/light/",
    "chains/",
    "chains/from-light-to-dark/",
    "eras/sixties/",
    "keywords/",
    "keywords/window/",
    "analysis/",
    "analysis/place/",
    "analysis/place/threshold/",
    "connections/",
    "connections/echo/",
]


def describe(*stories):
    """Gives the stories one of everything, with canaries for words."""
    theme = Theme.objects.create(title="Light", reach="inter", description="Canary of a theme")
    chain = Chain.objects.create(title="From light to dark", reach="inter", description="Canary of a chain")
    ChainTheme.objects.create(chain=chain, theme=theme)
    era = Era.objects.create(name="Canary sixties", slug="sixties", start_year=1960, end_year=1969)
    keyword = Keyword.objects.create(name="Window")
    kind = AnalysisType.objects.create(name="Place", description="Canary of a type")
    point = AnalysisPoint.objects.create(type=kind, name="Threshold", description="Canary of a point")
    echo = ConnectionType.objects.create(name="Echo")
    for order, story in enumerate(stories):
        ThemeStory.objects.create(theme=theme, story=story, sort_order=order)
        story.eras.add(era)
        story.keywords.add(keyword)
        story.analysis_points.add(point)
        story.save()
    for one, other in zip(stories, stories[1:], strict=False):
        Connection.objects.create(
            from_story=one, to_story=other, type=echo, reach="intra", description="Canary of a tie"
        )


@pytest.fixture
def viewer(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.gallery)
    return viewer


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_shows_the_stories_that_are_open(exhibition, viewer, sign_in, room):
    describe(exhibition.story, exhibition.sibling)

    answer = sign_in(viewer).get(f"/exhibition/{room}")

    assert answer.status_code == 200
    if room not in ("chains/", "keywords/", "analysis/", "analysis/place/"):
        assert "Canary story" in answer.content.decode()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_nothing_of_what_is_not_open(exhibition, viewer, sign_in, room):
    describe(exhibition.other_story, StoryPageFactory(parent=exhibition.other_gallery))

    answer = sign_in(viewer).get(f"/exhibition/{room}")

    assert answer.status_code == (404 if room.count("/") > 1 else 200)
    words = answer.content.decode().replace("Canary exhibition", "")
    assert "Canary" not in words
    assert "Window" not in words
    assert "Threshold" not in words


def test_counts_are_of_what_is_open(exhibition, viewer, sign_in):
    describe(exhibition.story, exhibition.other_story)
    browser = sign_in(viewer)

    assert '<span class="count">1<' in browser.get("/exhibition/keywords/").content.decode()
    assert '<span class="count">1<' in browser.get("/exhibition/analysis/").content.decode()
    assert "1 story" in browser.get("/exhibition/keywords/window/").content.decode()
    assert "No connection is open to you" in browser.get("/exhibition/connections/").content.decode()


@pytest.mark.parametrize("room", [*ROOMS, "kiosk/", "nothing/"])
def test_a_room_is_the_sign_in_page_to_a_stranger_and_nothing_to_who_has_no_grant(exhibition, sign_in, room):
    describe(exhibition.story, exhibition.sibling)

    stranger = sign_in().get(f"/exhibition/{room}")
    nobody = sign_in(UserFactory()).get(f"/exhibition/{room}")

    assert (stranger.status_code, stranger.url.partition("?")[0]) == (302, "/sign-in/")
    assert nobody.status_code == 404
    assert "Canary" not in nobody.content.decode()


def test_stories_of_a_theme_keep_its_order(exhibition, viewer, sign_in):
    describe(exhibition.sibling, exhibition.story)

    words = sign_in(viewer).get("/exhibition/themes/light/").content.decode()

    assert 0 < words.index("Canary sibling") < words.index("Canary story")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_costs_the_same_queries_for_little_and_much(exhibition, viewer, sign_in, room):
    describe(exhibition.story, exhibition.sibling)
    browser = sign_in(viewer)
    queries_of(browser, f"/exhibition/{room}")
    for_little = queries_of(browser, f"/exhibition/{room}")
    theme, keyword = Theme.objects.get(), Keyword.objects.get()
    echo, point, era = ConnectionType.objects.get(), AnalysisPoint.objects.get(), Era.objects.get()
    for number in range(10, 70):
        story = StoryPageFactory(parent=exhibition.gallery, number=number)
        ThemeStory.objects.create(theme=theme, story=story, sort_order=number)
        story.eras.add(era)
        story.keywords.add(keyword)
        story.analysis_points.add(point)
        story.save()
        Connection.objects.create(from_story=exhibition.story, to_story=story, type=echo, reach="intra")

    assert queries_of(browser, f"/exhibition/{room}") == for_little <= 21


def queries_of(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def test_long_lists_have_pages(exhibition, viewer, sign_in):
    describe(*[StoryPageFactory(parent=exhibition.gallery, number=10 + n) for n in range(60)])
    browser = sign_in(viewer)

    first = browser.get("/exhibition/keywords/window/").content.decode()
    second = browser.get("/exhibition/keywords/window/?page=2").content.decode()
    beyond = browser.get("/exhibition/keywords/window/?page=99").content.decode()

    assert (first.count('class="card"'), second.count('class="card"')) == (48, 12)
    assert "Page 1 of 2" in first
    assert beyond.count('class="card"') == 12


def test_a_gallery_of_many_stories_has_pages(exhibition, viewer, sign_in):
    for number in range(10, 80):
        StoryPageFactory(parent=exhibition.gallery, number=number)

    words = sign_in(viewer).get("/exhibition/xy/?page=2").content.decode()

    assert words.count('<li class="card">') == 12
    assert "Page 2 of 2" in words


def test_a_gallery_tells_which_stories_stand_alone(exhibition, viewer, sign_in):
    describe(exhibition.story)

    words = sign_in(viewer).get("/exhibition/xy/").content.decode()
    alone = words.partition("Stories that stand alone")[2]

    assert "Canary sibling" in alone
    assert "Canary story" not in alone
    assert "/exhibition/chains/from-light-to-dark/" in words


def test_words_of_people_are_escaped(exhibition, viewer, sign_in):
    describe(exhibition.story)
    Theme.objects.update(title="<script>alert(1)</script>", description="<b>bold</b>\n\n<script>")

    words = sign_in(viewer).get("/exhibition/themes/light/").content.decode()

    assert "<script>alert" not in words
    assert "&lt;b&gt;bold&lt;/b&gt;" in words

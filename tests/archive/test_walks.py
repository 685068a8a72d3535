"""Following a theme or a chain from story to story."""

import pytest

from archive.models import Chain, ChainTheme, StoryPage, Theme, ThemeStory
from archive.walks import walk
from tests.factories import UserFactory, grant

pytestmark = pytest.mark.django_db


def theme(title, *stories):
    theme = Theme.objects.create(title=title, reach="inter")
    for order, story in enumerate(stories):
        ThemeStory.objects.create(theme=theme, story=story, sort_order=order)
    return theme


@pytest.fixture
def themes(exhibition):
    light = theme("Light", exhibition.sibling, exhibition.other_story, exhibition.story)
    dark = theme("Dark", exhibition.story, exhibition.sibling)
    chain = Chain.objects.create(title="Day", reach="inter")
    ChainTheme.objects.create(chain=chain, theme=light, sort_order=0)
    ChainTheme.objects.create(chain=chain, theme=dark, sort_order=1)


@pytest.fixture
def stories(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.gallery)
    return StoryPage.objects.visible_to(viewer)


def told(found):
    """Place, count, what is before and after, and how one stays on the walk."""
    around = [(stop.story.title, stop.query) if stop else None for stop in (found.previous, found.next)]
    return [found.place, found.count, *around]


def test_a_theme_is_followed_past_what_is_hidden(exhibition, themes, stories):
    found = walk(exhibition.sibling, {"theme": "light"}, stories)

    assert told(found) == [1, 2, None, ("Canary story", "theme=light")]


def test_a_chain_goes_on_into_its_next_theme(exhibition, themes, stories):
    found = walk(exhibition.story, {"chain": "day", "theme": "light"}, stories)

    assert told(found) == [
        2,
        4,
        ("Canary sibling", "chain=day&theme=light"),
        ("Canary story", "chain=day&theme=dark"),
    ]


def test_a_story_in_two_themes_of_a_chain_has_two_places(exhibition, themes, stories):
    places = [
        walk(exhibition.story, {"chain": "day", "theme": name}, stories).place for name in ("light", "dark")
    ]

    assert places == [2, 3]


@pytest.mark.parametrize("asked", [{}, {"theme": "nothing"}, {"chain": "nothing"}, {"theme": ""}])
def test_what_leads_nowhere_is_no_walk(exhibition, themes, stories, asked):
    assert walk(exhibition.story, asked, stories) is None


def test_a_story_outside_of_the_theme_is_on_no_walk(exhibition, stories):
    theme("Light", exhibition.sibling)

    assert walk(exhibition.story, {"theme": "light"}, stories) is None


def test_a_story_page_leads_on_along_the_theme(exhibition, themes, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.page)

    words = sign_in(viewer).get("/exhibition/xy/xy002/?theme=light").content.decode()

    assert 'href="/exhibition/zz/zz001/?theme=light"' in words
    assert "1 of 3" in words

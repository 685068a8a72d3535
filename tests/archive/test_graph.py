"""What is in the graph, for whom."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from archive.graph.reading import read
from archive.models import (
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    ConsentLimit,
    StoryPage,
    Theme,
    ThemeStory,
)
from tests.archive.large import large_exhibition
from tests.factories import GalleryPageFactory, StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Woven:
    """The small exhibition (conftest), with everything that ties stories."""

    page: object
    gallery: object
    story: object
    sibling: object
    other_story: object


@pytest.fixture
def woven(exhibition):
    def theme(title, reach, *stories):
        made = Theme.objects.create(title=title, reach=reach)
        for order, story in enumerate(stories):
            ThemeStory.objects.create(theme=made, story=story, sort_order=order)
        return made

    across = theme("Canary across", "inter", exhibition.other_story, exhibition.story)
    within = theme("Canary within", "intra", exhibition.sibling)
    for title, themes in {"Canary chain": [within, across], "Canary loose chain": [within]}.items():
        chain = Chain.objects.create(title=title, reach="inter")
        for order, its in enumerate(themes):
            ChainTheme.objects.create(chain=chain, theme=its, sort_order=order)
    for one, other, name, reach in [
        (exhibition.story, exhibition.other_story, "Canary echo", "inter"),
        (exhibition.story, exhibition.sibling, "Canary cause", "intra"),
    ]:
        kind = ConnectionType.objects.create(name=name)
        Connection.objects.create(from_story=one, to_story=other, type=kind, reach=reach)
    return Woven(
        exhibition.page, exhibition.gallery, exhibition.story, exhibition.sibling, exhibition.other_story
    )


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def graph_for(user, page, *, of=None, language="en"):
    return read(page, asked_by(user), language, of=of)


def somebody(*pages):
    person = UserFactory()
    for page in pages:
        grant(person, page)
    return person


def ids(nodes):
    return [node.id for node in nodes]


def ties(graph):
    return {(edge.source, edge.target, edge.type or edge.kind) for edge in graph.edges}


def test_a_grant_on_the_exhibition_shows_all_of_it_in_its_order(woven):
    graph = graph_for(somebody(woven.page), woven.page)

    assert ids(graph.nodes) == [
        *("participant-xy", "participant-zz", "story-xy001", "story-xy002", "story-zz001"),
        *("theme-canary-across", "theme-canary-within", "chain-canary-chain", "chain-canary-loose-chain"),
    ]
    assert ties(graph) == {
        ("theme-canary-across", "story-zz001", "theme"),
        ("theme-canary-across", "story-xy001", "theme"),
        ("theme-canary-within", "story-xy002", "theme"),
        ("chain-canary-chain", "theme-canary-within", "chain"),
        ("chain-canary-chain", "theme-canary-across", "chain"),
        ("chain-canary-loose-chain", "theme-canary-within", "chain"),
        ("story-xy001", "story-zz001", "canary-echo"),
        ("story-xy001", "story-xy002", "canary-cause"),
    }
    assert list(graph.types) == ["canary-cause", "canary-echo"]


def test_nothing_that_ends_in_a_hidden_story_exists(woven):
    graph = graph_for(somebody(woven.story), woven.page)

    assert ids(graph.nodes) == ["participant-xy", "story-xy001", "theme-canary-across", "chain-canary-chain"]
    assert ties(graph) == {
        ("theme-canary-across", "story-xy001", "theme"),
        ("chain-canary-chain", "theme-canary-across", "chain"),
    }
    assert graph.types == {}


def test_who_may_see_nothing_gets_an_empty_graph(woven):
    assert graph_for(AnonymousUser(), woven.page).nodes == []
    assert graph_for(UserFactory(), woven.page).nodes == []


@pytest.mark.parametrize(
    "opened", [["page"], ["gallery"], ["story"], ["sibling"], ["story", "other_story"], []]
)
@pytest.mark.parametrize("is_limited", [False, True])
def test_the_graph_has_what_the_gate_shows_and_nothing_else(woven, opened, is_limited):
    person = somebody(*(getattr(woven, name) for name in opened))
    if is_limited:
        ConsentLimit.objects.create(story=woven.story, reason="It is for research only.", for_research=True)

    graph = graph_for(person, woven.page)

    def shown(model, name="slug"):
        return set(model.objects.visible_to(person).values_list(name, flat=True))

    assert {node.title for node in graph.stories} == shown(StoryPage, "title")
    assert {node.code for node in graph.themes} == shown(Theme)
    assert {node.code for node in graph.chains} == shown(Chain)
    assert {edge.type for edge in graph.edges if edge.type} == shown(Connection, "type__slug")


def test_another_exhibitions_stories_are_not_in_it(woven):
    elsewhere = StoryPageFactory(parent=GalleryPageFactory(code="QQ"), number=1)
    theme = Theme.objects.create(title="Elsewhere", reach="intra")
    theme.stories.add(elsewhere)
    archivist = UserFactory(permissions=["archive.view_exhibitionpage"])

    graph = graph_for(archivist, woven.page)

    assert len(graph.stories) == 3
    assert "theme-elsewhere" not in ids(graph.themes)


def test_the_graph_of_a_participant_has_the_stories_that_hers_lead_to(woven):
    StoryPageFactory(parent=woven.other_story.get_parent(), number=2, title="Unconnected", slug="zz002")

    graph = graph_for(somebody(woven.page), woven.page, of=woven.gallery)

    assert ids(graph.participants) == ["participant-xy", "participant-zz"]
    assert ids(graph.stories) == ["story-xy001", "story-xy002", "story-zz001"]
    assert ids(graph.themes) == ["theme-canary-across", "theme-canary-within"]


def test_the_graph_of_a_participant_leads_to_no_story_by_way_of_a_hidden_one(woven):
    """The theme and the connection of ZZ001 are with XY001, which is hidden; nothing may tell of either."""
    graph = graph_for(somebody(woven.sibling, woven.other_story), woven.page, of=woven.gallery)

    assert ids(graph.nodes) == [
        *("participant-xy", "story-xy002", "theme-canary-within"),
        *("chain-canary-chain", "chain-canary-loose-chain"),
    ]
    assert ("chain-canary-chain", "theme-canary-across", "chain") not in ties(graph)


def test_the_graph_of_a_participant_has_no_stories_that_others_connect(woven):
    graph = graph_for(somebody(woven.page), woven.page, of=woven.other_story.get_parent().specific)

    assert ids(graph.stories) == ["story-xy001", "story-zz001"]
    assert ("story-xy001", "story-xy002", "canary-cause") not in ties(graph)


def test_stories_stand_in_the_order_of_their_numbers_and_participants_in_natural_order(exhibition):
    for code, title in {"PA": "Person 10", "PB": "Person 2"}.items():
        gallery = GalleryPageFactory(parent=exhibition.page, code=code, title=title)
        for number in (10, 9, 2):
            name = f"{code.lower()}{number:03d}"
            StoryPageFactory(parent=gallery, number=number, title=f"Story {number}", slug=name)

    graph = graph_for(somebody(exhibition.page), exhibition.page)

    assert ids(graph.participants)[2:] == ["participant-pb", "participant-pa"]
    assert ids(graph.stories)[3:] == [
        *("story-pb002", "story-pb009", "story-pb010", "story-pa002", "story-pa009", "story-pa010")
    ]


def test_a_story_with_a_slug_of_its_own_is_named_with_its_participant(exhibition):
    StoryPageFactory(parent=exhibition.gallery, number=3, title="Third", slug="zz001")

    graph = graph_for(somebody(exhibition.page), exhibition.page)

    assert ids(graph.stories) == ["story-xy001", "story-xy002", "story-xy.zz001", "story-zz001"]


def test_titles_are_in_the_readers_language_or_say_in_which(woven):
    StoryPage.objects.filter(pk=woven.story.pk).update(translations={"hu": {"title": "A doboz"}})

    story, sibling, _ = graph_for(somebody(woven.page), woven.page, language="hu").stories

    assert (story.words.text, story.words.language) == ("A doboz", "hu")
    assert (sibling.words.text, sibling.words.language) == ("Canary sibling", "en")


def test_addresses_are_those_of_the_pages(woven):
    graph = graph_for(somebody(woven.page), woven.page)

    urls = {node.id: node.url for node in graph.nodes}
    assert urls["story-xy001"] == woven.story.get_url() == "/exhibition/xy/xy001/"
    assert urls["participant-xy"] == "/exhibition/xy/"
    assert urls["theme-canary-across"] == "/exhibition/themes/canary-across/"
    assert urls["chain-canary-chain"] == "/exhibition/chains/canary-chain/"


@pytest.mark.parametrize("stories", [2, 60])
@pytest.mark.parametrize("whole", [True, False])
def test_a_graph_is_read_with_seven_queries_whatever_its_size(django_assert_num_queries, stories, whole):
    page = large_exhibition(
        participants=3, stories=stories, themes=stories, chains=stories, connections=stories
    )
    of = None if whole else page.get_first_child().specific
    request = asked_by(somebody(page))
    read(page, request, "en")  # asks for the person's permissions and the site, which a request does once

    with django_assert_num_queries(7):
        graph = read(page, request, "en", of=of)

    assert len(graph.stories) >= stories

"""The graph as a page and as JSON."""

import gzip
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.graph import folding, labels, table
from archive.graph.model import Node
from archive.languages import Said
from archive.models import Connection, ConnectionType, StoryPage, Theme
from tests.archive.large import add_connections, add_stories, add_themes, large_exhibition
from tests.factories import GalleryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/exhibition/graph/",
    "/exhibition/graph/xy/",
    "/exhibition/graph-data/",
    "/exhibition/graph-data/xy/",
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def browse(exhibition, sign_in):
    """Gets an address as somebody who was granted these pages."""

    def get(address, *pages, **headers):
        person = UserFactory()
        for page in pages or (exhibition.page,):
            grant(person, page)
        return sign_in(person).get(address, headers=headers)

    return get


def tie(one, other, name="Canary echo", reach="inter"):
    kind, _ = ConnectionType.objects.get_or_create(name=name)
    return Connection.objects.create(from_story=one, to_story=other, type=kind, reach=reach)


def drawing(response) -> ElementTree.Element:
    """The picture, which must be well-formed by itself."""
    found = re.search(r'<svg class="drawing.*?</svg>', response.content.decode(), re.DOTALL)
    return ElementTree.fromstring(found[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_who_was_granted_the_exhibition_gets_it(browse, address):
    assert browse(address).status_code == 200


@pytest.mark.parametrize("address", [*ADDRESSES, "/exhibition/graph/no/", "/exhibition/graph-data/no/"])
def test_others_do_not(exhibition, sign_in, address):
    assert sign_in().get(address).url.startswith("/sign-in/")
    assert sign_in(UserFactory()).get(address).status_code == 404


@pytest.mark.parametrize("room", ["graph", "graph-data"])
def test_a_hidden_participant_is_not_there_like_one_who_never_was(exhibition, browse, room):
    hidden, unknown = (browse(f"/exhibition/{room}/{code}/", exhibition.story) for code in ("zz", "qq"))

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content.replace(b"/qq/", b"/zz/")


def test_a_code_in_capitals_is_no_second_address(browse):
    assert browse("/exhibition/graph/XY/").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_what_is_hidden_is_in_any_answer(exhibition, browse, address):
    """One story is open; the canaries are in the titles of all that is tied to the others."""
    StoryPage.objects.filter(pk=exhibition.story.pk).update(title="Seen")
    theme = Theme.objects.create(title="Canary theme", reach="inter")
    theme.stories.add(exhibition.sibling, exhibition.other_story)
    tie(exhibition.story, exhibition.other_story)
    tie(exhibition.sibling, exhibition.other_story, "Canary other type")

    content = browse(address, exhibition.story).content.decode()

    assert "Seen" in content
    for canary in (
        "Canary sibling",
        "Canary other",
        "Canary theme",
        "Canary echo",
        "canary-",
        "zz001",
        "xy002",
    ):
        assert canary not in content


def test_the_counts_are_of_what_is_seen(exhibition, browse):
    tie(exhibition.story, exhibition.sibling)
    tie(exhibition.story, exhibition.other_story)

    content = browse("/exhibition/graph/", exhibition.gallery).content.decode()

    assert "2 stories of 1 participant, 0 themes, 0 chains, 1 connection." in content


def test_the_json_is_as_its_module_says(exhibition, browse):
    theme = Theme.objects.create(title="Water", reach="intra")
    theme.stories.add(exhibition.story)
    tie(exhibition.story, exhibition.other_story, "Echo")

    response = browse("/exhibition/graph-data/")
    answer = json.loads(response.content)

    assert response.headers["Content-Type"] == "application/json"
    assert answer["nodes"][2] | {"x": 0, "y": 0} == {
        "id": "story-xy001",
        "kind": "story",
        "title": "Canary story",
        "language": "en",
        "url": "/exhibition/xy/xy001/",
        "participant": "participant-xy",
        "reach": None,
        "x": 0,
        "y": 0,
    }
    assert {node["kind"] for node in answer["nodes"]} == {"participant", "story", "theme"}
    assert all({type(node["x"]), type(node["y"])} == {float} for node in answer["nodes"])
    assert answer["edges"] == [
        {"from": "theme-water", "to": "story-xy001", "kind": "theme", "type": None, "reach": "intra"},
        {"from": "story-xy001", "to": "story-zz001", "kind": "connection", "type": "echo", "reach": "inter"},
    ]
    assert answer["types"] == {"echo": {"title": "Echo", "language": "en"}}


def test_the_json_is_of_the_same_choice_as_the_page(browse):
    answer = json.loads(browse("/exhibition/graph-data/?participant=zz").content)

    assert [node["id"] for node in answer["nodes"]] == ["participant-zz", "story-zz001"]


def test_answers_are_compressed_for_whom_it_is_of_use(browse):
    plain = browse("/exhibition/graph-data/")
    packed = browse("/exhibition/graph-data/", accept_encoding="gzip")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("title", ['</script><script>alert("1")</script>', "“It's” & <b>", "</title></svg>"])
def test_titles_can_be_anything(exhibition, browse, title):
    StoryPage.objects.filter(pk=exhibition.story.pk).update(title=title)
    theme = Theme.objects.create(title=title, reach="intra")
    theme.stories.add(exhibition.story)
    tie(exhibition.story, exhibition.other_story, title[:100])

    response = browse("/exhibition/graph/")
    answer = json.loads(browse("/exhibition/graph-data/").content)

    titles = [found.text for found in drawing(response).iter(f"{SVG}title")]
    assert f"{title} – Canary gallery" in titles
    assert f"{title} – theme" in titles
    assert title not in response.content.decode()
    assert {node["title"] for node in answer["nodes"]} > {title}


def test_the_picture_has_no_style_and_no_script_of_its_own(exhibition, browse):
    tie(exhibition.story, exhibition.other_story)

    picture = drawing(browse("/exhibition/graph/"))

    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert not list(picture.iter(f"{SVG}script")) + list(picture.iter(f"{SVG}style"))


def test_the_nodes_of_the_picture_are_links_with_names_in_reading_order(browse):
    links = list(drawing(browse("/exhibition/graph/")).iter(f"{SVG}a"))

    assert [(link.get("href"), link.find(f"{SVG}title").text) for link in links] == [
        ("/exhibition/xy/", "Canary gallery – participant"),
        ("/exhibition/xy/xy001/", "Canary story – Canary gallery"),
        ("/exhibition/xy/xy002/", "Canary sibling – Canary gallery"),
        ("/exhibition/zz/", "Canary other gallery – participant"),
        ("/exhibition/zz/zz001/", "Canary other story – Canary other gallery"),
    ]


def test_all_of_a_picture_is_within_it(browse, exhibition):
    add_themes(list(StoryPage.objects.all()), 9, 2)
    picture = drawing(browse("/exhibition/graph/"))
    least, _, width, _ = map(float, picture.get("viewBox").split())

    places = [
        re.fullmatch(r"translate\((\S+) (\S+)\)", a.get("transform") or "") for a in picture.iter(f"{SVG}a")
    ]
    coordinates = [float(part) for found in places if found for part in found.groups()]
    assert len(coordinates) == 2 * (3 + 9 + 2)
    assert all(least < part < least + width for part in coordinates)


def test_the_table_says_the_same_as_the_picture(exhibition, browse):
    theme = Theme.objects.create(title="Water", reach="intra")
    theme.stories.add(exhibition.story)
    tie(exhibition.story, exhibition.other_story, "Echo")

    content = browse("/exhibition/graph/").content.decode()

    words = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", content[content.index("<tbody>") : content.index("</tbody>")])
    )
    assert words.strip() == (
        "Canary story Canary gallery Water Echo: Canary other story "
        "Canary sibling Canary gallery "
        "Canary other story Canary other gallery Echo: Canary story"
    )


def test_a_large_table_is_paged(exhibition, browse, monkeypatch):
    monkeypatch.setattr(table, "PER_PAGE", 2)

    first, last = (browse(f"/exhibition/graph/?page={number}").content.decode() for number in (1, 99))

    assert "Page 1 of 2" in first
    assert '<th scope="row"><a href="/exhibition/zz/zz001/">' not in first
    assert '<th scope="row"><a href="/exhibition/zz/zz001/">' in last


def test_what_is_too_large_for_a_picture_is_folded_and_says_so(exhibition, browse, monkeypatch):
    monkeypatch.setattr(folding, "MOST_NODES", 4)

    response = browse("/exhibition/graph/")

    links = list(drawing(response).iter(f"{SVG}a"))
    assert [(link.get("href"), link.find(f"{SVG}title").text) for link in links] == [
        ("/exhibition/graph/xy/", "Canary gallery – 2 stories"),
        ("/exhibition/graph/zz/", "Canary other gallery – 1 story"),
    ]
    assert "3 stories are too many for one picture" in response.content.decode()


def test_a_choice_that_matches_nothing_says_so(browse):
    response = browse("/exhibition/graph/?type=no-such")

    assert response.status_code == 200
    assert "Nothing here is of that choice." in response.content.decode()


def test_an_exhibition_without_stories_has_an_empty_graph(sign_in):
    gallery = GalleryPageFactory(code="XY")
    person = UserFactory()
    grant(person, gallery)

    response = sign_in(person).get(f"{gallery.get_parent().get_url()}graph/")

    assert "No story is open to you here yet." in response.content.decode()


@pytest.mark.parametrize("address", ["graph/", "graph/aaa/", "graph-data/", "graph-data/aaa/"])
def test_a_graph_costs_the_same_queries_for_little_and_much(sign_in, address):
    page = large_exhibition(participants=2, stories=4, themes=2, chains=1, connections=3)
    person = UserFactory()
    grant(person, page)
    browser = sign_in(person)

    def cost():
        browser.get(f"/exhibition/{address}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/exhibition/{address}").status_code == 200
        return len(queries)

    little = cost()
    gallery = GalleryPageFactory(parent=page, code="MUCH")
    told = add_stories(gallery, 120)
    add_connections([*StoryPage.objects.filter(slug="aaa001"), *told], 60)
    assert cost() == little


def test_labels_that_would_overlap_wait_for_room():
    crowded = [
        Node(f"theme-{n}", "theme", Said(f"A long title {n}", "en"), "/", x=30.0 * n, y=0.0) for n in range(6)
    ]

    placed = labels.labels_inside(crowded, {"theme-5": 9}, 14)

    assert placed["theme-5"].level == 1
    assert sorted(label.level for label in placed.values()) != [1] * 6
    assert all(label.level for label in placed.values())


def test_long_titles_are_broken_and_shortened():
    assert labels.broken("The empty chair") == ["The empty", "chair"]
    assert labels.broken("From the empty chair to the window and back") == [
        "From the empty",
        "chair to the",
        "window and …",
    ]
    assert labels.shortened("Which light was the bus", 22) == "Which light was the b…"

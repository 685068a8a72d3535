"""Who gets a manifest or a description, and what of the others may not stand in it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from archive.models import Keyword
from tests.archive.iiif_parts import addresses, fill, place, tell
from tests.factories import StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
WHAT = [
    "story",
    "gallery",
    "exhibition",
    "story as JSON-LD",
    "gallery as JSON-LD",
    "story as Dublin Core",
    "gallery as Dublin Core",
]


@pytest.fixture
def viewer(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return viewer


@pytest.mark.parametrize("what", WHAT)
def test_a_viewer_gets_it_for_himself_alone(exhibition, viewer, sign_in, what):
    response = sign_in(viewer).get(addresses(exhibition)[what])

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Canary" in response.content.decode()


@pytest.mark.parametrize("what", WHAT)
def test_a_stranger_gets_the_sign_in_page_for_what_is_there_and_what_is_not(exhibition, sign_in, what):
    path = addresses(exhibition)[what]

    for asked in (path, nowhere(path)):
        response = sign_in().get(asked)
        assert (response.status_code, urlsplit(response.url).path) == (302, "/sign-in/")


@pytest.mark.parametrize("what", WHAT)
def test_without_a_grant_what_is_there_is_answered_like_what_is_not(exhibition, sign_in, what):
    path = addresses(exhibition)[what]
    browser = sign_in(UserFactory())

    there, not_there = browser.get(path), browser.get(nowhere(path))

    assert (there.status_code, not_there.status_code) == (404, 404)
    assert there.content == not_there.content


@pytest.mark.parametrize("what", WHAT)
def test_nothing_is_changed_here(exhibition, viewer, sign_in, what):
    assert sign_in(viewer).post(addresses(exhibition)[what]).status_code == 405


def nowhere(path: str) -> str:
    """The address of the same of something that there is not."""
    first, noun, _, last = path.lstrip("/").split("/")
    name = "nothing" if noun == "exhibition" else "00000000-0000-4000-8000-000000000000"
    return f"/{first}/{noun}/{name}/{last}"


@pytest.mark.parametrize("what", WHAT)
def test_a_grant_on_one_story_shows_nothing_of_its_neighbours(exhibition, sign_in, what):
    tell(exhibition)
    for hidden, number in ((exhibition.sibling, 7), (exhibition.other_story, 8)):
        hidden.summary = hidden.notes = "Hidden words"
        hidden.keywords.add(Keyword.objects.create(name=f"Hidden {number}"))
        hidden.save()
        place(hidden, exhibition.gallery, number=number, title="Hidden picture")
    StoryPageFactory(parent=exhibition.gallery, number=9, title="Hidden draft", live=False)
    viewer = UserFactory()
    grant(viewer, exhibition.story)

    content = sign_in(viewer).get(addresses(exhibition)[what]).content.decode()

    hidden = [exhibition.sibling, exhibition.other_story, exhibition.other_gallery]
    canaries = [
        "Hidden",
        "XY007",
        "XY008",
        *(str(page.uuid) for page in hidden),
        *(page.title for page in hidden),
    ]
    assert [canary for canary in canaries if canary in content] == []


def test_links_to_files_end_with_the_grant(exhibition, sign_in):
    tell(exhibition)
    viewer, end = UserFactory(), timezone.now() + timedelta(minutes=5)
    grant(viewer, exhibition.story, valid_until=end)

    manifest = sign_in(viewer).get(addresses(exhibition)["story"]).json()

    files = [canvas["items"][0]["items"][0]["body"]["id"] for canvas in manifest["items"]]
    assert [parse_qs(urlsplit(file).query)["Expires"] for file in files] == [[str(int(end.timestamp()))]] * 3


def test_a_grant_that_has_ended_opens_nothing(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.story, valid_until=timezone.now() - timedelta(seconds=1))

    answers = {what: sign_in(viewer).get(path).status_code for what, path in addresses(exhibition).items()}

    assert answers == dict.fromkeys(answers, 404)


@pytest.mark.parametrize(
    ("what", "queries"),
    [
        ("story", 13),
        ("gallery", 9),
        ("exhibition", 7),
        ("story as JSON-LD", 11),
        ("gallery as JSON-LD", 9),
        ("story as Dublin Core", 11),
        ("gallery as Dublin Core", 9),
    ],
)
@pytest.mark.parametrize("size", [1, 12])
def test_it_costs_the_same_queries_for_little_and_much(
    exhibition, viewer, sign_in, django_assert_num_queries, what, queries, size
):
    fill(exhibition, size)
    path, browser = addresses(exhibition)[what], sign_in(viewer)
    browser.get(path)

    with django_assert_num_queries(queries):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize("what", WHAT)
def test_it_makes_no_call(exhibition, viewer, sign_in, no_network, what):
    fill(exhibition, 3)

    assert sign_in(viewer).get(addresses(exhibition)[what]).status_code == 200

"""Seeing the exhibition as somebody else: who may, as whom, where; nothing is opened or changed by it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from archive.viewing_as import MAY_VIEW_AS
from tests.archive.granting_parts import GOVERN, in_days
from tests.archive.test_admin_privacy import may_edit
from tests.factories import (
    ExhibitionPageFactory,
    GalleryPageFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
ARCHIVIST = [*GOVERN, "wagtailadmin.access_admin", "archive.view_exhibitionpage"]


@pytest.fixture
def archivist():
    return UserFactory(username="archivist", permissions=ARCHIVIST)


@pytest.fixture
def viewer(exhibition):
    person = UserFactory(username="viewer")
    grant(person, exhibition.gallery)
    return person


def begin(browser, person, exhibition):
    return browser.post(reverse("archive_grants:view-as", args=[person.pk]), {"exhibition": exhibition.pk})


@pytest.fixture
def browser(exhibition, archivist, viewer, sign_in):
    browser = sign_in(archivist)
    assert begin(browser, viewer, exhibition.page)["Location"] == "/exhibition/"
    return browser


PAGES = [
    "/exhibition/",
    "/exhibition/xy/",
    "/exhibition/xy/xy001/",
    "/exhibition/zz/",
    "/exhibition/zz/zz001/",
    "/exhibition/themes/",
    "/exhibition/nothing/",
]


def words(answer) -> str:
    """The main part of a page."""
    return re.sub(r"\s+", " ", answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_each_page_is_as_the_other_person_sees_it(browser, viewer, sign_in):
    own = sign_in(viewer)

    for path in PAGES:
        seen, theirs = browser.get(path), own.get(path)
        assert seen.status_code == theirs.status_code
        if seen.status_code == 200:
            assert words(seen) == words(theirs)
    assert "Canary other" not in browser.get("/exhibition/").content.decode()


def test_what_pages_are_made_of_is_answered_for_the_other_person(exhibition, browser):
    mine, hidden = TranscriptFactory(story=exhibition.story), TranscriptFactory(story=exhibition.other_story)

    answered = [
        browser.get(path).status_code
        for thing in (mine, hidden)
        for path in (
            f"/exhibition-media/captions/{thing.uuid}.vtt",
            f"/iiif/story/{thing.story.uuid}/manifest.json",
        )
    ]

    assert answered == [200, 200, 404, 404]


def test_everything_else_is_answered_for_oneself(browser, archivist):
    front = browser.get("/")

    assert front.wsgi_request.user == archivist
    assert browser.get("/admin/").status_code == 200
    assert "Workroom" in front.content.decode()


def test_the_real_person_is_known_to_every_view(browser, archivist, viewer):
    request = browser.get("/exhibition/xy/").wsgi_request

    assert (request.user, request.real_user, request.viewing_as) == (viewer, archivist, viewer)


def test_without_it_the_real_person_is_the_one_who_is_signed_in(exhibition, viewer, sign_in):
    request = sign_in(viewer).get("/exhibition/").wsgi_request

    assert (request.user, request.real_user, request.viewing_as) == (viewer, viewer, None)


def test_a_page_that_is_closed_to_the_other_person_says_so(browser):
    page = browser.get("/exhibition/zz/")

    assert page.status_code == 404
    assert "Nothing is here for that person" in page.content.decode()
    assert "Back to yourself" in page.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/exhibition/", "/exhibition/kiosk/", "/exhibition/xy/"])
def test_nothing_below_the_exhibition_is_changed_meanwhile(browser, method, path):
    answer = getattr(browser, method)(path, {"patience": 60})

    assert answer.status_code == 405
    assert "You can only look" in answer.content.decode()
    assert "kiosk" not in browser.session


def test_leaving_is_by_post_and_leads_back(browser, archivist):
    assert browser.get(reverse("stop-viewing-as")).status_code == 405

    answer = browser.post(reverse("stop-viewing-as"))

    assert answer["Location"] == reverse("archive_grants:list")
    assert browser.get("/exhibition/zz/").wsgi_request.user == archivist


def test_signing_out_signs_out_the_real_person(browser):
    browser.post("/sign-out/")

    assert dict(browser.session) == {}
    assert browser.get("/exhibition/").status_code == 302


def test_it_begins_by_post_from_our_own_page_only(exhibition, archivist, viewer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(archivist, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("archive_grants:view-as", args=[viewer.pk])

    assert browser.get(address, {"exhibition": exhibition.page.pk}).status_code == 200
    assert browser.post(address, {"exhibition": exhibition.page.pk}).status_code == 403
    assert "viewing_as" not in browser.session


def test_that_it_was_done_is_in_the_log_with_numbers_only(exhibition, browser, archivist, viewer):
    entry = ModelLogEntry.objects.get(action="archive.view_as")

    assert (entry.user, entry.object_id, entry.label) == (archivist, str(viewer.pk), str(viewer.pk))
    assert entry.data == {"exhibition": exhibition.page.pk}


def as_whom(exhibition, archivist) -> dict:
    """People, and what speaks against viewing as them."""
    people = {
        "works here": UserFactory(permissions=["wagtailadmin.access_admin"]),
        "sees everything": UserFactory(permissions=["archive.view_exhibitionpage"]),
        "account is closed": UserFactory(is_active=False),
        "That is you": archivist,
        "or sees everything": UserFactory(is_superuser=True),
    }
    for person in people.values():
        grant(person, exhibition.gallery)
    return people


def test_as_whom_nobody_views(exhibition, archivist, sign_in):
    browser = sign_in(archivist)

    for reason, person in as_whom(exhibition, archivist).items():
        page = begin(browser, person, exhibition.page)
        assert page.status_code == 200
        assert reason in page.content.decode()
        assert "viewing_as" not in browser.session


def test_who_has_no_grant_is_nobody_whom_one_could_view_as(exhibition, archivist, sign_in):
    browser = sign_in(archivist)

    assert begin(browser, UserFactory(), exhibition.page).status_code == 404
    assert begin(browser, UserFactory.build(pk=99999), exhibition.page).status_code == 404


def test_a_member_of_a_group_that_has_a_grant_can_be_viewed_as(exhibition, archivist, sign_in):
    group = Group.objects.create(name="A seminar")
    grant(group, exhibition.gallery)
    member = UserFactory()
    member.groups.add(group)

    assert begin(sign_in(archivist), member, exhibition.page).status_code == 302


@pytest.mark.parametrize(
    ("permissions", "edits", "status"),
    [
        ([], "page", 302),
        (["wagtailadmin.access_admin"], "page", 302),
        (["wagtailadmin.access_admin", *(set(GOVERN) - {MAY_VIEW_AS})], "page", 200),
        (["wagtailadmin.access_admin", *GOVERN], "other_gallery", 404),
    ],
)
def test_who_may_not_change_grants_views_as_nobody(exhibition, viewer, sign_in, permissions, edits, status):
    person = may_edit(UserFactory(permissions=permissions), getattr(exhibition, edits))
    browser = sign_in(person)

    answer = begin(browser, viewer, exhibition.page)

    assert answer.status_code == status
    assert "viewing_as" not in browser.session


def test_it_never_opens_more_than_one_sees_oneself(exhibition, viewer, sign_in):
    """An editor who was granted one story of two."""
    editor = may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *GOVERN]), exhibition.page)
    grant(editor, exhibition.story)
    browser = sign_in(editor)

    page = begin(browser, viewer, exhibition.page)
    assert "Something is open to that person that is not open to you" in page.content.decode()
    grant(editor, exhibition.gallery)
    assert begin(browser, viewer, exhibition.page).status_code == 302
    assert browser.get("/exhibition/xy/xy002/").status_code == 200


@pytest.mark.parametrize("change", ["more", "right", "admin", "closed"])
def test_it_ends_with_the_next_page_when_something_speaks_against_it(exhibition, viewer, sign_in, change):
    person = may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *GOVERN]), exhibition.page)
    row = grant(person, exhibition.gallery)
    browser = sign_in(person)
    begin(browser, viewer, exhibition.page)
    assert browser.get("/exhibition/xy/").wsgi_request.user == viewer

    match change:
        case "more":
            type(row).objects.filter(pk=row.pk).update(valid_until=in_days(-1))
        case "right":
            person.user_permissions.clear()
        case "admin":
            viewer.is_superuser = True
            viewer.save()
        case "closed":
            viewer.is_active = False
            viewer.save()
    answer = browser.get("/exhibition/xy/")

    assert (answer.status_code, answer["Location"]) == (302, reverse("archive_grants:list"))
    assert "viewing_as" not in browser.session


def test_another_exhibition_is_seen_as_oneself(archivist, browser):
    other = ExhibitionPageFactory(slug="elsewhere")

    assert browser.get(other.url).wsgi_request.user == archivist


def test_a_viewer_can_not_make_it_up(exhibition, viewer, sign_in):
    """Were a session of a viewer's to hold such a mark, it would be worth nothing."""
    other = UserFactory()
    grant(other, exhibition.page)
    browser = sign_in(viewer)
    session = browser.session
    session["viewing_as"] = {"person": other.pk, "home": "/exhibition/"}
    session.save()

    assert browser.get("/exhibition/zz/").status_code == 302
    assert browser.get("/exhibition/zz/").status_code == 404


def cost(browser) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get("/exhibition/xy/xy001/").status_code == 200
    return len(captured)


def test_it_costs_a_fixed_number_of_queries(exhibition, browser, archivist, sign_in):
    few = cost(browser)
    alone = cost(sign_in(archivist))
    for code in ("AA", "AB", "AC"):
        gallery = GalleryPageFactory(parent=exhibition.page, code=code)
        for number in range(5):
            grant(UserFactory(), StoryPageFactory(parent=gallery, number=number + 1))

    assert cost(browser) == few
    assert few - alone <= 9

"""The exhibition on a gallery's wall."""

import pytest

from tests.factories import UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(exhibition):
    viewer = UserFactory(permissions=["wagtailadmin.access_admin"])
    viewer.set_password("canary-password")
    viewer.save()
    grant(viewer, exhibition.page)
    return viewer


@pytest.fixture
def wall(viewer, sign_in):
    browser = sign_in(viewer)
    answer = browser.post("/exhibition/kiosk/", {"patience": "60"})
    assert answer.url == "/exhibition/"
    return browser


def test_a_wall_shows_the_exhibition_without_a_way_out(wall):
    words = wall.get("/exhibition/xy/xy001/").content.decode()

    assert 'data-patience="60"' in words
    assert "Sign out" not in words
    assert "/admin/" not in words


@pytest.mark.parametrize(
    "path", ["/", "/admin/", "/studies/", "/sign-out/", "/sign-in/", "/nothing/", "/exhibition"]
)
def test_every_address_outside_leads_back(wall, path):
    answer = wall.get(path)

    assert (answer.status_code, answer.url) == (302, "/exhibition/")


def test_a_post_outside_changes_nothing(wall):
    assert wall.post("/sign-out/").url == "/exhibition/"
    assert wall.get("/exhibition/").status_code == 200


def test_beginning_again_forgets_the_language(wall):
    wall.post("/exhibition-media/language/", {"language": "hu", "next": "/exhibition/"})

    assert wall.post("/exhibition/kiosk/again/").url == "/exhibition/"
    assert wall.session.get("reading-language") is None
    assert wall.get("/exhibition/kiosk/again/").status_code == 405


def test_only_the_persons_password_takes_it_down(wall):
    refused = wall.post("/exhibition/kiosk/leave/", {"password": "wrong"})
    still = wall.get("/")
    taken_down = wall.post("/exhibition/kiosk/leave/", {"password": "canary-password"})

    assert "That is not the password" in refused.content.decode()
    assert still.status_code == 302
    assert taken_down.url == "/exhibition/"
    assert wall.get("/").status_code == 200


def test_a_time_that_is_not_offered_is_refused(viewer, sign_in):
    answer = sign_in(viewer).post("/exhibition/kiosk/", {"patience": "1"})

    assert "Choose one of the times." in answer.content.decode()


def test_a_wall_ends_with_the_grant(exhibition, wall):
    exhibition.page.user_grants.all().delete()

    assert wall.get("/exhibition/").status_code == 404

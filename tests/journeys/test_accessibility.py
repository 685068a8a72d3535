"""axe-core finds nothing on any public page: wide and narrow, in the light and in the dark, dialogs open."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.forms import SetPasswordForm
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import expect

from archive.admin.openings import Openings
from archive.admin.reports import REPORTS
from home.models import User
from tests.journeys import addresses
from tests.journeys.judging import found_nothing, judge_in_both_lights
from tests.journeys.sizes import SIZES
from tests.journeys.waiting import until

#: How long a photograph takes to open, in milliseconds.
OPENING = 700
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.fixture(params=SIZES)
def look(request, visit, axe_source):
    """`look(username)` opens a window and gives it with `judge(what)`, which says what axe finds there."""
    size = SIZES[request.param]

    def open_window(username=None):
        window = visit(username, **size)
        return window, lambda what: judge_in_both_lights(
            window.page, axe_source, f"{what} at {request.param}"
        )

    return open_window


def test_every_room_has_an_example():
    assert addresses.all_rooms() == set(addresses.EXAMPLES) | addresses.NO_PAGES


def test_public_pages(look):
    window, judge = look()
    # The worker builds and deploys it when the house is opened.
    study = f"{window.base_url}/studies/seen-before/"
    until(lambda: window.page.request.get(study).status == 200, seconds=180)

    found = []
    for path in addresses.PUBLIC:
        window.go(path)
        found += judge(path)

    found_nothing(found)


def test_pages_of_the_exhibition(look):
    window, judge = look("viewer")

    found = []
    for path in ["/", "/two-step/", *addresses.private()]:
        window.go(path)
        found += judge(path)

    found_nothing(found)


def test_what_is_said_when_something_was_mistyped(look):
    window, judge = look()
    page = window.page

    window.go("/sign-in/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    found = judge("sign-in, refused")
    window.go("/forgotten/")
    page.locator("form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("alert").wait_for()
    found += judge("forgotten, refused")
    window.go("/welcome/x/y/")

    found_nothing(found + judge("welcome, used"))


def by_themselves() -> dict[str, str]:
    """Pages that the demo does not come to: of errors, of an invitation, around an experiment."""
    person = User(username="vera", first_name="Vera")
    refused = SetPasswordForm(person, {"new_password1": "short", "new_password2": "other"})
    study = {"title": "Seen before", "url": "/studies/seen-before/", "lab": {"name": "Memory Lab"}}
    shown = {
        "archive/welcome.html": {"validlink": True, "is_invited": True, "person": person, "form": refused},
        "builds/run.html": {"study": study, "is_participant": True, "frame": "about:blank"},
        "archive/viewing_as_read_only.html": {"home": addresses.EXHIBITION},
    }
    return {name: render_to_string(name, shown.get(name, {})) for name in [*ERRORS, *shown]}


def test_pages_of_rare_moments(look):
    window, judge = look()
    page, pages = window.page, by_themselves()
    shown = []
    page.route("**/rare-moment", lambda route: route.fulfill(body=pages[shown[-1]], content_type="text/html"))

    found = []
    for name in pages:
        shown.append(name)
        window.go("/rare-moment")
        found += judge(name)

    found_nothing(found)


def test_a_story_in_each_of_its_states(look):
    window, judge = look("viewer")
    page = window.page
    window.go(addresses.STORY)

    page.get_by_role("tab", name="Side by side").click()
    page.get_by_role("tabpanel").get_by_role("button", name="Play from 0:15").click()
    page.locator("audio").evaluate("voice => voice.pause()")
    page.get_by_text("Cite").first.click()
    found = judge("side by side")
    page.locator("video").focus()
    page.keyboard.press("c")
    found += judge("with captions")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    found += judge("keys")
    page.keyboard.press("Escape")
    page.locator(".look").first.click()
    expect(page.get_by_role("dialog", name="Photographs")).to_be_visible()
    page.wait_for_timeout(OPENING)

    found_nothing(found + judge("photograph"))


def test_a_wall_and_its_question(look):
    window, judge = look("viewer")
    page = window.page
    page.clock.install()
    window.go(addresses.room("kiosk"))
    page.get_by_role("button", name="Put it on the wall").click()
    page.wait_for_url("**" + addresses.EXHIBITION)
    found = judge("wall")
    window.go(addresses.STORY)
    found += judge("story on the wall")
    window.go(addresses.room("kiosk-leave"))
    found += judge("taking down")
    window.go(addresses.STORY)

    page.clock.run_for(105_000)
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()

    found_nothing(found + judge("question"))


def test_the_exhibition_as_somebody_else_sees_it(look):
    window, judge = look("archivist")
    page = window.page
    window.go(reverse("archive_grants:list"))
    page.get_by_role("link", name="Vera Viewer").first.click()
    page.get_by_role("link", name="View as Vera Viewer").wait_for()
    found = judge("a grant")
    page.get_by_role("link", name="View as Vera Viewer").click()
    page.get_by_role("button", name="View “Told Photographs” as Vera Viewer").wait_for()
    found += judge("view as")
    page.get_by_role("button", name="View “Told Photographs” as Vera Viewer").click()
    page.get_by_role("complementary", name="Viewing as somebody else").wait_for()
    found += judge("exhibition as somebody else")
    window.go("/exhibition/nobody/")
    # The browser itself notes that nothing is there.
    window.problems.clear()

    found_nothing(found + judge("nothing for somebody else"))


def id_of(window, title: str) -> int:
    """The number of a page, by the list of pages that is open."""
    link = window.page.get_by_role("table").get_by_role("link", name=title, exact=True)
    return int(link.get_attribute("href").strip("/").split("/")[-2])


def judge_each(window, axe_source, paths) -> list[str]:
    """What axe finds on pages that are shown to this person, and do not send her elsewhere."""
    found = []
    for path in paths:
        assert window.go(path).status == 200, path
        assert urlsplit(window.page.url).path == path
        found += judge_in_both_lights(window.page, axe_source, path)
    return found


def test_the_workrooms_pages_of_a_participant(visit, axe_source):
    window = visit("editor")
    window.go("/admin/pages/")
    gallery = id_of(window, "Erzsi B.")
    window.go(f"/admin/pages/{gallery}/")
    story = id_of(window, "The far side")
    places = {
        "consent:gallery": gallery,
        "moderation:gallery": gallery,
        "consent:why": story,
        "consent:story-limit": story,
        "grants:page": story,
    }

    paths = (reverse(f"archive_{name}", args=[number]) for name, number in places.items())

    found_nothing(judge_each(window, axe_source, paths))


def test_the_workrooms_pages_of_a_study(visit, axe_source):
    window = visit("researcher")
    found, workflow = [], "/admin/studies/"
    window.go(workflow)
    desk = window.page.get_by_role("link", name="The unseen picture", exact=True).get_attribute("href")
    labs = f"{workflow}labs/"
    pages = (
        desk,
        f"{desk}step/resubmit/",
        f"{desk}people/",
        f"{desk}who/?years=3&gender=f",
        labs,
        f"{labs}1/",
        "/admin/builds/",
        "/admin/builds/1/",
        desk.replace(workflow, "/admin/builds/videos/"),
    )
    for path in (workflow, *pages):
        assert window.go(path).status == 200, path
        for details in window.page.locator("details.study-picture").all():
            details.locator("summary").click()
        found += judge_in_both_lights(window.page, axe_source, path)

    found_nothing(found)


@pytest.mark.parametrize(
    ("username", "names"),
    [
        ("editor", [f"archive_reports:{report.name}" for report in REPORTS if report is not Openings]),
        (
            "archivist",
            ["archive_reports:openings", "archive_preservation:preservation", "builds_admin:status"],
        ),
    ],
)
def test_reports_of_the_workroom(visit, axe_source, username, names):
    window = visit(username)

    found_nothing(judge_each(window, axe_source, map(reverse, names)))


def test_our_own_pages_of_the_workroom(visit, axe_source):
    window = visit("editor")
    names = [
        "wagtailsnippets_archive_mediaitem:upload",
        "archive_importing:look",
        "archive_grants:list",
        "archive_grants:give",
        "archive_grants:invitations",
    ]

    found_nothing(judge_each(window, axe_source, map(reverse, names)))

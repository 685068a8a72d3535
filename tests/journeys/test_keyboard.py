"""Everything can be reached, seen and left by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import addresses
from tests.journeys.judging import found_nothing
from tests.journeys.sizes import SIZES
from tests.journeys.tabbing import tab_to, walk
from tests.journeys.waiting import until

#: How long a photograph takes to open, in milliseconds; keys count only then.
OPENING = 700


@pytest.fixture(params=SIZES)
def tab_through(request, visit):
    """`tab_through(username, paths)` says what the Tab key does not do on these pages."""

    def go_through(username, paths, key="Tab"):
        window = visit(username, **SIZES[request.param])
        found = []
        for path in paths:
            assert window.go(path).status == 200, path
            found += walk(window.page, f"{path} at {request.param}", key)
        return found

    return go_through


def test_tab_leads_through_the_public_pages(tab_through):
    found_nothing(tab_through(None, addresses.PUBLIC))


def test_tab_leads_through_the_exhibition(tab_through):
    found_nothing(tab_through("viewer", addresses.private()))


def test_tab_leads_back_through_a_story(tab_through):
    found_nothing(tab_through("viewer", [addresses.STORY], "Shift+Tab"))


def test_the_first_stop_leads_to_the_content(visit):
    window = visit("viewer")
    page = window.page
    window.go(addresses.STORY)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")

    expect(page.get_by_role("navigation", name="Where you are").get_by_role("link").first).to_be_focused()


def test_the_room_where_one_is_stands_in_sight_on_a_phone(visit):
    window = visit("viewer", width=390, height=844)

    window.go(addresses.room("timeline"))

    expect(window.page.locator(".rooms [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_the_list_of_keys_gives_the_focus_back(visit):
    window = visit("viewer")
    page = window.page
    window.go(addresses.STORY)
    asks = page.get_by_role("button", name="Keys").last
    keys = page.get_by_role("dialog", name="Keys")

    tab_to(page, asks)
    page.keyboard.press("Enter")
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")

    expect(keys).to_be_hidden()
    expect(asks).to_be_focused()


def test_a_photograph_holds_the_focus_until_it_is_closed(visit):
    window = visit("viewer")
    page = window.page
    window.go(addresses.STORY)
    looks = page.locator(".look")
    tab_to(page, looks.nth(1))
    page.keyboard.press("Enter")
    wall = page.get_by_role("dialog", name="Photographs")
    expect(wall).to_be_visible()
    page.wait_for_timeout(OPENING)

    for name in ("Closer", "Further", "Previous photograph", "Next photograph", "Close"):
        tab_to(page, wall.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")

    expect(wall).to_have_count(0)
    expect(looks.nth(1)).to_be_focused()


def test_the_question_of_a_wall_is_answered_by_enter(visit):
    window = visit("viewer")
    page = window.page
    page.clock.install()
    window.go(addresses.room("kiosk"))
    page.get_by_role("button", name="Put it on the wall").click()
    window.go(addresses.GALLERY)
    story = page.get_by_role("link", name="The far side").first
    tab_to(page, story)

    page.clock.run_for(105_000)
    expect(page.get_by_role("button", name="Stay here")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(story).to_be_focused()
    found_nothing(walk(page, "a wall"))


def test_arrow_keys_lead_through_the_whole_graph(visit):
    window = visit("viewer")
    page = window.page
    window.go(addresses.room("graph"))
    nodes = page.locator(".node")
    here = "document.activeElement.id"
    tab_to(page, page.locator(".node[tabindex='0']"))

    met = [page.evaluate(here)]
    for _ in range(nodes.count()):
        page.keyboard.press("ArrowRight")
        met.append(page.evaluate(here))
    page.keyboard.press("ArrowLeft")

    assert met[0] == met[-1]
    assert sorted(met[1:]) == sorted(nodes.evaluate_all("nodes => nodes.map(node => node.id)"))
    assert page.evaluate(here) == met[-2]


class Hands:
    """A person who has a keyboard only."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def follow(self, thing, key="Tab"):
        tab_to(self.page, thing, key)
        self.press("Enter")

    def follow_to(self, title, thing):
        """Follows a link to the page of that title."""
        self.follow(thing)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)


def comes_in(hands, password):
    page = hands.page
    hands.follow_to("Sign in", page.get_by_role("main").get_by_role("link", name="Sign in"))
    expect(page.get_by_label("User name")).to_be_focused()
    hands.type("viewer")
    hands.press("Tab")
    hands.type(password)
    hands.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()


def goes_to_a_story(hands):
    main = hands.page.get_by_role("main")
    rooms = hands.page.get_by_role("navigation", name="Exhibition")
    hands.follow_to("Told Photographs", main.get_by_role("link", name="Told Photographs"))
    hands.follow_to("Themes", rooms.get_by_role("link", name="Themes"))
    hands.follow_to(
        "The empty chair", main.get_by_role("heading", name="The empty chair").get_by_role("link")
    )
    hands.follow_to("The day before we moved", main.get_by_role("link", name="The day before we moved"))


def listens(hands):
    page, voice = hands.page, hands.page.locator("audio")
    tab_to(page, page.get_by_role("tab", name="English"))
    hands.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Side by side")).to_be_focused()
    hands.follow(page.get_by_role("tabpanel").get_by_role("button", name="Play from 0:15"))
    until(lambda: voice.evaluate("voice => voice.currentTime") > 15.2)
    hands.press("k")
    until(lambda: voice.evaluate("voice => voice.paused"))


def comes_close_to_a_photograph(hands):
    page = hands.page
    wall = page.get_by_role("dialog", name="Photographs")
    hands.follow(page.locator(".look").first, "Shift+Tab")
    expect(wall).to_be_visible()
    page.wait_for_timeout(OPENING)
    picture = wall.locator(".pswp__item[aria-hidden=false] .pswp__img").last
    before = picture.bounding_box()["width"]
    hands.press("+")
    until(lambda: picture.bounding_box()["width"] > 1.4 * before)
    hands.press("Escape")
    expect(page.locator(".look").first).to_be_focused()


def searches(hands):
    page, rooms = hands.page, hands.page.get_by_role("navigation", name="Exhibition")
    tab_to(page, rooms.get_by_role("link", name="Search"), "Shift+Tab")
    hands.press("Enter")
    tab_to(page, page.locator("#q"))
    hands.type("konyha")
    hands.press("Enter")
    expect(page).to_have_url(re.compile(r"[?]q=konyha"))
    hands.follow(
        page.get_by_role("main").get_by_role("listitem").get_by_role("heading").get_by_role("link").first
    )
    expect(page.locator("article")).to_be_visible()


def chooses_in_the_graph(hands):
    page, rooms = hands.page, hands.page.get_by_role("navigation", name="Exhibition")
    hands.follow_to("Graph", rooms.get_by_role("link", name="Graph"))
    tab_to(page, page.locator(".node[tabindex='0']"))
    hands.press("ArrowRight")
    chosen = page.get_by_role("complementary", name="Chosen in the picture").get_by_role("heading", level=3)
    title = chosen.inner_text()
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_viewer_goes_the_whole_way_by_keyboard(visit):
    window = visit()
    hands = Hands(window.page)
    window.go("/")

    comes_in(hands, window.password)
    goes_to_a_story(hands)
    listens(hands)
    comes_close_to_a_photograph(hands)
    searches(hands)
    chooses_in_the_graph(hands)
    hands.follow(window.page.get_by_role("button", name="Sign out"))

    expect(window.page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()

from playwright.sync_api import expect

from tests.journeys.waiting import until

#: How long a photograph takes to open, in milliseconds; keys count only then.
OPENING = 700
ROOMS = [
    "/exhibition/",
    "/exhibition/themes/",
    "/exhibition/themes/the-empty-chair/",
    "/exhibition/chains/",
    "/exhibition/eras/sixties/",
    "/exhibition/keywords/",
    "/exhibition/analysis/",
    "/exhibition/connections/",
    "/exhibition/kiosk/",
]


def test_a_viewer_walks_from_the_door_to_a_story_and_listens(visit):
    window = visit("viewer")
    page = window.page

    page.get_by_role("main").get_by_role("link", name="Told Photographs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Told Photographs")
    # Others may have been made meanwhile (test_editor).
    for name in ("Anna V.", "Erzsi B.", "Miklós K.", "Szabolcs"):
        expect(page.get_by_role("region", name="Participants").get_by_role("link", name=name)).to_be_visible()

    page.get_by_role("link", name="Erzsi B.").click()
    expect(page.get_by_role("region", name="Stories").locator("li.card")).to_have_count(6)

    page.get_by_role("region", name="Stories").get_by_role("link", name="The day before we moved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The day before we moved")
    photographs = page.locator(".photographs img")
    expect(photographs).to_have_count(12)
    for number in range(12):
        photographs.nth(number).scroll_into_view_if_needed()
        expect(photographs.nth(number)).to_have_js_property("complete", True)
        assert photographs.nth(number).evaluate("image => image.naturalWidth") > 600


def test_the_video_plays_and_seeks_by_ranges(visit):
    window = visit("viewer")
    page = window.page
    answers = []
    page.on("response", lambda answer: "/v/BE001.mp4" in answer.url and answers.append(answer))

    window.go("/exhibition/be/be001/")
    video = page.locator("video")
    video.evaluate("video => video.play()")
    until(lambda: video.evaluate("video => video.currentTime") > 0.3)
    video.evaluate("video => { video.currentTime = 12 }")
    until(lambda: video.evaluate("video => video.currentTime") > 12.1)

    assert video.evaluate("video => video.videoWidth") > 300
    assert video.evaluate("video => video.error") is None
    assert {answer.status for answer in answers} == {206}
    assert answers[0].headers["cache-control"].startswith("private")
    assert video.evaluate("video => video.textTracks.length") == 2


def test_a_word_of_the_transcript_plays_the_voice_from_there(visit):
    window = visit("viewer")
    page = window.page
    window.go("/exhibition/be/be001/")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.get_by_role("tab", name="magyar").click()
    expect(page.get_by_role("tabpanel")).to_have_attribute("lang", "hu")
    page.get_by_role("tab", name="English").click()

    cue = page.get_by_role("tabpanel").locator(".cue").nth(2)
    start = int(cue.get_attribute("data-start")) / 1000
    cue.get_by_role("button").click()

    until(lambda: page.locator("audio").evaluate("audio => audio.currentTime") > start)
    expect(cue).to_have_class("cue now")


def test_photographs_open_and_turn_by_keyboard(visit):
    window = visit("viewer")
    page = window.page
    window.go("/exhibition/be/be001/")

    page.locator(".look").first.focus()
    page.keyboard.press("Enter")
    wall = page.get_by_role("dialog", name="Photographs")
    expect(wall).to_be_visible()
    page.wait_for_timeout(OPENING)
    page.keyboard.press("ArrowRight")
    expect(wall).to_contain_text("2 of 12")
    expect(wall).to_contain_text("The kitchen table")
    page.keyboard.press("Escape")

    expect(page.locator(".look").nth(1)).to_be_focused()


def test_a_photograph_is_come_close_to_and_its_context_menu_is_off(visit):
    window = visit("viewer")
    page = window.page
    window.go("/exhibition/be/be001/")
    page.locator(".look").first.click()
    wall = page.get_by_role("dialog", name="Photographs")
    picture = wall.locator(".pswp__item[aria-hidden=false] .pswp__img").last
    picture.wait_for()
    page.wait_for_timeout(OPENING)
    before = picture.bounding_box()["width"]

    wall.get_by_role("button", name="Closer").click()

    until(lambda: picture.bounding_box()["width"] > 1.4 * before)
    assert (
        picture.evaluate(
            "image => image.dispatchEvent(new Event('contextmenu', {bubbles: true, cancelable: true}))"
        )
        is False
    )


def test_a_theme_is_followed_from_teller_to_teller(visit):
    window = visit("viewer")
    page = window.page
    window.go("/exhibition/themes/the-empty-chair/")

    page.get_by_role("link", name="The day before we moved").click()
    walk = page.get_by_role("navigation", name="Along the theme")
    expect(walk).to_contain_text("1 of 4")
    walk.get_by_role("link", name="The deck chair").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The deck chair")
    expect(walk).to_contain_text("2 of 4")


def test_the_archives_words_are_read_in_hungarian(visit):
    window = visit("viewer")
    page = window.page
    window.go("/exhibition/")

    page.get_by_role("button", name="Magyar").click()

    expect(page.locator("h1 [lang=hu]")).to_be_visible()
    expect(page.get_by_role("button", name="Magyar")).to_have_attribute("aria-pressed", "true")
    window.go("/exhibition/va/va001/")
    expect(page.locator(".prose")).to_contain_text("in English")


def test_a_wall_begins_again_when_nobody_is_there(visit):
    window = visit("viewer")
    page = window.page
    page.clock.install()
    window.go("/exhibition/kiosk/")
    page.get_by_role("button", name="Put it on the wall").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    window.go("/exhibition/be/be001/")
    page.evaluate("localStorage.setItem('vitrine:place:x', '1')")

    page.clock.run_for(105_000)
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    page.get_by_role("button", name="Stay here").click()
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_hidden()
    page.clock.run_for(125_000)

    expect(page).to_have_url(window.base_url + "/exhibition/")
    assert page.evaluate("localStorage.length") == 0
    page.goto(window.base_url + "/admin/")
    expect(page).to_have_url(window.base_url + "/exhibition/")


def test_a_phone_shows_no_page_wider_than_itself(visit):
    window = visit("viewer", width=390, height=844)

    for path in ("/", *ROOMS, "/exhibition/be/", "/exhibition/be/be001/", "/studies/"):
        window.go(path)
        assert window.page.evaluate("document.documentElement.scrollWidth") == 390, path


def test_a_stranger_gets_the_sign_in_page_and_no_name(visit):
    window = visit()

    for path in ("/exhibition/", "/exhibition/be/", "/exhibition/be/be001/", "/exhibition/nothing/"):
        window.go(path)
        expect(window.page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert "Erzsi" not in window.page.content()


def test_a_person_without_a_grant_finds_nothing(visit):
    window = visit("researcher")

    answer = window.page.request.get(window.base_url + "/exhibition/be/be001/")

    assert answer.status == 404
    assert "Erzsi" not in answer.text()

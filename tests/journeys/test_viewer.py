from playwright.sync_api import expect

from tests.journeys.waiting import until


def test_a_viewer_walks_from_the_door_to_a_story_and_listens(visit):
    window = visit("viewer")
    page = window.page

    page.get_by_role("main").get_by_role("link", name="Told Photographs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Told Photographs")
    expect(page.get_by_role("region", name="Participants").get_by_role("listitem")).to_have_count(4)

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
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("2 of 12")
    page.keyboard.press("Escape")

    expect(page.locator(".look").nth(1)).to_be_focused()


def test_a_phone_shows_no_page_wider_than_itself(visit):
    window = visit("viewer", width=390, height=844)

    for path in ("/", "/exhibition/", "/exhibition/be/", "/exhibition/be/be001/", "/studies/"):
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

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.waiting import until

STORY = "/exhibition/be/be001/"


@pytest.fixture
def listen(visit):
    """Opens the story for the viewer; gives the page and what its voice says of itself."""

    def open_story(query="", **size):
        window = visit("viewer", **size)
        window.go(STORY + query)
        voice = window.page.locator("audio")
        return window.page, lambda name: voice.evaluate(f"voice => voice.{name}")

    return open_story


def controls(page):
    return page.get_by_role("region", name="Erzsi goes through the twelve prints")


def at(seconds, voice):
    """Whether the voice is there, give or take what it plays meanwhile."""
    return lambda: seconds - 0.1 <= voice("currentTime") < seconds + 3


def marked(page):
    return page.get_by_role("tabpanel").locator('[aria-current="true"]')


def test_a_click_on_a_time_plays_from_there_and_marks_the_cue(listen):
    page, voice = listen()

    page.get_by_role("tabpanel").get_by_role("button", name="Play from 0:15").click()

    until(lambda: voice("currentTime") > 15.1)
    assert voice("paused") is False
    expect(marked(page)).to_contain_text("Twelve pictures")
    until(lambda: voice("currentTime") > 19.1)
    expect(marked(page)).to_contain_text("I was sitting on the suitcase")


def test_side_by_side_has_a_row_for_each_cue_and_is_remembered(listen):
    page, _ = listen()

    page.get_by_role("tab", name="Side by side").click()
    page.reload()

    expect(page.get_by_role("tab", name="Side by side")).to_have_attribute("aria-selected", "true")
    rows = page.get_by_role("tabpanel").locator(".cue")
    expect(rows).to_have_count(6)
    expect(rows.nth(2).locator("[lang=en]")).to_have_text(re.compile("Twelve pictures"))
    expect(rows.nth(2).locator("[lang=hu]")).to_have_text(re.compile("Tizenkét kép"))


def test_the_tabs_turn_by_the_arrow_keys(listen):
    page, _ = listen()

    page.get_by_role("tab", name="English").focus()
    page.keyboard.press("ArrowLeft")

    expect(page.get_by_role("tab", name="Side by side")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.get_by_role("tabpanel")).to_have_attribute("lang", "en")


def test_the_spoken_cue_stays_in_sight_unless_the_reader_looks_elsewhere(listen):
    page, voice = listen(width=390, height=700)
    page.get_by_role("tab", name="Side by side").click()
    pane = page.get_by_role("tabpanel")
    again = page.get_by_role("button", name="Follow again")

    page.locator("audio").evaluate("voice => { voice.currentTime = 30 }")
    until(lambda: pane.evaluate("pane => pane.scrollTop") > 200)
    expect(marked(page)).to_be_in_viewport()
    expect(again).to_be_hidden()

    pane.hover()
    page.mouse.wheel(0, -4000)
    expect(again).to_be_visible()
    page.locator("audio").evaluate("voice => { voice.currentTime = 26 }")
    expect(marked(page)).to_contain_text("He did not take one of me")
    until(lambda: pane.evaluate("pane => pane.scrollTop") == 0)
    again.click()

    expect(again).to_be_hidden()
    until(lambda: pane.evaluate("pane => pane.scrollTop") > 200)


def test_the_controls_step_and_set_the_speed(listen):
    page, voice = listen()

    controls(page).get_by_role("button", name="Forward 10 s").click()
    until(lambda: voice("currentTime") == 10)
    controls(page).get_by_role("button", name="Next sentence").click()
    until(lambda: voice("currentTime") == 15.06)
    controls(page).get_by_role("button", name="Previous sentence").click()
    until(lambda: voice("currentTime") == 7.97)
    controls(page).get_by_role("button", name="Back 10 s").click()
    until(lambda: voice("currentTime") == 0)
    controls(page).get_by_label("Speed").select_option("1.5×")

    assert voice("playbackRate") == 1.5


def test_the_keyboard_plays_moves_and_lists_its_keys(listen):
    page, voice = listen()
    page.get_by_role("tabpanel").focus()

    page.keyboard.press("l")
    until(lambda: voice("currentTime") == 10)
    page.keyboard.press(".")
    until(lambda: voice("currentTime") == 15.06)
    page.keyboard.press("j")
    until(lambda: round(voice("currentTime"), 2) == 5.06)
    page.keyboard.press("Space")
    until(lambda: not voice("paused"))
    page.keyboard.press("k")
    until(lambda: voice("paused"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("tabpanel")).to_be_focused()


def test_keys_belong_to_the_fields_buttons_and_the_rest_of_the_page(listen):
    page, voice = listen()

    controls(page).get_by_label("Speed").focus()
    page.keyboard.press("l")
    page.get_by_role("link", name="Vitrine").focus()
    page.keyboard.press("l")
    page.get_by_role("tabpanel").focus()
    page.keyboard.press("Control+l")
    controls(page).get_by_role("button", name="Keys").focus()
    page.keyboard.press("Space")

    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert (voice("currentTime"), voice("paused")) == (0, True)


def test_c_turns_the_captions_of_a_video(listen):
    page, _ = listen()
    modes = "video => [...video.textTracks].map((track) => track.mode)"
    video = page.locator("video")
    video.focus()

    seen = []
    for _press in range(3):
        page.keyboard.press("c")
        seen.append(video.evaluate(modes))

    assert seen == [["showing", "disabled"], ["disabled", "showing"], ["disabled", "disabled"]]


@pytest.mark.parametrize(("query", "second"), [("?t=17", 17), ("?t=0m20s", 20), ("?t=1m", 35.9)])
def test_an_address_leads_to_its_second_and_waits(listen, query, second):
    page, voice = listen(query)

    until(lambda: abs(voice("currentTime") - second) < 0.2)

    assert voice("paused") is True
    expect(page.locator("audio")).to_be_in_viewport()


def test_the_link_to_this_moment_leads_back_to_it(listen):
    page, voice = listen("?t=17&utm_source=letter")
    until(at(17, voice))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    controls(page).get_by_role("button", name="Copy link to this moment").click()

    expect(controls(page).get_by_role("status")).to_have_text("The link to 0:17 is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"{STORY}?t=17#voice-1")
    page.goto(link)
    until(at(17, voice))


def test_the_link_can_be_copied_where_the_clipboard_is_closed(listen):
    page, voice = listen("?t=17")
    until(at(17, voice))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')) }")

    controls(page).get_by_role("button", name="Copy link to this moment").click()

    field = controls(page).get_by_label("Link to this moment", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"\?t=17#voice-1$"))


def test_the_place_is_offered_after_a_reload_and_forgotten_at_the_end(listen):
    page, voice = listen("?t=17")
    offer = page.get_by_role("button", name="Continue at 0:1")
    until(at(17, voice))
    page.get_by_role("tabpanel").focus()
    page.keyboard.press("k")
    until(lambda: voice("currentTime") > 17.2)
    page.keyboard.press("k")

    page.goto(page.url.partition("?")[0])
    expect(offer).to_be_visible()
    assert voice("currentTime") == 0
    offer.click()
    until(lambda: voice("currentTime") > 17.2)
    expect(offer).to_be_hidden()

    page.locator("audio").evaluate("voice => { voice.currentTime = 34 }")
    until(lambda: voice("currentTime") > 34.1)
    page.locator("audio").evaluate("voice => voice.pause()")
    page.reload()
    until(lambda: voice("readyState") > 0)
    expect(offer).to_be_hidden()


def test_what_lies_ninety_days_back_is_forgotten(listen):
    page, voice = listen()
    key = "vitrine:place:" + page.locator("audio").get_attribute("data-item")
    left = (
        "([key, days]) => localStorage.setItem(key, JSON.stringify({at: 12, on: Date.now() - days * 864e5}))"
    )
    offer = page.get_by_role("button", name="Continue at 0:12")

    page.evaluate(left, [key, 89])
    page.reload()
    expect(offer).to_be_visible()
    page.evaluate(left, [key, 91])
    page.reload()
    until(lambda: voice("readyState") > 0)

    expect(offer).to_be_hidden()
    assert page.evaluate("key => localStorage.getItem(key)", key) is None


def test_everything_works_where_storage_is_refused(visit):
    window = visit("viewer")
    window.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused'); } })"
    )

    window.go(STORY)
    window.page.get_by_role("tab", name="Side by side").click()
    window.page.get_by_role("tabpanel").get_by_role("button", name="Play from 0:15").click()

    expect(marked(window.page)).to_contain_text("Tizenkét kép")


def test_without_javascript_each_language_is_read_after_the_other(browser, visit):
    window = visit("viewer")
    state = window.page.context.storage_state()
    with browser.new_context(java_script_enabled=False, storage_state=state) as context:
        page = context.new_page()
        page.goto(window.base_url + STORY)

        expect(page.locator("#words-en")).to_be_visible()
        expect(page.locator("#words-hu")).to_be_visible()
        expect(page.locator("#words-together")).to_be_hidden()
        expect(page.locator("[data-controls]").first).to_be_hidden()


def test_on_paper_stand_the_words_of_both_languages_and_the_citation(listen):
    page, _ = listen()
    page.emulate_media(media="print")

    expect(page.locator("#words-together")).to_be_visible()
    expect(page.locator(".citation p")).to_have_text(
        re.compile(
            r"Erzsi B\.: The day before we moved\. In: Told Photographs\.\s+Recorded 14 May 2018\.\s+"
            r"Accessed \d+ \w+ \d{4}\. http://[\d.:]+/exhibition/be/be001/"
        )
    )
    for gone in ("audio", "video", "[data-controls]", "[role=tablist]", "aside", "#words-en"):
        expect(page.locator(gone).first).to_be_hidden()

"""Pages that are open longer than their links live: here a link lives 4 to 6 seconds."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.journeys.waiting import until
from tests.needs import need

STORY = "/exhibition/be/be001/"
SECONDS = 600
#: Milliseconds after which a link has ended, whenever it was made.
ONE_LIFE = 6500
#: Milliseconds that a busy machine may take for anything.
PATIENCE = 15_000
ENDED = "Your access to this has ended. If you need it longer, ask whoever gave it to you."
#: Notes how far a player jumps whenever it begins anew.
NOTE_JUMPS = """player => {
  window.jumps = [];
  let last = 0, left = null;
  player.addEventListener("timeupdate", () => { if (left === null) last = player.currentTime; });
  player.addEventListener("emptied", () => { left ??= last; });
  player.addEventListener("playing", () => {
    if (left !== null) window.jumps.push(player.currentTime - left);
    left = null;
  });
}"""


@pytest.fixture(scope="module")
def house(house_of_short_links):
    """The demo, in which the first story is ten minutes long: more than a browser fetches ahead."""
    need(shutil.which("ffmpeg") is not None, "ffmpeg is not installed.")
    media = house_of_short_links.folder / "media" / "BE"
    video, voice = media / "v" / "BE001.mp4", media / "r" / "BE001.mp4"
    noise = ["-f", "lavfi", "-i", f"anoisesrc=duration={SECONDS}:color=pink:sample_rate=44100"]
    picture = ["-f", "lavfi", "-i", f"testsrc2=duration={SECONDS}:size=160x90:rate=2"]
    encoded = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-b:a", "192k"]
    ffmpeg([*noise, *picture, *encoded], video)
    ffmpeg(["-i", video, "-vn", "-c:a", "copy"], voice)
    assert voice.stat().st_size > 10_000_000
    return house_of_short_links.base_url


def ffmpeg(what, to):
    command = ["ffmpeg", "-v", "error", "-y", *what, "-movflags", "+faststart", to]
    subprocess.run(command, check=True)


class Player:
    """A player of the story, and what was asked for on its behalf."""

    def __init__(self, window, tag):
        self.window, self.page = window, window.page
        self.element = self.page.locator(tag)
        self.links, self.renewals = [], []
        kind = {"audio": "/r/", "video": "/v/"}[tag]
        self.page.on("request", lambda request: kind in request.url and self.links.append(request.url))
        self.page.on(
            "request", lambda request: "-media/link/" in request.url and self.renewals.append(request.url)
        )
        window.go(STORY)
        until(lambda: self("duration") > SECONDS - 10)
        self.element.evaluate(NOTE_JUMPS)

    def __call__(self, code):
        return self.element.evaluate(f"player => player.{code}")

    def play(self):
        self.element.evaluate("player => { player.play().catch(() => {}) }")

    def seek(self, second):
        self.element.evaluate(f"player => {{ player.currentTime = {second} }}")

    def is_at(self, second):
        return abs(self("currentTime") - second) < 1 and self("readyState") >= 2

    def wait(self, milliseconds):
        self.page.wait_for_timeout(milliseconds)

    @property
    def frame(self):
        return self.page.locator("[data-player]").filter(has=self.element)

    @property
    def said(self):
        return self.frame.get_by_role("status")

    @property
    def jumps(self):
        return self.page.evaluate("window.jumps")


@pytest.fixture
def visit(visit):
    """As in other journeys, but that requests with a link that has ended fail is meant here."""
    windows = []

    def open_window(*args, **size):
        windows.append(visit(*args, **size))
        return windows[-1]

    yield open_window
    for window in windows:
        # What the browser has not told yet, it tells now.
        window.page.close()
        window.problems[:] = [told for told in window.problems if "Failed to load resource" not in told]


@pytest.fixture
def open_player(visit):
    return lambda tag="audio": Player(visit("viewer"), tag)


@pytest.fixture
def revoke(house_of_short_links):
    """Ends the viewer's grant, and gives it back."""

    def change(moment):
        grants = "archive.models.ExhibitionPageUserObjectPermission.objects"
        code = (
            f"import archive.models; from django.utils import timezone; {grants}.update(valid_until={moment})"
        )
        house_of_short_links.manage("shell", "--no-imports", "-c", code)

    yield lambda: change("timezone.now()"), lambda: change("None")
    change("None")


def test_a_voice_plays_on_through_many_links_at_its_place_and_speed(open_player):
    voice = open_player()
    voice.frame.get_by_label("Speed").select_option("1.5×")
    voice.play()

    until(lambda: len(voice.jumps) >= 4, seconds=90)

    assert len(set(voice.links)) >= 5
    assert [jump for jump in voice.jumps if abs(jump) > 1] == []
    assert (voice("paused"), voice("playbackRate"), voice("error")) == (False, 1.5, None)
    expect(voice.frame.get_by_label("Speed")).to_have_value("1.5")
    expect(voice.said).to_be_empty()


def test_a_video_keeps_its_captions(open_player):
    video = open_player("video")
    video.element.focus()
    video.page.keyboard.press("c")
    video.page.keyboard.press("c")
    video.play()

    until(lambda: len(video.jumps) >= 2, seconds=90)

    assert [jump for jump in video.jumps if abs(jump) > 1] == []
    modes = video.element.evaluate("video => [...video.textTracks].map((track) => track.mode)")
    assert modes == ["disabled", "showing"]


def test_a_paused_voice_asks_for_nothing_and_goes_on_with_a_new_link(open_player):
    voice = open_player()
    voice.seek(100)
    voice.play()
    until(lambda: voice("currentTime") > 100.5)
    voice("pause()")
    place, asked = voice("currentTime"), len(voice.renewals)
    voice.wait(2 * ONE_LIFE)
    assert len(voice.renewals) == asked

    voice.play()
    until(lambda: voice.jumps and voice("currentTime") > place + 1)

    assert len(voice.renewals) > asked
    assert [jump for jump in voice.jumps if abs(jump) > 1] == []
    assert voice("currentTime") < place + 6


@pytest.mark.parametrize("plays", [True, False])
def test_a_seek_to_what_was_not_fetched_needs_no_living_link(open_player, plays):
    voice = open_player()
    if plays:
        voice.play()
        until(lambda: voice("currentTime") > 0.5)
    voice.wait(ONE_LIFE)

    voice.seek(500)

    until(lambda: voice.is_at(500) or voice("currentTime") > 500)
    assert voice("currentTime") < 510
    assert voice("paused") is not plays
    if plays:
        until(lambda: voice("currentTime") > 501)


def test_a_lost_connection_is_told_and_got_over(open_player):
    voice = open_player()
    voice.play()
    until(lambda: voice("currentTime") > 0.5)
    voice.page.route("**/exhibition-media/link/**", lambda route: route.abort())
    voice.page.route("**/edge/media/**", lambda route: route.abort())
    voice.seek(300)
    expect(voice.said).to_contain_text("The connection is lost.", timeout=2 * PATIENCE)

    voice.page.unroute_all()

    until(lambda: voice("currentTime") > 301, seconds=30)
    assert voice("currentTime") < 310
    expect(voice.said).to_be_empty()


def test_a_grant_that_has_ended_stops_the_voice_and_says_so(open_player, revoke):
    end, give_back = revoke
    voice = open_player()
    voice.seek(200)
    voice.play()
    until(lambda: voice("currentTime") > 200.5)

    end()
    expect(voice.said).to_have_text(ENDED, timeout=ONE_LIFE + PATIENCE)
    stopped = voice("paused")
    assert (stopped, voice("getAttribute('src')"), voice("currentTime")) == (True, None, 0)
    # Nor does it begin again.
    voice.play()
    voice.wait(1000)
    assert voice("currentTime") == 0
    expect(voice.said).to_have_text(ENDED)

    give_back()
    voice.play()
    until(lambda: voice("currentTime") > 200.5)
    assert voice("currentTime") < 220
    expect(voice.said).to_be_empty()


def naturals(images):
    return [images.nth(number).evaluate("image => image.naturalWidth") for number in range(images.count())]


def test_photographs_that_are_scrolled_to_later_are_shown(visit):
    window = visit("viewer", width=390, height=700)
    page = window.page
    window.go(STORY)
    page.wait_for_timeout(ONE_LIFE)

    images = page.locator(".look img")
    for number in range(12):
        images.nth(number).scroll_into_view_if_needed()
    until(lambda: min(naturals(images)) > 600)


def test_photographs_that_are_come_close_to_later_are_shown(visit):
    window = visit("viewer", width=390, height=700)
    page = window.page
    window.go(STORY)
    page.wait_for_timeout(ONE_LIFE)

    page.locator(".look").first.click()
    wall = page.get_by_role("dialog", name="Photographs")
    for number in range(1, 13):
        expect(wall).to_contain_text(f"{number} of 12")
        picture = wall.locator(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)")
        until(
            lambda picture=picture: (
                picture.count() and picture.last.evaluate("image => image.naturalWidth") > 600
            )
        )
        page.wait_for_timeout(500)
        page.keyboard.press("ArrowRight")


def test_photographs_of_a_grant_that_has_ended_are_not_shown_and_it_is_said(visit, revoke):
    end, _ = revoke
    window = visit("viewer", width=390, height=700)
    page = window.page
    window.go(STORY)
    shown = naturals(page.locator(".look img"))
    assert shown[-1] == 0
    end()
    page.wait_for_timeout(ONE_LIFE)

    page.locator(".look").first.click()
    wall = page.get_by_role("dialog", name="Photographs")
    expect(wall).to_contain_text("1 of 12")
    page.wait_for_timeout(700)
    page.keyboard.press("ArrowLeft")
    expect(wall).to_contain_text(ENDED, timeout=PATIENCE)

    page.keyboard.press("Escape")
    expect(wall).to_have_count(0)
    page.locator(".photographs figure").last.scroll_into_view_if_needed()
    expect(page.locator(".photographs figure").last).to_contain_text(ENDED, timeout=PATIENCE)

"""The drill: what was backed up comes back where there is nothing but the code, the backup and the key."""

from hashlib import file_digest
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import addresses
from tests.journeys.conftest import Visit, served, sign_in, watch
from tests.journeys.waiting import until


@pytest.fixture(scope="module")
def backed_up(needs_chromium, tmp_path_factory):
    """The folder of a house that is gone, but for its media to compare with, and its backup."""
    place = tmp_path_factory.mktemp("backups")
    with served(tmp_path_factory.mktemp("before") / "vitrine") as house:
        house.manage("backup", str(place), "--with-media")
        return house.folder, next(place.iterdir())


@pytest.fixture(scope="module")
def resurrected(backed_up, tmp_path_factory):
    folder, bag = backed_up

    def from_the_backup(house):
        (house.folder / "var").mkdir(exist_ok=True)
        (house.folder / "var" / "secret-key").write_bytes((folder / "var" / "secret-key").read_bytes())
        house.manage("verify", str(bag))
        house.manage("restore", str(bag))

    with served(tmp_path_factory.mktemp("after") / "vitrine", fill=from_the_backup) as house:
        yield house


def media_of(folder: Path) -> dict[str, str]:
    found = {}
    for path in (folder / "media").rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                found[str(path.relative_to(folder / "media"))] = file_digest(file, "sha256").hexdigest()
    return found


def test_every_object_is_the_same(backed_up, resurrected):
    before = media_of(backed_up[0])

    assert len(before) > 50
    assert media_of(resurrected.folder) == before


def test_a_viewer_of_before_plays_a_video(resurrected, browser):
    context = browser.new_context()
    visit = Visit(context.new_page(), resurrected.base_url)
    watch(visit)
    sign_in(visit, "viewer")
    visit.go(addresses.STORY)
    video = visit.page.locator("video")
    video.evaluate("video => { video.muted = true; return video.play(); }")

    expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
    until(lambda: video.evaluate("video => video.currentTime") > 0.5)
    context.close()
    assert visit.problems == []

"""The exhibition box in a browser, from a folder: there is no server."""

import pytest
from playwright.sync_api import expect

from tests.journeys.waiting import until


@pytest.fixture(scope="module")
def box(whole_house, tmp_path_factory):
    folder = tmp_path_factory.mktemp("stick") / "box"
    whole_house.manage("exhibition_box", str(folder), "--scope", "exhibition", "-v0")
    return folder


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_box_is_walked_played_and_searched_without_a_server(box, browser, size):
    window = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page, asked, problems = window.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: line.type == "error" and problems.append(line.text))

    page.goto((box / "index.html").as_uri())
    page.locator(".box-cards a").first.click()
    expect(page.get_by_role("heading", name="Stories")).to_be_visible()
    page.locator(".box-cards a").first.click()
    player = page.locator("video, audio").first
    page.locator(".box-words button").nth(1).click()
    until(lambda: player.evaluate("it => it.currentTime") > 0.5, seconds=20)
    films = page.locator("video")
    assert films.count() == 0 or films.first.evaluate("it => it.textTracks.length") > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words in stories").fill(title.upper())
    expect(page.locator("#found li").first).to_contain_text(title)
    page.get_by_role("link", name="Themes and keywords").click()
    expect(page.get_by_role("heading", name="Keywords", exact=True)).to_be_visible()

    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    assert problems == []
    window.close()

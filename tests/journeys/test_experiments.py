"""Experiments in the browser: one of two repositories is built and played, hostile ones reach nothing."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.journeys.test_researcher import build, open_desk
from tests.journeys.waiting import until

HOSTILE = Path(__file__).with_name("hostile.js")
#: Puts a bundle before the readers as a build would, and says where its page is.
PUBLISH = """
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from pathlib import Path
from builds import bundles
from builds.capability import run_address
from studies.models import StudyPage
study = StudyPage.objects.get(slug="{slug}")
script = Path("{script}").read_bytes()
page = b"<!doctype html><title>waiting</title><body><script src='hostile.js'></script>"
now = timezone.now()
build = study.builds.create(kind="preview", state="succeeded", fence=1, finished_at=now, switched_at=now)
build.prefix = bundles.prefix_of(build)
for name, content in {{"index.html": page, "hostile.js": script}}.items():
    storages["experiments"].save(f"{{build.prefix}}/{{name}}", ContentFile(content))
    build.manifest[name] = {{"size": len(content), "sha256": "", "type": bundles.content_type(name)}}
build.save()
print("\\nAT", build.pk, run_address(build, is_participant=False))
"""


def publish(house, slug):
    """The number of a build of the hostile bundle, and the address of its page."""
    script = PUBLISH.format(slug=slug, script=HOSTILE)
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", script],
        cwd=house.folder,
        env=house.env,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    _, number, address = said[said.index("AT ") :].split()
    return int(number), address


def title_of_experiment(page):
    frame = next((frame for frame in page.frames if "/run/" in frame.url), None)
    return frame.title() if frame else ""


@pytest.fixture
def the_house(request):
    return request.getfixturevalue(getattr(request, "param", "whole_house"))


@pytest.fixture
def house(the_house):
    """Where `visit` goes: only the site's own address may frame an experiment of another host."""
    return the_house.base_url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("the_house", ["whole_house", "house_of_short_links"], indirect=True)
def test_hostile_experiment_reaches_nothing_of_the_site_nor_of_another_study(visit, house, the_house):
    """In a sandbox of the site's host, and on a host of its own."""
    number, own = publish(the_house, "picture-memory")
    _, other = publish(the_house, "the-unseen-picture")
    has_own_origin = own.startswith("http")
    other = other if has_own_origin else f"{house}{other}"
    query = urlencode({"site": house, "other": other})
    researcher = visit("researcher")
    page = researcher.page
    if has_own_origin:
        page.goto(f"{other.partition('/run/')[0]}/nothing")
        page.evaluate("localStorage.setItem('of another study', '1')")

    researcher.go(f"/builds/{number}/preview/?{query}")
    until(lambda: title_of_experiment(page).startswith("{"), seconds=30)

    said = json.loads(title_of_experiment(page))
    assert {what for what, achieved in said["results"].items() if achieved} == set()
    assert said["origin"] == (own.partition("/run/")[0] or "null")
    assert page.url.startswith(f"{house}/builds/{number}/preview/")
    researcher.go("/admin/")
    expect(page.get_by_role("link", name="Studies").first).to_be_visible()
    # What the browser complained of is what was refused.
    page.close()
    researcher.problems.clear()


def test_host_of_an_experiment_has_nothing_else(house_of_short_links, browser):
    _, address = publish(house_of_short_links, "picture-memory")
    origin = address.partition("/run/")[0]
    page = browser.new_page()

    for path in (
        "/",
        "/sign-in/",
        "/admin/",
        "/studies/",
        "/static/home/site.css",
        "/run/nonsense/index.html",
    ):
        assert page.goto(f"{origin}{path}").status == 404
    strange = address.replace(origin[7:43], "00000000-0000-4000-8000-000000000000")
    assert page.goto(strange).status == 404
    assert page.context.cookies() == []
    page.context.close()


def test_experiment_of_two_repositories_is_built_and_played(visit):
    researcher = visit("researcher")
    open_desk(researcher, "The first photograph")
    build(researcher, "Build preview")
    expect(researcher.page.get_by_role("main")).to_contain_text("extra-frames")
    researcher.page.get_by_label("Find in the log").fill("exp-rating")
    expect(researcher.page.locator(".build-search output")).to_contain_text("found")
    researcher.page.get_by_role("link", name="Open", exact=True).click()

    frame = researcher.page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("The first photograph")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("textbox").fill("Somebody called my name.")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_label("5", exact=True).check()
    frame.get_by_role("button", name="Continue").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you for taking part")


def test_bundle_is_gone_back_to_in_one_click(visit):
    """The second build finds the compiled bundle, so it is there at once."""
    researcher = visit("researcher")
    open_desk(researcher, "The first photograph")
    build(researcher, "Build preview")
    first = researcher.page.url
    open_desk(researcher, "The first photograph")
    build(researcher, "Build preview")
    expect(researcher.page.get_by_role("main")).to_contain_text("compiled before, and used again")

    researcher.page.goto(first)
    researcher.page.get_by_role("button", name="Go back to this bundle").click()

    expect(researcher.page.get_by_role("main")).to_contain_text("This bundle is served.")

"""Every address of the resolver, asked as every role, compared with access_matrix.toml."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import URLResolver, get_resolver

from archive.links import media_link
from studies import moderation
from studies.models import StudyPage
from tests.factories import (
    ExhibitionPageFactory,
    GalleryPageFactory,
    MediaItemFactory,
    StoryPageFactory,
    StudyPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

MATRIX = tomllib.loads(Path(__file__).with_name("access_matrix.toml").read_text())
ROLES = MATRIX["roles"]
BUNDLE = {"index.html": {"size": 1, "sha256": "", "content_type": "text/html"}}
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(resolver=None, before="") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        else:
            yield here


def is_wagtails(address: str) -> bool:
    return address.startswith("admin/") and address not in MATRIX["addresses"]


def example(address: str, **examples: str) -> str:
    """Some path that the pattern matches."""
    examples = EXAMPLES | examples
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: examples[found[1] or "str"], address)
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "").replace(".*", "nothing")


def test_every_address_is_in_the_matrix():
    found = {address for address in addresses() if not address.startswith("admin/")}
    ours = {address for address in MATRIX["addresses"] if not address.startswith("admin/")}

    assert found == ours
    assert set(MATRIX["addresses"]) | set(MATRIX["admin"]["open"]) <= set(addresses())


@pytest.fixture
def world(researcher, reviewer):
    """One of everything, with canaries for names."""
    exhibition = ExhibitionPageFactory(title="Canary exhibition", slug="exhibition")
    gallery = GalleryPageFactory(parent=exhibition, code="XY", title="Canary gallery")
    story = StoryPageFactory(parent=gallery, number=1, slug="xy001", title="Canary story")
    other = GalleryPageFactory(parent=exhibition, code="ZZ", title="Canary other gallery")
    StoryPageFactory(parent=other, number=1, slug="zz001", title="Canary other story")
    item = MediaItemFactory(gallery=gallery, number=1)
    storages["participants"].save(item.key, ContentFile(b"canary bytes"))
    viewer = UserFactory()
    grant(viewer, exhibition)
    draft, active = StudyPageFactory(by=researcher, title="Canary draft"), active_study(researcher, reviewer)
    people = {
        "anonymous": None,
        "stranger": UserFactory(),
        "viewer": viewer,
        "researcher": researcher,
        "reviewer": reviewer,
        "editor": UserFactory(permissions=["wagtailadmin.access_admin"]),
    }
    things = {
        "draft": draft,
        "active": active,
        "build": draft.builds.create(
            kind="preview", state="succeeded", manifest=BUNDLE, requested_by=researcher
        ),
        "transcript": TranscriptFactory(story=story),
        "media_link": media_link(item),
    }
    return people, things


def active_study(researcher, reviewer):
    study = StudyPageFactory(by=researcher, title="An open study")
    study.save_revision(user=researcher)
    study.builds.create(kind="deployment", state="succeeded", manifest=BUNDLE, revision=study.latest_revision)
    for trigger, by in (("submit", researcher), ("approve", reviewer), ("activate", researcher)):
        moderation.perform(StudyPage.objects.get(pk=study.pk), trigger, by=by)
    return StudyPage.objects.get(pk=study.pk)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(world, sign_in, role):
    people, things = world
    browser, column = sign_in(people[role]), ROLES.index(role)
    expected, answered, leaks = {}, {}, []
    for examples in MATRIX["addresses"].values():
        for path, statuses in examples.items():
            response = browser.get(path.format(**things))
            expected[path], answered[path] = statuses[column], response.status_code
            if response.status_code >= 300 and "Canary" in response.content.decode():
                leaks.append(path)

    assert answered == expected
    assert leaks == []


@pytest.mark.parametrize("role", MATRIX["admin"]["closed_to"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_admin_is_closed_to_who_may_not_enter(world, sign_in, role, method):
    people, _ = world
    browser = sign_in(people[role])
    closed = [address for address in addresses() if is_wagtails(address)]
    closed = [address for address in closed if address not in MATRIX["admin"]["open"]]
    assert len(closed) > 150

    answered = {address: getattr(browser, method)(example(address)) for address in closed}

    assert {
        address for address, answer in answered.items() if "/sign-in/" not in answer.get("Location", "")
    } == set()

"""Manifests before their judges: our own, the parser of the viewers, and IIIF's official schema."""

import json
import os
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from jsonschema import Draft7Validator

from archive import demo
from archive.models import GalleryPage, StoryPage
from home.models import HomePage
from tests.archive.iiif_parts import addresses, place, tell
from tests.factories import UserFactory, grant
from tests.validators.presentation3 import problems

pytestmark = pytest.mark.django_db
#: What the parser would mend, although IIIF's own schema and cookbook want it so in an annotation's body.
TOLERATED = '"language" should be Array of values'


@pytest.fixture
def ask(exhibition, sign_in):
    """Asks for a manifest or collection as somebody who was granted the exhibition."""
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return lambda what: sign_in(viewer).get(addresses(exhibition)[what]).json()


@pytest.fixture
def hard_cases(exhibition, ask):
    """Manifests and collections with everything, with nothing, and with what is known by halves."""
    bare = [ask("story"), ask("gallery"), ask("exhibition")]
    tell(exhibition)
    whole = [ask("story"), ask("gallery"), ask("exhibition")]
    story, gallery = exhibition.story, exhibition.gallery
    story.placements.all().delete()
    place(story, gallery, number=20, is_missing=True)
    place(story, gallery, number=21, width=9000, height=1, title="A <b>line</b> & “more”")
    half = {"kind": "video", "width": None, "height": None, "duration": timedelta(microseconds=1)}
    place(story, gallery, number=22, **half)
    return [*bare, *whole, ask("story")]


@pytest.fixture
def whole_demo(db, sign_in):
    """The manifests of all the demo's stories, the collections of its galleries, and its exhibition's."""
    viewer = UserFactory()
    page = demo.load(django_settings.BASE_DIR / "demo", front=HomePage.objects.get(), viewers=[viewer])
    browser = sign_in(viewer)
    stories = [f"story/{story.uuid}/manifest.json" for story in StoryPage.objects.all()]
    galleries = [f"gallery/{gallery.uuid}/manifest.json" for gallery in GalleryPage.objects.all()]
    assert (len(stories), len(galleries)) == (24, 4)
    paths = [*stories, *galleries, f"exhibition/{page.slug}/collection.json"]
    return [browser.get(f"/iiif/{path}").json() for path in paths]


@pytest.fixture(scope="session")
def official():
    """IIIF publishes its schema in a repository without a licence: it can be asked, not brought along."""
    path = os.environ.get("IIIF_SCHEMA")
    if not path:
        pytest.skip(
            "IIIF_SCHEMA is not set: the schema/iiif_3_0.json of IIIF/presentation-validator (docs/iiif.md)."
        )
    return Draft7Validator(json.loads(Path(path).read_text(encoding="utf-8")))


def test_hard_cases_have_no_problems(hard_cases):
    assert [problems(resource) for resource in hard_cases] == [[]] * 7


def test_the_demo_has_no_problems(whole_demo):
    assert [problems(resource) for resource in whole_demo] == [[]] * 29


def read(validators, resources):
    """What the viewers' parser makes of them: written again, and what else it says than we tolerate."""
    answers = validators.run("iiif.cjs", resources)
    written = [answer["written"] for answer in answers]
    return written, [[said for said in answer["warnings"] if said != TOLERATED] for answer in answers]


def test_the_viewers_parser_loses_nothing_of_hard_cases(hard_cases, validators):
    assert read(validators, hard_cases) == (hard_cases, [[]] * 7)


def test_the_viewers_parser_loses_nothing_of_the_demo(whole_demo, validators):
    assert read(validators, whole_demo) == (whole_demo, [[]] * 29)


def test_the_official_schema_accepts_hard_cases(official, hard_cases):
    assert [[error.message for error in official.iter_errors(resource)] for resource in hard_cases] == [
        []
    ] * 7


def test_the_official_schema_accepts_the_demo(official, whole_demo):
    assert [[error.message for error in official.iter_errors(resource)] for resource in whole_demo] == [
        []
    ] * 29


def first_annotation(manifest):
    return manifest["items"][0]["items"][0]["items"][0]


def repeat_canvas(manifest):
    manifest["items"].append(manifest["items"][0])


def put_captions_on_a_photograph(manifest):
    manifest["items"][1]["annotations"] = manifest["items"][0]["annotations"]


#: Each takes or puts something; the other two judges find what is in PARSER and OFFICIAL.
BROKEN = {
    "no label": lambda manifest: manifest.pop("label"),
    "an empty label": lambda manifest: manifest.update(label={}),
    "a label in no language map": lambda manifest: manifest.update(label="Story"),
    "no context": lambda manifest: manifest.pop("@context"),
    "no canvas": lambda manifest: manifest.update(items=[]),
    "a relative id": lambda manifest: manifest.update(id="/iiif/story/1/manifest.json"),
    "a canvas with a fragment": lambda manifest: manifest["items"][0].update(id="https://a.example/x#1"),
    "a canvas twice": repeat_canvas,
    "a canvas without room": lambda manifest: [
        manifest["items"][1].pop(name) for name in ("width", "height")
    ],
    "a canvas without height": lambda manifest: manifest["items"][1].pop("height"),
    "a duration of 0": lambda manifest: manifest["items"][2].update(duration=0),
    "another duration": lambda manifest: manifest["items"][2].update(duration=99),
    "a width that is text": lambda manifest: manifest["items"][1].update(width="600"),
    "no target": lambda manifest: first_annotation(manifest).pop("target"),
    "a target elsewhere": lambda manifest: first_annotation(manifest).update(
        target="https://a.example/other"
    ),
    "no body": lambda manifest: first_annotation(manifest).pop("body"),
    "a body without id": lambda manifest: first_annotation(manifest)["body"].pop("id"),
    "another motivation": lambda manifest: first_annotation(manifest).update(motivation="tagging"),
    "captions on a photograph": put_captions_on_a_photograph,
    "rights of our own making": lambda manifest: manifest.update(rights="https://a.example/rights"),
    "an unknown property": lambda manifest: manifest.update(participant="somebody"),
    "another type": lambda manifest: manifest.update(type="Sequence"),
}
PARSER = {
    "a label in no language map",
    "no context",
    "a duration of 0",
    "a width that is text",
    "rights of our own making",
    "an unknown property",
    "another type",
}
OFFICIAL = {
    "no label",
    "a label in no language map",
    "a relative id",
    "a canvas without room",
    "a canvas without height",
    "a duration of 0",
    "a width that is text",
    "a body without id",
    "rights of our own making",
    "an unknown property",
    "another type",
}


@pytest.fixture
def broken(exhibition, ask):
    """The manifest of a whole story, broken in each way."""
    tell(exhibition)
    whole, made = ask("story"), {}
    for name, break_it in BROKEN.items():
        made[name] = deepcopy(whole)
        break_it(made[name])
    return made


def test_our_judge_finds_everything_that_is_broken(broken):
    assert [name for name, manifest in broken.items() if not problems(manifest)] == []


def test_the_viewers_parser_finds_what_it_can(broken, validators):
    written, warnings = read(validators, list(broken.values()))
    found = zip(broken.items(), written, warnings, strict=True)

    assert {name for (name, given), back, said in found if back != given or said} == PARSER


def test_the_official_schema_finds_what_it_can(official, broken):
    assert {name for name, manifest in broken.items() if not official.is_valid(manifest)} == OFFICIAL

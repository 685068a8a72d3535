"""`manage.py demo`: loads the demo archive, and mends it when it is called again."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import override_settings
from PIL import Image
from wagtail.models import Page, Revision

from archive.models import Chain, Connection, Cue, ExhibitionPage, MediaItem, StoryPage, Theme, Transcript
from home.models import Mail, User
from studies.models import Lab, StudyLog, StudyPage
from studies.permissions import StudyPermission, can

MEDIA = settings.BASE_DIR / "demo" / "media"
PASSWORD = "a-door-key-of-brass"
COUNTED = [Page, Revision, MediaItem, Cue, Theme, Chain, Connection, User, Lab, StudyPage, StudyLog, Mail]


def demo(password=PASSWORD):
    """Calls the command; returns what it said."""
    said = StringIO()
    with override_settings(DEMO_PASSWORD=password):
        call_command("demo", stdout=said)
    return said.getvalue()


@pytest.fixture
def loaded(db):
    """What the command said when it loaded the demo archive."""
    return demo()


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def sizes(folder_or_bucket):
    """The size of each media file by its key."""
    paths = {path.relative_to(MEDIA).as_posix(): path for path in MEDIA.rglob("*.*") if path.suffix != ".txt"}
    if folder_or_bucket == MEDIA:
        return {key: path.stat().st_size for key, path in paths.items()}
    return {key: folder_or_bucket.size(key) for key in paths}


@pytest.mark.django_db
def test_demo_twice_is_the_same_as_once():
    demo()
    first = counts()

    demo()

    assert counts() == first
    assert (first["MediaItem"], first["Cue"], first["User"]) == (60, 124, 5)


@pytest.mark.django_db
def test_demo_mends_what_is_gone_and_leaves_what_was_edited():
    demo()
    bucket = storages["participants"]
    bucket.delete("BE/i/BE001.jpg")
    MediaItem.objects.update(is_missing=True, sha256="")
    story = StoryPage.objects.first()
    story.title = "Edited"
    story.save_revision().publish()

    demo()

    assert sizes(bucket) == sizes(MEDIA)
    assert not MediaItem.objects.filter(is_missing=True).exists()
    assert not MediaItem.objects.filter(sha256="").exists()
    assert StoryPage.objects.get(pk=story.pk).title == "Edited"


@pytest.mark.django_db
def test_demo_makes_up_a_password_keeps_it_and_yields_to_one_that_is_set(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    demo(password="")
    kept = tmp_path / "demo-password"
    made_up = kept.read_text()
    assert (len(made_up), kept.stat().st_mode & 0o777) == (12, 0o600)
    assert User.objects.get(username="viewer").check_password(made_up)

    demo(password="another-key-of-brass")

    assert User.objects.get(username="viewer").check_password("another-key-of-brass")
    assert kept.read_text() == made_up


@pytest.mark.django_db
def test_demo_installs_the_experiments_repository():
    demo()

    folder = Path(settings.REPOSITORIES_ROOT) / "vitrine-demo" / "picture-memory"
    sha = (folder / "HEAD").read_text().strip()
    assert {path.name for path in folder.iterdir()} == {"HEAD", f"{sha}.zip"}


@pytest.mark.parametrize("name", ["editor", "viewer", "researcher", "reviewer", "archivist"])
def test_demo_says_whom_to_sign_in_as(loaded, name):
    assert f"  {name:<12} {PASSWORD}   " in loaded
    assert User.objects.get(username=name).check_password(PASSWORD)


def test_demo_knows_size_and_checksum_of_every_item(loaded):
    items = {item.key: item for item in MediaItem.objects.select_related("gallery")}

    assert {key: item.size for key, item in items.items()} == {key: sizes(MEDIA)[key] for key in items}
    assert not [key for key, item in items.items() if item.is_missing or len(item.sha256) != 64]


def test_demo_knows_pixel_size_or_duration_of_every_item(loaded):
    pictures = MediaItem.objects.exclude(kind="voice")
    assert not pictures.filter(width=None).exists()
    assert min(min(item.width, item.height) for item in pictures) >= 200

    timed = MediaItem.objects.exclude(kind="photo").values_list("duration", flat=True)
    assert all(timedelta(0) < duration < timedelta(minutes=5) for duration in timed)


def test_demo_has_an_alternative_text_for_every_photograph(loaded):
    photographs = MediaItem.objects.filter(kind="photo")

    assert photographs.count() == 46
    assert not [item for item in photographs if len(item.alt_text) < 20 or item.is_decorative]


def test_demo_tells_24_stories(loaded):
    assert StoryPage.objects.live().count() == 24
    assert not StoryPage.objects.filter(placements__isnull=True).exists()


@pytest.mark.parametrize("language", ["en", "hu"])
def test_demo_has_the_words_of_every_voice_and_video_in_each_language(loaded, language):
    spoken = StoryPage.objects.filter(placements__item__kind__in=["voice", "video"])
    written = Transcript.objects.filter(language=language, cues__isnull=False)

    assert {transcript.story_id for transcript in written} == {story.pk for story in spoken}
    assert Cue.objects.filter(transcript__in=written).exclude(text="").count() == 62


def test_demo_opens_the_exhibition_to_those_who_were_granted_it(loaded):
    may = {user.username for user in User.objects.all() if ExhibitionPage.objects.visible_to(user).exists()}

    assert may == {"viewer", "editor", "archivist"}
    assert ExhibitionPage.objects.get().get_view_restrictions().count() == 1


def test_demo_has_studies_in_different_states_all_of_them_the_researchers(loaded):
    states = {study.slug: study.state for study in StudyPage.objects.all()}
    researcher = User.objects.get(username="researcher")

    assert {"created", "submitted", "rejected", "approved"} == set(states.values())
    assert states["picture-memory"] == "created"
    assert all(can(researcher, StudyPermission.WRITE, study) for study in StudyPage.objects.all())


def test_the_demos_media_are_small_and_carry_nothing_about_anybody():
    assert sum(sizes(MEDIA).values()) <= 6 * 2**20
    for path in MEDIA.rglob("*.jpg"):
        with Image.open(path) as image:
            assert dict(image.getexif()) == {}


def test_the_demos_media_are_those_that_its_description_names():
    described = json.loads((MEDIA.parent / "archive.json").read_text(encoding="utf-8"))
    stories = [story for person in described["participants"] for story in person["stories"]]
    photographs = sum(len(story["photos"]) for story in stories)
    voices = sum(bool(story.get("voice")) for story in stories)
    videos = sum(bool(story.get("video")) for story in stories)

    # A video has a poster beside it.
    assert len(sizes(MEDIA)) == photographs + voices + 2 * videos

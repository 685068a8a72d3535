"""One gallery goes out as a bag and comes in elsewhere: the same, whole, and never over what is there."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive import inventory
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Connection,
    ConnectionType,
    ConsentLimit,
    Era,
    GalleryPage,
    Keyword,
    MediaItem,
    ParticipationGroup,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
    Transcript,
    Withdrawal,
)
from studies.models import StudyPage
from tests.archive.preservation_parts import picture
from tests.factories import (
    CueFactory,
    LabFactory,
    MediaItemFactory,
    StudyPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(exhibition):
    """XY with everything that a gallery can have; a connection leads out of it."""
    gallery, story = exhibition.gallery, exhibition.story
    gallery.translations = {"hu": {"title": "Ő"}}
    gallery.participation_group = ParticipationGroup.objects.create(name="Photographers")
    for number in (1, 2):
        item = MediaItemFactory(gallery=gallery, number=number, title=f"Photo {number}", is_missing=False)
        storages["participants"].save(item.key, ContentFile(picture((number, 9))))
        StoryMedia.objects.create(story=story, item=item, sort_order=number)
    gallery.portrait = MediaItem.objects.get(number=2)
    gallery.save()
    Recording.objects.create(gallery=gallery, duration=timedelta(minutes=3), circumstances="In her kitchen.")
    ConsentLimit.objects.create(item=gallery.portrait, for_exhibition=False, reason="Not this one.")
    CueFactory.create_batch(2, transcript=TranscriptFactory(story=story, language="hu"))
    story.eras.add(Era.objects.create(name="Then", slug="then", start_year=1950, end_year=1960))
    story.keywords.add(Keyword.objects.create(name="river"))
    kind = AnalysisType.objects.create(name="Emotion")
    story.analysis_points.add(AnalysisPoint.objects.create(type=kind, name="Surprise", colour="#aabbcc"))
    story.duration = timedelta(seconds=90)
    story.save()
    tie = ConnectionType.objects.create(name="Same place")
    Connection.objects.create(from_story=story, to_story=exhibition.sibling, type=tie, reach="intra")
    Connection.objects.create(from_story=story, to_story=exhibition.other_story, type=tie, reach="inter")
    Theme.objects.create(title="Water", reach="inter").stories.add(story, exhibition.other_story)
    inventory.take()
    return exhibition


def export(folder, *options):
    call_command("export_gallery", "XY", str(folder), *options)
    return folder


def forget():
    """Makes this a Vitrine that has never seen the gallery."""
    gallery = GalleryPage.objects.get(code="XY")
    Connection.objects.all().delete()
    GalleryPage.objects.filter(pk=gallery.pk).update(portrait=None)
    StoryMedia.objects.filter(item__gallery=gallery).delete()
    MediaItem.objects.filter(gallery=gallery).delete()
    for key in ("XY/i/XY001.jpg", "XY/i/XY002.jpg"):
        storages["participants"].delete(key)
    GalleryPage.objects.get(code="XY").delete()
    for model in (Theme, Era, Keyword, AnalysisPoint, AnalysisType, ConnectionType, ParticipationGroup):
        model.objects.all().delete()


def manifest(bag):
    return sorted((bag / "manifest-sha256.txt").read_text().splitlines())


def test_what_went_out_and_came_in_goes_out_the_same(filled, tmp_path):
    first = export(tmp_path / "first")
    forget()

    call_command("import_gallery", str(first))

    assert manifest(export(tmp_path / "second")) == manifest(first)
    assert (tmp_path / "second/data/gallery.json").read_bytes() == (first / "data/gallery.json").read_bytes()
    names = {
        path.relative_to(first / "data").as_posix() for path in (first / "data").rglob("*") if path.is_file()
    }
    assert names == {
        "gallery.json",
        "gallery.jsonld",
        "captions/xy001.hu.vtt",
        "media/XY/i/XY001.jpg",
        "media/XY/i/XY002.jpg",
    }


def test_gallery_comes_in_as_a_draft_that_nobody_is_shown(filled, tmp_path):
    bag = export(tmp_path / "bag")
    forget()
    viewer = UserFactory()
    grant(viewer, filled.page)

    call_command("import_gallery", str(bag))

    gallery = GalleryPage.objects.get(code="XY")
    assert (gallery.live, gallery.portrait.number, gallery.consents.get().for_exhibition) == (False, 2, True)
    assert not GalleryPage.objects.visible_to(viewer).filter(code="XY").exists()
    assert ConsentLimit.objects.get().item == gallery.portrait
    story = StoryPage.objects.child_of(gallery).get(slug="xy001")
    assert [place.item.number for place in story.placements.all()] == [1, 2]
    assert Transcript.objects.get(story=story).cues.count() == 2
    assert MediaItem.objects.get(number=1).is_missing is False
    assert Connection.objects.get().to_story.slug == "xy002"


def test_nothing_of_others_is_in_the_bag(filled, tmp_path):
    bag = export(tmp_path / "bag")

    told = "".join(
        path.read_text() for path in bag.rglob("*") if path.suffix in (".json", ".jsonld", ".vtt", ".txt")
    )
    assert "zz001" not in told
    assert "Canary other" not in told


def test_one_story_goes_out_alone(filled, tmp_path):
    bag = export(tmp_path / "bag", "--story", "xy002")

    told = json.loads((bag / "data/gallery.json").read_text())["gallery"]
    assert [story["slug"] for story in told["stories"]] == ["xy002"]
    assert (told["media"], told["connections"], told["recordings"]) == ([], [], [])
    with pytest.raises(CommandError, match="There is no story xy009"):
        export(tmp_path / "other", "--story", "xy009")


def add_file(bag):
    (bag / "data" / "more.txt").write_text("x")


def flip(bag):
    path = bag / "data/media/XY/i/XY001.jpg"
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def take_away(bag):
    (bag / "data/media/XY/i/XY001.jpg").unlink()


def climb(bag):
    path = bag / "manifest-sha256.txt"
    path.write_text(path.read_text().replace("data/media/XY/i/XY001.jpg", "data/../../x.jpg"))


def other_layout(bag):
    path = bag / "data/gallery.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))


@pytest.mark.parametrize("damage", [add_file, flip, take_away, climb, other_layout])
def test_bag_that_is_not_whole_is_refused_and_nothing_is_changed(filled, tmp_path, damage):
    bag = export(tmp_path / "bag")
    forget()
    damage(bag)

    with pytest.raises(CommandError, match="The bag is not whole"):
        call_command("import_gallery", str(bag))
    assert not GalleryPage.objects.filter(code="XY").exists()
    assert not storages["participants"].exists("XY/i/XY001.jpg")


def test_gallery_that_is_here_is_not_overwritten(filled, tmp_path):
    bag = export(tmp_path / "bag")

    with pytest.raises(CommandError, match="There is a gallery XY already"):
        call_command("import_gallery", str(bag))


def test_who_withdrew_is_not_taken_in(filled, tmp_path):
    bag = export(tmp_path / "bag")
    uuid, now = filled.gallery.uuid, timezone.now()
    forget()
    Withdrawal.objects.create(uuid=uuid, gallery_uuid=uuid, code="XY", withdrawn_at=now, delete_after=now)

    with pytest.raises(CommandError, match="XY has withdrawn"):
        call_command("import_gallery", str(bag))


def test_failure_in_the_middle_leaves_nothing(filled, tmp_path, monkeypatch):
    bag = export(tmp_path / "bag")
    forget()
    save, saved = type(storages["participants"]).save, []

    def full(self, name, content, **options):
        saved.append(name)
        if len(saved) == 2:
            raise OSError(28, "No space left on device")
        return save(self, name, content, **options)

    monkeypatch.setattr(type(storages["participants"]), "save", full)
    with pytest.raises(CommandError, match="Nothing was taken in: No space left"):
        call_command("import_gallery", str(bag))

    assert not GalleryPage.objects.filter(code="XY").exists()
    assert not storages["participants"].exists("XY/i/XY001.jpg")


def test_place_must_be_empty_and_the_gallery_there(filled, tmp_path):
    export(tmp_path / "bag")
    with pytest.raises(CommandError, match="something already"):
        export(tmp_path / "bag")
    with pytest.raises(CommandError, match="There is no gallery QQ"):
        call_command("export_gallery", "QQ", str(tmp_path / "other"))


@pytest.fixture
def study():
    study = StudyPageFactory(
        slug="memory",
        protocol='{"frames": {"a": {"kind": "exp-text"}}, "sequence": ["a"]}',
        repository="https://github.com/o/n",
        min_age_years=3,
        lab=LabFactory(slug="the-lab"),
    )
    study.title = "A better title"
    study.save_revision()
    return study


def test_study_that_went_out_and_came_in_goes_out_the_same(study, tmp_path):
    call_command("export_study", "memory", str(tmp_path / "first"))
    study.delete()

    call_command("import_study", str(tmp_path / "first"), "--lab", "the-lab")

    found = StudyPage.objects.get(slug="memory")
    assert (found.title, found.uuid, found.state, found.live) == (
        "A better title",
        study.uuid,
        "created",
        False,
    )
    call_command("export_study", "memory", str(tmp_path / "second"))
    assert manifest(tmp_path / "second") == manifest(tmp_path / "first")


def test_study_that_is_here_or_not_whole_is_refused(study, tmp_path):
    call_command("export_study", "memory", str(tmp_path / "bag"))
    with pytest.raises(CommandError, match="There is a study memory already"):
        call_command("import_study", str(tmp_path / "bag"), "--lab", "the-lab")
    with pytest.raises(CommandError, match="There is no lab nobody: the-lab"):
        call_command("import_study", str(tmp_path / "bag"), "--lab", "nobody")
    with pytest.raises(CommandError, match="There is no study nothing"):
        call_command("export_study", "nothing", str(tmp_path / "other"))
    study.delete()
    path = tmp_path / "bag/data/study.json"
    path.write_text(path.read_text().replace("A better", "A worse"))
    with pytest.raises(CommandError, match="The bag is not whole"):
        call_command("import_study", str(tmp_path / "bag"), "--lab", "the-lab")
    assert not StudyPage.objects.filter(slug="memory").exists()

"""The exhibition box: whole, without a server, and with nothing that is not allowed for its use."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.models import (
    Connection,
    ConnectionType,
    Consent,
    ConsentLimit,
    GalleryPage,
    MediaItem,
    StoryMedia,
    Theme,
    Withdrawal,
)
from archive.models.lifecycle import GalleryLifecycle
from tests.archive.preservation_parts import picture
from tests.factories import CueFactory, MediaItemFactory, TranscriptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(exhibition):
    """Two stories of XY with a photograph each, joined; one of ZZ, joined to XY's first."""
    for number, story in ((1, exhibition.story), (2, exhibition.sibling), (1, exhibition.other_story)):
        item = MediaItemFactory(
            gallery=story.gallery, number=number, title=f"Canary photo of {story.slug}", is_missing=False
        )
        storages["participants"].save(item.key, ContentFile(picture((900, 600))))
        StoryMedia.objects.create(story=story, item=item, sort_order=0)
    kind = ConnectionType.objects.create(name="Same place")
    for other in (exhibition.sibling, exhibition.other_story):
        Connection.objects.create(from_story=exhibition.story, to_story=other, type=kind, reach="inter")
    Theme.objects.create(title="Water", reach="inter").stories.add(exhibition.story, exhibition.other_story)
    CueFactory(transcript=TranscriptFactory(story=exhibition.story, language="hu"), text="Árvíz <volt>.")
    return exhibition


def box(tmp_path, *options, scope="exhibition"):
    folder = tmp_path / "box"
    call_command("exhibition_box", str(folder), "--scope", scope, *options)
    return folder


def pages(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}


def everything(folder) -> str:
    """All names and texts of a box."""
    texts = [path.read_text() for path in folder.rglob("*") if path.suffix in (".html", ".js", ".txt")]
    return "\n".join([*texts, *(path.as_posix() for path in folder.rglob("*"))])


def test_box_has_pages_media_and_small_pictures(filled, tmp_path):
    folder = box(tmp_path)

    found = pages(folder)
    assert {
        "index.html",
        "themes.html",
        "search.html",
        "galleries/xy/index.html",
        "galleries/xy/xy001.html",
    } <= set(found)
    with storages["participants"].open("XY/i/XY001.jpg") as original:
        assert (folder / "media/XY/i/XY001.jpg").read_bytes() == original.read()
    assert (folder / "small/XY/i/XY001.jpg").stat().st_size < 100_000
    assert "../../galleries/zz/zz001.html" in found["galleries/xy/xy001.html"]
    assert "Árvíz &lt;volt&gt;." in found["galleries/xy/xy001.html"]
    assert "for the use “exhibition”" in (folder / "README.txt").read_text()


def test_every_link_leads_into_the_box(filled, tmp_path):
    folder = box(tmp_path)

    for name, page in pages(folder).items():
        for address in re.findall(r'(?:href|src)="([^"]+)"', page):
            if not address.startswith(("#", "data:")):
                assert (folder / name).parent.joinpath(address).resolve().is_file(), (name, address)
    assert not re.search(r"https?://", "".join(pages(folder).values()))


def test_manifest_names_every_file(filled, tmp_path):
    folder = box(tmp_path)

    lines = dict(
        reversed(line.split("  ", 1)) for line in (folder / "manifest-sha256.txt").read_text().splitlines()
    )
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["manifest-sha256.txt"]
    assert lines == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def withdraw(world):
    now, uuid = timezone.now(), world.other_gallery.uuid
    Withdrawal.objects.create(uuid=uuid, gallery_uuid=uuid, code="ZZ", withdrawn_at=now, delete_after=now)


def end_consent(world):
    Consent.objects.filter(gallery=world.other_gallery).update(
        ends_on=timezone.now().date() - timedelta(days=1)
    )


def take_down(world):
    GalleryLifecycle.objects.filter(gallery=world.other_gallery).update(state="approved")


def unpublish(world):
    GalleryPage.objects.filter(pk=world.other_gallery.pk).update(live=False)


@pytest.mark.parametrize("close", [withdraw, end_consent, take_down, unpublish])
def test_closed_gallery_leaves_no_trace(filled, tmp_path, close):
    close(filled)

    told = everything(box(tmp_path))

    assert not re.search(r"zz001|ZZ/|Canary other", told)
    assert "2 stories" in told


@pytest.mark.parametrize("scope", ["research", "teaching", "public"])
def test_box_has_only_what_is_allowed_for_its_use(filled, tmp_path, scope):
    Consent.objects.update(**{f"for_{use}": False for use in ("research", "teaching", "public")})
    with pytest.raises(CommandError, match=f"Nothing that is exhibited is allowed for {scope}"):
        box(tmp_path, scope=scope)
    Consent.objects.filter(gallery=filled.gallery).update(**{f"for_{scope}": True})

    told = everything(box(tmp_path, scope=scope))

    assert "xy001" in told
    assert not re.search(r"zz001|ZZ/|Canary other", told)


def test_limited_story_and_item_are_left_out(filled, tmp_path):
    ConsentLimit.objects.create(story=filled.sibling, for_exhibition=False, reason="x")
    item = MediaItem.objects.get(gallery=filled.gallery, number=1)
    ConsentLimit.objects.create(item=item, for_exhibition=False, reason="x")

    told = everything(box(tmp_path))

    assert not re.search(r"xy002|XY/i/|Canary photo of xy|Canary sibling", told)
    assert "xy001.html" in told


def test_one_gallery_tells_nothing_of_the_others(filled, tmp_path):
    told = everything(box(tmp_path, "--gallery", "XY"))

    assert "xy001" in told
    assert not re.search(r"zz001|ZZ/|Canary other", told)


def test_missing_medium_is_told_in_its_place(filled, tmp_path):
    storages["participants"].delete("XY/i/XY001.jpg")

    with pytest.raises(CommandError, match="XY/i/XY001.jpg") as error:
        box(tmp_path)
    assert error.value.returncode == 3
    assert "The photo XY001 is not in this box." in pages(tmp_path / "box")["galleries/xy/xy001.html"]


def test_folder_must_be_empty_and_codes_known(filled, tmp_path):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="is not empty"):
        box(tmp_path)
    with pytest.raises(CommandError, match="QQ: nothing of that code is exhibited"):
        call_command("exhibition_box", str(tmp_path / "other"), "--scope", "exhibition", "--gallery", "QQ")
    assert not (tmp_path / "other").exists()

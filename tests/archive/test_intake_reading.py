"""An upload ends filed, there already, or refused with a sentence."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from archive import tasks
from archive.intake import filing, limits, reception
from archive.models import MediaItem, Upload, Withdrawal
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.archive.upload_files import CANARY, content, film, objects, photograph, png_of, sound
from tests.factories import MediaItemFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Upload.State


@pytest.fixture
def editor(exhibition):
    """Edits XY; of ZZ he may not know."""
    return may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS]), exhibition.gallery)


@pytest.fixture
def send(exhibition, editor):
    """Receives a file as the page does; gives its row."""

    def receive(content, name="a.jpg", *, gallery=exhibition.gallery, by=editor) -> Upload:
        return reception.receive(ContentFile(content, name), gallery=gallery, by=by)

    return receive


@pytest.fixture
def read():
    """Lets the task read an upload; gives its row as it is then."""

    def run(upload) -> Upload:
        tasks.file_upload(upload.pk)
        return Upload.objects.get(pk=upload.pk)

    return run


def test_photograph_is_filed_with_its_facts(exhibition, send, read):
    taken = photograph()

    upload = read(send(taken, "The lake_in winter.jpg"))

    item = MediaItem.objects.get()
    filed = content("XY/i/XY001.jpg")
    assert (upload.state, upload.item, upload.message) == (
        State.FILED,
        item,
        "The place (GPS) that was written in it was taken out.",
    )
    assert (item.gallery, item.kind, item.number, item.title, item.alt_text) == (
        exhibition.gallery,
        "photo",
        1,
        "The lake in winter",
        "",
    )
    assert (item.is_missing, item.size, item.width, item.height) == (False, len(filed), 320, 240)
    assert (item.sha256, item.upload_sha256) == (sha256(filed).hexdigest(), sha256(taken).hexdigest())
    assert (item.duration, item.codec) == (None, "")
    assert CANARY.encode() not in filed
    assert objects() == ["XY/i/XY001.jpg"]


def test_video_is_filed_with_its_poster(send, read):
    read(send(film(dark=0.3, rotation=90), "XY007.MOV"))

    item = MediaItem.objects.get()
    assert (item.key, item.codec, item.duration) == ("XY/v/XY007.mp4", "h264, aac", timedelta(seconds=2.005))
    assert (
        (item.width, item.height)
        == Image.open(io.BytesIO(content("thumbnails/XY007.jpg"))).size
        == (120, 160)
    )
    assert objects() == ["XY/v/XY007.mp4", "thumbnails/XY007.jpg"]


def test_voice_is_filed_as_mp4(send, read):
    read(send(sound(2), "012.wav"))

    item = MediaItem.objects.get()
    assert (item.key, item.codec, item.title) == ("XY/r/XY012.mp4", "aac", "XY012")
    assert round(item.duration.total_seconds()) == 2
    assert (item.width, item.height) == (None, None)
    assert objects() == ["XY/r/XY012.mp4"]


def test_what_is_filed_stands_in_the_items_history(send, read, editor):
    item = read(send(photograph())).item

    entry = ModelLogEntry.objects.for_instance(item).get()
    assert (entry.action, entry.user) == ("wagtail.create", editor)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (b"", "This file is empty."),
        (b"<html><script>alert(1)</script>", "This file is a web page (HTML)."),
        (b"PK\x03\x04" + bytes(100), "This file is a ZIP archive"),
        (png_of(50_000, 50_000), "50,000 × 50,000 pixels; 120,000,000 in all can be filed."),
        (photograph()[:900], "This file is a JPEG picture that is broken or cut off."),
    ],
)
def test_hostile_file_is_refused_and_nothing_of_it_is_kept(send, read, made, words):
    upload = read(send(made, "holiday.jpg"))

    assert (upload.state, words in upload.message, upload.item) == (State.REFUSED, True, None)
    assert (objects(), MediaItem.objects.count()) == ([], 0)


def test_file_that_is_too_large_is_refused_before_it_is_stored(send, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 10)

    upload = send(b"more than ten bytes")

    assert (upload.state, objects()) == (State.REFUSED, [])
    assert upload.message.startswith("This file has 19 bytes. A photograph can have 250 MB,")


def test_name_of_a_file_is_never_a_path(send):
    upload = send(photograph(), "../../XY/i/XY001.jpg\u202e\0")

    assert upload.file_name == "XY001.jpg"
    assert objects() == [f"incoming/{upload.uuid}"]


def test_same_file_again_is_told_and_not_filed(send, read):
    first = read(send(photograph(), "a.jpg"))

    second = read(send(photograph(), "b.jpg"))

    assert (second.state, second.item) == (State.DUPLICATE, first.item)
    assert (objects(), MediaItem.objects.count()) == (["XY/i/XY001.jpg"], 1)


def test_what_was_filed_is_known_if_it_comes_back(send, read):
    first = read(send(photograph(), "a.jpg"))

    assert read(send(content("XY/i/XY001.jpg"), "b.jpg")).item == first.item


def test_same_file_in_another_gallery_is_told_to_who_may_know_of_it(exhibition, send, read):
    knows = may_edit(UserFactory(permissions=OF_MODELS), exhibition.page)
    there = read(send(photograph(), gallery=exhibition.other_gallery, by=knows))

    upload = read(send(photograph(), by=knows))

    assert (upload.state, upload.item) == (State.DUPLICATE, there.item)


def test_same_file_in_a_gallery_that_one_may_not_know_of_is_filed(exhibition, send, read):
    knows = may_edit(UserFactory(permissions=OF_MODELS), exhibition.page)
    read(send(photograph(), gallery=exhibition.other_gallery, by=knows))

    upload = read(send(photograph()))

    assert (upload.state, upload.item.name) == (State.FILED, "XY001")


def test_same_file_of_somebody_who_is_gone_is_known_in_its_gallery_only(exhibition, send, read):
    read(send(photograph(), gallery=exhibition.other_gallery))
    upload = send(photograph())
    Upload.objects.filter(pk=upload.pk).update(by=None)

    assert read(upload).item.name == "XY001"


@pytest.mark.parametrize(
    ("taken", "name", "number"),
    [
        ([], "a.jpg", 1),
        ([1, 2, 4], "a.jpg", 3),
        ([1], "XY012.jpg", 12),
        ([12], "XY012.jpg", 13),
        ([12, 13], "012.jpg", 14),
        ([999], "XY999.jpg", 1),
        ([], "ZZ012.jpg", 1),
    ],
)
def test_number_is_the_names_or_the_next_that_is_free(exhibition, send, read, taken, name, number):
    for taken_number in taken:
        MediaItemFactory(gallery=exhibition.gallery, number=taken_number)
        MediaItemFactory(gallery=exhibition.gallery, number=taken_number, kind="voice")

    assert read(send(photograph(), name)).item.number == number


def test_numbers_of_other_kinds_and_galleries_are_free(exhibition, send, read):
    MediaItemFactory(gallery=exhibition.gallery, number=12, kind="video")
    MediaItemFactory(gallery=exhibition.other_gallery, number=12)

    assert read(send(photograph(), "XY012.jpg")).item.number == 12


def test_no_number_is_left_beyond_999(exhibition, send, read):
    MediaItem.objects.bulk_create(
        MediaItem(gallery=exhibition.gallery, kind="photo", number=number, title="A")
        for number in filing.NUMBERS
    )
    MediaItem.objects.update(is_missing=False)

    upload = read(send(photograph()))

    assert upload.state == State.REFUSED
    assert upload.message.startswith("XY has 999 files of this kind, and there are no more numbers")
    assert objects() == []


@pytest.mark.parametrize("key", ["XY/v/XY001.mp4", "thumbnails/XY001.jpg"])
def test_nothing_in_the_bucket_is_written_over(send, read, key):
    storages["participants"].save(key, ContentFile(b"put there by hand"))

    item = read(send(film(seconds=1), "XY001.mp4")).item

    assert item.number == 2
    assert content(key) == b"put there by hand"


def test_file_comes_to_the_item_that_was_described_before(exhibition, send, read):
    described = MediaItemFactory(
        gallery=exhibition.gallery, number=12, title="The lake", alt_text="A lake.", is_missing=True
    )

    upload = read(send(photograph(), "XY012.jpg"))

    described.refresh_from_db()
    assert (upload.item, described.title, described.alt_text) == (described, "The lake", "A lake.")
    assert (described.is_missing, described.width) == (False, 320)
    assert described.upload_sha256 == sha256(photograph()).hexdigest()


def test_nothing_is_filed_for_who_has_withdrawn(exhibition, send, read):
    upload, at = send(photograph()), timezone.now()
    Withdrawal.objects.create(
        gallery=exhibition.gallery, gallery_uuid=exhibition.gallery.uuid, withdrawn_at=at, delete_after=at
    )

    upload = read(upload)

    assert (upload.state, objects()) == (State.REFUSED, [])
    assert upload.message == "This participant has withdrawn meanwhile; nothing more can be filed."

"""Whatever happens to a worker on the way, an upload is filed once, and nothing half is left."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from archive import paths, tasks
from archive.intake import claims, filing, isolation, reading, reception, upkeep
from archive.models import MediaItem, StoryMedia, Upload
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.archive.upload_files import content, film, objects, photograph
from tests.factories import MediaItemFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Upload.State


@pytest.fixture
def send(exhibition):
    """Receives a file as the page does; gives its row."""
    editor = may_edit(UserFactory(permissions=OF_MODELS), exhibition.gallery)
    return lambda made, name="a.jpg": reception.receive(
        ContentFile(made, name), gallery=exhibition.gallery, by=editor
    )


def read(upload) -> Upload:
    """Lets the task read an upload; gives its row as it is then."""
    tasks.file_upload(upload.pk)
    return Upload.objects.get(pk=upload.pk)


@pytest.fixture
def hints(monkeypatch, django_capture_on_commit_callbacks):
    """Which uploads a call tells the workers to look at, and in how many seconds."""

    def told(call) -> list[tuple[int, int]]:
        sent = []

        def note(app, name, args, *, retry, countdown=0):
            assert (name, retry) == (tasks.file_upload.name, False)
            sent.append((*args, countdown))

        with monkeypatch.context() as patch:
            patch.setattr("celery.Celery.send_task", note)
            with django_capture_on_commit_callbacks(execute=True):
                call()
        return sent

    return told


@pytest.fixture(scope="module")
def video():
    return film(seconds=1)


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory, video):
    """What the workshop makes of a video and of a photograph; once, because these tests are not about it."""
    made = {}
    for upload in (video, photograph()):
        folder = tmp_path_factory.mktemp("cleaned")
        (folder / "upload").write_bytes(upload)
        made[upload] = isolation.clean(folder / "upload", folder)
    return made


@pytest.fixture(autouse=True)
def quick_workshop(cleaned, monkeypatch):
    monkeypatch.setattr(isolation, "clean", lambda source, folder: cleaned[source.read_bytes()])


def long_ago(upload):
    """As if it had come, and its attempt begun, before the time after which a worker is taken for lost."""
    before = timezone.now() - claims.PATIENCE - timedelta(seconds=1)
    Upload.objects.filter(pk=upload.pk).update(created_at=before)
    if Upload.objects.get(pk=upload.pk).state == State.WORKING:
        Upload.objects.filter(pk=upload.pk).update(message=before.isoformat())


def test_upload_is_hinted_at_when_it_has_come(send, hints):
    uploads = []

    assert hints(lambda: uploads.append(send(photograph()))) == [(uploads[0].pk, 0)]


def test_message_that_comes_twice_files_once(send):
    upload = read(send(photograph()))

    assert read(upload).state == State.FILED
    assert (MediaItem.objects.count(), objects()) == (1, ["XY/i/XY001.jpg"])


def test_message_that_comes_twice_at_once_is_taken_by_one(send):
    upload = send(photograph())

    assert claims.claim(upload.pk) == upload
    assert claims.claim(upload.pk) is None


def test_message_of_an_upload_that_is_gone_does_no_harm(send):
    upload = send(photograph())
    upload_pk = upload.pk
    upload.delete()

    tasks.file_upload(upload_pk)

    assert MediaItem.objects.count() == 0


STEPS = [
    (reading, "fetch"),
    (isolation, "clean"),
    (filing, "reserve"),
    (filing, "store"),
    (reading, "measured"),
    (filing, "finish"),
]


class Trouble(Exception):
    """Such as a bucket that does not answer."""


class Killed(BaseException):
    """Nothing of ours runs after it, as if the process were gone."""


def breaking(step, error, *, after):
    """The step, broken off before anything of it is done, or after all of it."""

    def broken(*args, **kwargs):
        if after:
            step(*args, **kwargs)
        raise error

    return broken


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_trouble_in_any_step_leaves_nothing_half_and_the_next_attempt_files(
    send, video, monkeypatch, module, name, after
):
    if (name, after) == ("finish", True):
        pytest.skip("Then it is filed.")
    upload = send(video, "XY003.mp4")
    with monkeypatch.context() as patch:
        patch.setattr(module, name, breaking(getattr(module, name), Trouble, after=after))
        with pytest.raises(Trouble):
            tasks.file_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.item) == (State.WAITING, None)
    assert (MediaItem.objects.count(), objects()) == (0, [f"incoming/{upload.uuid}"])
    assert (read(upload).state, MediaItem.objects.get().name) == (State.FILED, "XY003")
    assert objects() == ["XY/v/XY003.mp4", "thumbnails/XY003.jpg"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_worker_that_is_killed_in_any_step_is_followed_by_another(
    send, video, monkeypatch, hints, module, name, after
):
    upload = send(video, "XY003.mp4")
    with monkeypatch.context() as patch:
        patch.setattr(module, name, breaking(getattr(module, name), Killed, after=after))
        with pytest.raises(Killed):
            tasks.file_upload(upload.pk)
    finished = (name, after) == ("finish", True)

    # At first it may still be at work.
    tasks.file_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == (State.FILED if finished else State.WORKING)
    long_ago(upload)
    assert hints(tasks.take_up_uploads) == ([] if finished else [(upload.pk, 0)])
    tasks.file_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, MediaItem.objects.get().name) == (State.FILED, "XY003")
    assert MediaItem.objects.get().is_missing is False
    left = [f"incoming/{upload.uuid}"] if finished else []
    assert objects() == ["XY/v/XY003.mp4", *left, "thumbnails/XY003.jpg"]


def test_file_that_breaks_off_each_time_is_given_up(send, monkeypatch):
    upload = send(photograph())
    monkeypatch.setattr(isolation, "clean", breaking(isolation.clean, Trouble, after=False))
    for _ in range(claims.MOST_ATTEMPTS):
        with pytest.raises(Trouble):
            tasks.file_upload(upload.pk)

    upload = read(upload)

    assert (upload.state, upload.message) == (State.REFUSED, reading.GAVE_UP.format(pk=upload.pk))
    assert objects() == []


def test_worker_that_was_taken_for_lost_files_nothing_more(send, monkeypatch):
    upload = send(photograph())
    finish = filing.finish

    def finish_too_late(*args):
        long_ago(upload)
        assert claims.claim(upload.pk)
        finish(*args)

    monkeypatch.setattr(filing, "finish", finish_too_late)
    tasks.file_upload(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, len(claims.attempts(upload))) == (State.WORKING, 2)
    assert MediaItem.objects.get().is_missing
    long_ago(upload)
    monkeypatch.setattr(filing, "finish", finish)
    assert (read(upload).state, objects()) == (State.FILED, ["XY/i/XY001.jpg"])


def test_same_file_that_is_being_filed_just_now_is_waited_for(send, hints, monkeypatch):
    first, second = send(photograph(), "a.jpg"), send(photograph(), "b.jpg")
    store = filing.store

    def meanwhile(path, key):
        monkeypatch.setattr(filing, "store", store)
        sent.extend(hints(lambda: tasks.file_upload(second.pk)))
        store(path, key)

    sent = []
    monkeypatch.setattr(filing, "store", meanwhile)
    tasks.file_upload(first.pk)

    second.refresh_from_db()
    assert sent == [(second.pk, reading.A_WHILE)]
    assert (second.state, claims.attempts(second)) == (State.WAITING, [])
    assert (read(second).state, MediaItem.objects.get().name) == (State.DUPLICATE, "XY001")


def test_number_that_somebody_takes_meanwhile_is_not_taken_twice(exhibition, send, monkeypatch):
    is_free = filing.is_free_in_bucket

    def taken_meanwhile(kind, code, number):
        if number == 1:
            MediaItemFactory(gallery=exhibition.gallery, number=1, title="Described by hand")
        return is_free(kind, code, number)

    monkeypatch.setattr(filing, "is_free_in_bucket", taken_meanwhile)

    assert read(send(photograph())).item.number == 2
    assert MediaItem.objects.get(number=1).title == "Described by hand"


def test_object_that_comes_by_another_way_meanwhile_stays(send, monkeypatch):
    upload, store = send(photograph()), filing.store

    def store_second(path, key):
        storages["participants"].save(key, ContentFile(b"put there by hand"))
        store(path, key)

    with monkeypatch.context() as patch:
        patch.setattr(filing, "store", store_second)
        with pytest.raises(filing.Taken):
            tasks.file_upload(upload.pk)

    assert objects() == ["XY/i/XY001.jpg", f"incoming/{upload.uuid}"]
    assert content("XY/i/XY001.jpg") == b"put there by hand"
    assert read(upload).item.number == 2


def test_item_that_is_deleted_while_it_is_filed_is_made_again(send, monkeypatch, hints):
    upload, finish = send(photograph()), filing.finish

    def finish_without_it(*args):
        MediaItem.objects.all().delete()
        finish(*args)

    with monkeypatch.context() as patch:
        patch.setattr(filing, "finish", finish_without_it)
        assert hints(lambda: tasks.file_upload(upload.pk)) == [(upload.pk, reading.A_WHILE)]

    assert (read(upload).state, objects()) == (State.FILED, ["XY/i/XY001.jpg"])


def test_item_that_is_placed_while_it_is_filed_stays_as_a_missing_one(exhibition, send, monkeypatch):
    upload = send(photograph(), "XY005.jpg")

    def place(*args):
        StoryMedia.objects.create(story=exhibition.story, item=MediaItem.objects.get())
        raise Trouble

    with monkeypatch.context() as patch:
        patch.setattr(filing, "finish", place)
        with pytest.raises(Trouble):
            tasks.file_upload(upload.pk)

    assert MediaItem.objects.get().is_missing
    assert objects() == [f"incoming/{upload.uuid}"]
    assert (read(upload).item, MediaItem.objects.get().is_missing) == (MediaItem.objects.get(), False)


def test_item_that_was_described_before_stays_if_its_file_comes_to_nothing(exhibition, send, monkeypatch):
    described = MediaItemFactory(gallery=exhibition.gallery, number=12, is_missing=True, upload_sha256="old")
    upload = send(photograph(), "XY012.jpg")
    with monkeypatch.context() as patch:
        patch.setattr(filing, "finish", breaking(filing.finish, Trouble, after=False))
        with pytest.raises(Trouble):
            tasks.file_upload(upload.pk)

    assert (MediaItem.objects.get(), objects()) == (described, [f"incoming/{upload.uuid}"])
    assert read(upload).item == described


def test_upload_that_is_not_there_any_more_is_refused(send):
    upload = send(photograph())
    storages["participants"].delete(paths.incoming_key(upload.uuid))

    assert read(upload).message == reading.NOT_THERE


def test_upload_that_can_not_be_noted_leaves_nothing_in_the_bucket(send, monkeypatch):
    monkeypatch.setattr(Upload, "save", breaking(Upload.save, Trouble, after=False))

    with pytest.raises(Trouble):
        send(photograph())

    assert objects() == []


def test_only_what_nobody_works_on_is_taken_up(send, hints):
    fresh, lost_message, at_work, left_behind, filed = (send(photograph(place=place)) for place in [True] * 5)
    for upload in (at_work, left_behind):
        claims.claim(upload.pk)
    for upload in (lost_message, left_behind, filed):
        long_ago(upload)
    Upload.objects.filter(pk=filed.pk).update(state=State.FILED)

    assert hints(tasks.take_up_uploads) == [(left_behind.pk, 0), (lost_message.pk, 0)]


def test_what_belongs_to_no_upload_is_cleared_away_after_a_day(send, monkeypatch):
    waiting, filed = send(photograph()), send(photograph())
    Upload.objects.filter(pk=filed.pk).update(state=State.FILED)
    storages["participants"].save("incoming/of-nobody", ContentFile(b"-"))
    before = objects()

    tasks.clear_away_uploads()
    assert objects() == before

    monkeypatch.setattr(upkeep, "A_DAY", timedelta(seconds=-1))
    tasks.clear_away_uploads()
    assert objects() == [f"incoming/{waiting.uuid}"]


def test_clearing_away_where_nothing_ever_came_does_no_harm():
    tasks.clear_away_uploads()

    assert objects() == []

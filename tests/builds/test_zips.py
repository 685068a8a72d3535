"""Zips of participants' videos: who gets them, what is in them, and what happens when something fails."""

import hashlib
import io
import tracemalloc
import zipfile
from datetime import timedelta
from itertools import repeat

import boto3
import pytest
from botocore.response import StreamingBody
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from archive.preservation.settling import restored
from builds import reaper
from builds.errors import BuildRefused
from builds.models import VideoZip
from builds.zips import asking, making, reading, storing, writing
from home.models import Mail
from studies.models import Video

RESPONSE = "7f1c0d3e-0000-4000-8000-000000000001"


def video_name(study, number=1, *, consent=False, frame="0-video"):
    prefix = "consent-" if consent else ""
    return f"{prefix}videoStream_{study.uuid}_{frame}_{RESPONSE}_17000000000{number:02d}_{number}.webm"


@pytest.fixture(autouse=True)
def _own_shelves(settings, tmp_path):
    def folder(name):
        options = {"location": tmp_path / name}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}

    settings.STORAGES = settings.STORAGES | {"videos": folder("videos"), "private": folder("private")}


@pytest.fixture
def videos(study):
    """Three videos, one of them of consent, and one of another study."""
    names = [video_name(study, 1), video_name(study, 2), video_name(study, 3, consent=True)]
    for number, name in enumerate(names):
        storages["videos"].save(name, ContentFile(f"video {number}".encode()))
    of_another = names[0].replace(str(study.uuid), "00000000-0000-4000-8000-000000000009")
    storages["videos"].save(of_another, ContentFile(b"not yours"))
    storages["videos"].save("readme.txt", ContentFile(b"x"))
    return names


@pytest.fixture
def make_zip(study, researcher):
    def make(*, is_of_consent=False, by=researcher):
        row = VideoZip.objects.create(study=study, is_of_consent=is_of_consent, requested_by=by)
        making.build_zipfile_of_videos(row.pk)
        row.refresh_from_db()
        return row

    return make


def content_of(row):
    with zipfile.ZipFile(storages["private"].open(row.name)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_zip_has_the_study_s_videos_and_a_list_of_them(videos, make_zip, study):
    row = make_zip()

    content = content_of(row)
    assert {name: content[name] for name in videos} == {
        name: f"video {n}".encode() for n, name in enumerate(videos)
    }
    assert set(content) == {*videos, "MANIFEST.txt"}
    assert f"{videos[0]}\t7\t{hashlib.sha256(b'video 0').hexdigest()}" in content["MANIFEST.txt"].decode()
    assert (row.state, row.videos, row.incomplete) == ("ready", 3, {})
    names = "\n".join(sorted(videos)).encode()
    assert row.name == f"{study.uuid}_videos_{hashlib.sha256(names).hexdigest()}.zip"
    assert row.size == storages["private"].size(row.name)


def test_zip_of_consent_has_only_the_consent_videos(videos, make_zip):
    row = make_zip(is_of_consent=True)

    assert set(content_of(row)) == {videos[2], "MANIFEST.txt"}
    assert "_consent_videos_" in row.name


def test_what_a_name_says_is_recorded(videos, make_zip, study):
    make_zip()

    video = Video.objects.get(name=videos[2])
    assert (video.study, video.frame_id, str(video.response_uuid)) == (study, "0-video", RESPONSE)
    assert (video.is_consent_footage, video.size, video.recorded_at.year) == (True, 7, 2023)
    assert study.videos.count() == 3


def test_same_videos_are_zipped_once(videos, make_zip, monkeypatch):
    first = make_zip()
    monkeypatch.setattr(writing, "stream", lambda *args: pytest.fail("Zipped again."))

    second = make_zip()

    assert (second.name, second.size, second.videos) == (first.name, first.size, first.videos)


def test_one_mail_leads_to_the_zip(videos, make_zip, researcher, settings):
    row = make_zip()

    mail = Mail.objects.get()
    assert mail.to == researcher.email
    assert f"{settings.BASE_URL}/video-zips/{row.uuid}/" in mail.text
    assert row.name not in mail.text


@pytest.mark.parametrize("problem", ["missing", "empty", "cut", "longer"])
def test_video_that_is_not_whole_is_named_and_stops_nothing(videos, make_zip, study, monkeypatch, problem):
    """The bucket changes between the counting and the reading."""
    find = making.finding.find

    def and_then(one):
        find(one)
        path = storages["videos"].path(videos[1])
        if problem == "missing":
            storages["videos"].delete(videos[1])
        else:
            with open(path, "wb") as file:  # noqa: PTH123
                file.write({"empty": b"", "cut": b"vid", "longer": b"video 1 and more"}[problem])

    monkeypatch.setattr(making.finding, "find", and_then)
    row = make_zip()

    assert (row.state, row.videos, list(row.incomplete)) == ("ready", 2, [videos[1]])
    content = content_of(row)
    assert "NOT COMPLETE" in content["MANIFEST.txt"].decode()
    assert content[videos[0]] == b"video 0"
    assert (videos[1] in content) == (problem in ("cut", "longer"))
    assert videos[1] in Mail.objects.get().text
    making.finding.find = find


def test_zip_that_is_not_complete_is_not_used_again(videos, make_zip, monkeypatch):
    monkeypatch.setattr(
        reading, "pieces", lambda storage, name: (_ for _ in ()).throw(OSError("the bucket said 503"))
    )
    first = make_zip()
    monkeypatch.undo()

    second = make_zip()

    assert (len(first.incomplete), second.incomplete, second.videos) == (3, {}, 3)


def test_person_who_may_no_longer_see_them_gets_nothing(videos, make_zip, study, researcher):
    researcher.groups.clear()

    row = make_zip()

    assert (row.state, row.name, row.problem) == ("refused", "", making.NO_LONGER_ALLOWED)
    assert Mail.objects.count() == 0
    assert not storages["private"].exists(".") or storages["private"].listdir("")[1] == []


def test_permission_that_ends_while_zipping_leaves_nothing(videos, make_zip, researcher, monkeypatch):
    store = storing.store

    def and_then(*args):
        size = store(*args)
        researcher.groups.clear()
        return size

    monkeypatch.setattr(storing, "store", and_then)
    row = make_zip()

    assert (row.state, storages["private"].listdir("")[1]) == ("refused", [])
    assert Mail.objects.count() == 0


def test_repeated_message_zips_nothing_twice(videos, make_zip):
    row = make_zip()
    making.build_zipfile_of_videos(row.pk)

    assert Mail.objects.count() == 1


def test_zip_left_by_a_killed_worker_is_taken_up_and_no_part_is_left(videos, study, researcher):
    row = VideoZip.objects.create(study=study, is_of_consent=False, requested_by=researcher)

    def killed(*args, **facts):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "manifest", killed)
        with pytest.raises(KeyboardInterrupt):
            making.build_zipfile_of_videos(row.pk)
    assert storages["private"].listdir("")[1] == []
    making.build_zipfile_of_videos(row.pk)
    row.refresh_from_db()
    assert row.state == "waiting"

    VideoZip.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    making.build_zipfile_of_videos(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("ready", 2)


def test_zip_that_breaks_off_again_and_again_is_given_up_with_a_mail(videos, study, researcher, monkeypatch):
    monkeypatch.setattr(storing, "store", lambda *args: (_ for _ in ()).throw(OSError(28, "No space left")))
    row = VideoZip.objects.create(study=study, is_of_consent=False, requested_by=researcher)

    for _ in range(3):
        making.build_zipfile_of_videos(row.pk)

    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", making.BROKE_OFF)
    assert making.BROKE_OFF in Mail.objects.get().text


def test_exhausted_zips_are_ended_by_the_reaper(study, researcher):
    VideoZip.objects.create(study=study, is_of_consent=False, requested_by=researcher, attempts=3)

    reaper.reap_zips()

    assert VideoZip.objects.get().state == "failed"


def test_asking_needs_the_permission_and_is_recorded(study, researcher, django_user_model):
    row = asking.ask(study, is_of_consent=True, by=researcher)

    assert study.logs.first().action == "consent videos asked for"
    with pytest.raises(BuildRefused, match="being made already"):
        asking.ask(study, is_of_consent=True, by=researcher)
    with pytest.raises(PermissionDenied):
        asking.ask(study, is_of_consent=True, by=django_user_model.objects.create(username="stranger"))
    assert VideoZip.objects.get() == row


def test_zip_is_fetched_by_whoever_may_see_the_videos_now(
    videos, make_zip, client, researcher, django_user_model
):
    row = make_zip()
    address = f"/video-zips/{row.uuid}/"

    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create(username="stranger"))
    assert client.get(address).status_code == 404
    client.force_login(researcher)
    answer = client.get(address)
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).testzip() is None
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    researcher.groups.clear()
    assert client.get(address).status_code == 404


def test_zip_is_gone_after_a_day_and_its_page_says_so(videos, make_zip, client, researcher):
    row = make_zip()
    making.forget_old(timezone.now() + timedelta(hours=25))

    client.force_login(researcher)
    answer = client.get(f"/video-zips/{row.uuid}/")
    assert (answer.status_code, storages["private"].listdir("")[1]) == (410, [])
    assert "no longer kept" in answer.content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_deleted_video_is_in_no_zip(videos, make_zip, study):
    row = make_zip()

    study.videos.first().delete()

    row.refresh_from_db()
    assert (row.name, storages["private"].listdir("")[1]) == ("", [])


@pytest.fixture
def s3(settings, amazon):
    """The bucket of videos at the stand-in for S3."""
    options = {
        "bucket_name": "videos",
        "endpoint_url": amazon,
        "access_key": "AKIAAAAAAAAAAAAAAAAA",
        "secret_key": "s" * 40,
        "region_name": "us-east-1",
    }
    boto3.client(
        "s3",
        endpoint_url=amazon,
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        region_name="us-east-1",
    ).create_bucket(Bucket="videos")
    s3 = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"videos": s3}
    return storages["videos"]


def test_videos_come_from_s3(s3, videos, make_zip):
    row = make_zip()

    assert set(content_of(row)) == {*videos, "MANIFEST.txt"}
    assert content_of(row)[videos[0]] == b"video 0"


def test_reading_from_s3_goes_on_where_it_broke_off(s3, study, monkeypatch):
    content = bytes(range(256)) * 24576
    s3.save("x.webm", ContentFile(content))
    iter_chunks, cuts = StreamingBody.iter_chunks, []

    def cut(self, size):
        for number, piece in enumerate(iter_chunks(self, size)):
            if number == 2 and len(cuts) < 2:
                cuts.append(number)
                return
            yield piece

    monkeypatch.setattr(StreamingBody, "iter_chunks", cut)

    assert b"".join(reading.pieces(s3, "x.webm")) == content
    assert len(cuts) == 2


def test_no_error_page_is_taken_for_a_video(s3):
    with pytest.raises(FileNotFoundError):
        list(reading.pieces(s3, "nothing.webm"))


def test_zip_is_written_to_google_as_a_stream(google_private, videos, make_zip):
    row = make_zip()

    assert set(content_of(row)) == {*videos, "MANIFEST.txt"}


def test_zip_that_breaks_off_leaves_nothing_at_google(google_private):
    def pieces():
        yield b"x" * 2**20
        raise OSError

    with pytest.raises(OSError):
        storing.store(google_private, "half.zip", pieces())
    assert not google_private.exists("half.zip")


def test_memory_does_not_grow_with_the_videos():
    """200 MB and 20 MB need the same."""

    def peak(megabytes):
        outcome = writing.Outcome()
        piece = b"x" * 2**20
        tracemalloc.start()
        videos = [(f"{number}.webm", 10 * 2**20) for number in range(megabytes // 10)]
        for _ in writing.stream(videos, lambda name: repeat(piece, 10), outcome):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(outcome.whole) == megabytes // 10
        return used

    assert peak(200) < peak(20) + 2**20 < 16 * 2**20


def test_restored_database_makes_no_zip_that_was_asked_for_before(study, researcher):
    VideoZip.objects.create(study=study, is_of_consent=False, requested_by=researcher)

    restored.send(sender=None)

    assert VideoZip.objects.get().state == "failed"
    assert Mail.objects.count() == 0

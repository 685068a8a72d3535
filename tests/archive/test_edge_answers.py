"""A file over HTTP: whole, in parts, not at all if the browser has it, and never whole in memory."""

import os
import tracemalloc
from datetime import UTC, datetime

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils.http import http_date
from moto import mock_aws
from storages.backends.s3 import S3Storage

from archive.edge import stored
from archive.edge.answers import send

BYTES = bytes(range(256)) * 400
MODIFIED = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC).timestamp()
VIDEO = "BE/v/BE001.mp4"


@pytest.fixture
def folder(tmp_path):
    put(tmp_path, VIDEO, BYTES)
    return tmp_path


def put(folder, key, content):
    (folder / key).parent.mkdir(parents=True, exist_ok=True)
    (folder / key).write_bytes(content)
    os.utime(folder / key, (MODIFIED, MODIFIED))


@pytest.fixture
def ask(folder, rf):
    def answer(key=VIDEO, **headers):
        return send(
            rf.get("/", headers=headers),
            stored.find(FileSystemStorage(folder), key),
            shelf="media",
            max_age=900,
        )

    return answer


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1023", 0, 1023),
        ("bytes=100000-", 100000, len(BYTES) - 1),
        ("bytes=-7", len(BYTES) - 7, len(BYTES) - 1),
        ("bytes=70000-140000", 70000, len(BYTES) - 1),
        ("bytes=0-", 0, len(BYTES) - 1),
    ],
)
def test_send_part_is_206_with_those_bytes(ask, asked, first, last):
    response = ask(Range=asked)
    assert (response.status_code, body(response)) == (206, BYTES[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(BYTES)}"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert response.headers["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=x-y", "seconds=1-2", "bytes=9-1"])
def test_send_with_a_range_that_is_not_understood_is_the_whole(ask, asked):
    response = ask(Range=asked)
    assert (response.status_code, body(response)) == (200, BYTES)


@pytest.mark.parametrize("asked", [f"bytes={len(BYTES)}-", "bytes=-0"])
def test_send_part_beyond_the_end_is_416_with_the_size(ask, asked):
    response = ask(Range=asked)
    assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{len(BYTES)}")
    assert response.headers["Cache-Control"] == "no-store"


def test_send_without_bytes_is_an_empty_answer(folder, ask):
    put(folder, "BE/v/BE009.mp4", b"")
    response = ask("BE/v/BE009.mp4")
    assert (response.status_code, body(response), response.headers["Content-Length"]) == (200, b"", "0")


def test_send_part_with_if_range_is_the_part_only_of_the_same_state(ask):
    etag = ask().headers["ETag"]
    statuses = {
        condition: ask(**{"Range": "bytes=0-9", "If-Range": condition}).status_code
        for condition in [etag, http_date(MODIFIED), f"W/{etag}", '"other"', http_date(MODIFIED - 1), "soon"]
    }
    assert list(statuses.values()) == [206, 206, 200, 200, 200, 200]


def test_send_that_the_browser_has_is_304_without_a_body(ask):
    etag = ask().headers["ETag"]
    for condition in [
        {"If-None-Match": etag},
        {"If-None-Match": f'"a", {etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": http_date(MODIFIED)},
        {"If-None-Match": etag, "Range": "bytes=0-9"},
    ]:
        response = ask(**condition)
        assert (response.status_code, body(response)) == (304, b"")
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == "private, max-age=900"


def test_send_that_the_browser_has_in_another_state_is_sent(folder, ask):
    etag = ask().headers["ETag"]
    put(folder, VIDEO, b"changed")
    assert body(ask(**{"If-None-Match": etag})) == b"changed"
    assert ask(**{"If-Modified-Since": http_date(MODIFIED - 1)}).status_code == 200
    assert ask(**{"If-Match": etag}).status_code == 412


class Watched(FileSystemStorage):
    """Remembers the files that it opened."""

    def open(self, *args, **kwargs):
        self.opened = getattr(self, "opened", [])
        self.opened.append(super().open(*args, **kwargs))
        return self.opened[-1]


def test_read_closes_the_file_after_the_end_and_after_a_break(folder):
    storage = Watched(folder)
    found = stored.find(storage, VIDEO)
    list(found.read(range(10)))
    broken_off = found.read(range(len(BYTES)))
    next(broken_off)
    broken_off.close()
    assert [file.closed for file in storage.opened] == [True, True]


def test_read_opens_nothing_that_is_never_asked_for(folder):
    storage = Watched(folder)
    stored.find(storage, VIDEO).read(range(10)).close()
    assert not hasattr(storage, "opened")


def test_send_of_any_size_takes_little_memory(folder, ask):
    with (folder / VIDEO).open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    response = ask()
    tracemalloc.start()
    sent = sum(len(chunk) for chunk in response.streaming_content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent == 64 * 1024 * 1024
    assert peak < 1024 * 1024


@pytest.fixture
def s3():
    """A storage on a bucket of Amazon S3, by moto."""
    options = {"region_name": "eu-west-1", "access_key": "A" * 20, "secret_key": "s" * 40}
    with mock_aws():
        storage = S3Storage(bucket_name="participants", **options)
        storage.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield storage


def test_send_from_a_bucket_of_s3_is_as_from_a_folder(s3, rf):
    s3.bucket.put_object(Key=VIDEO, Body=BYTES)
    found = stored.find(s3, VIDEO)
    assert body(send(rf.get("/"), found, shelf="media", max_age=900)) == BYTES
    part = send(rf.get("/", headers={"Range": "bytes=-7"}), found, shelf="media", max_age=900)
    assert (part.status_code, body(part)) == (206, BYTES[-7:])


def test_find_in_a_bucket_of_s3_of_what_is_not_there_is_nothing(s3):
    assert stored.find(s3, VIDEO) is None

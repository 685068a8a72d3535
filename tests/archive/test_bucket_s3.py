"""What is filed in Amazon S3, for which moto's server stands: private, in parts, never whole in memory."""

import hashlib
import os
import runpy
import tracemalloc
from pathlib import Path
from unittest.mock import patch

import pytest
import requests
from django.core.files import File
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

ROOT = Path(__file__).resolve().parents[2]
MB = 2**20
VIDEO = "BE/v/BE001.mp4"
PRODUCTION = {
    "DJANGO_SECRET_KEY": "of-this-test-only-" * 3,
    "ALLOWED_HOSTS": "vitrine.example",
    "BASE_URL": "https://vitrine.example",
    "DATABASE_URL": "sqlite://:memory:",
    "AWS_STORAGE_BUCKET_NAME": "participants",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIAABCDEFGHIJKLMNOP",
    "AWS_SECRET_ACCESS_KEY": "secret/" * 6,
}


@pytest.fixture(scope="module")
def bucket(amazon):
    """The participants' storage as a site in production has it."""
    with patch.dict(os.environ, PRODUCTION, clear=True):
        settings = runpy.run_path(str(ROOT / "site" / "config" / "settings" / "base.py"))
    configured = settings["STORAGES"]["participants"]
    assert configured["BACKEND"] == "storages.backends.s3.S3Storage"
    storage = S3Storage(**configured["OPTIONS"], endpoint_url=amazon, addressing_style="path")
    storage.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return storage


def stored(bucket, key):
    client = bucket.connection.meta.client
    return client.head_object(Bucket=bucket.bucket_name, Key=key)


@pytest.fixture
def large(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        for number in range(25):
            file.write(bytes([number]) * MB)
    with (tmp_path / "large").open("rb") as file:
        yield file


@pytest.mark.parametrize(
    ("size", "requests_made"), [(10, ["PUT"]), (20 * MB, ["POST", "POST", "PUT", "PUT", "PUT"])]
)
def test_what_is_filed_asks_for_nobody_else_s_rights(bucket, size, requests_made):
    """Whether an object is public, its ACL says; the bucket's own rules are in deploy/cloudformation."""
    sent = []
    events = bucket.connection.meta.client.meta.events
    events.register("before-send.s3", lambda request, **kwargs: sent.append(request), unique_id="seen")
    bucket.save(f"BE/i/{size}.jpg", ContentFile(b"x" * size))
    events.unregister("before-send.s3", unique_id="seen")

    assert sorted(request.method for request in sent if request.method != "HEAD") == requests_made
    headers = {name.lower() for request in sent for name in request.headers}
    assert [name for name in headers if "acl" in name or "grant" in name] == []
    assert stored(bucket, f"BE/i/{size}.jpg")["ContentType"] == "image/jpeg"


def test_what_is_filed_is_its_owner_s_alone(amazon, bucket):
    bucket.save("BE/i/BE001.jpg", ContentFile(b"x"))

    acl = bucket.connection.meta.client.get_object_acl(Bucket=bucket.bucket_name, Key="BE/i/BE001.jpg")
    assert [(grant["Permission"], grant["Grantee"]["Type"]) for grant in acl["Grants"]] == [
        ("FULL_CONTROL", "CanonicalUser")
    ]
    stranger = requests.get(f"{amazon}/{bucket.bucket_name}/BE/i/BE001.jpg", timeout=10)
    assert stranger.status_code == 403


def test_what_is_large_is_filed_in_parts_and_whole(bucket, large):
    bucket.save(VIDEO, File(large))

    head = stored(bucket, VIDEO)
    assert head["ContentLength"] == 25 * MB
    assert head["ETag"].strip('"').endswith("-4")
    large.seek(0)
    with bucket.open(VIDEO) as filed:
        assert hashlib.file_digest(filed, "sha256").digest() == hashlib.file_digest(large, "sha256").digest()


def test_what_is_small_is_filed_at_once(bucket):
    bucket.save("BE/i/BE002.jpg", ContentFile(b"x" * 1000))

    assert "-" not in stored(bucket, "BE/i/BE002.jpg")["ETag"]


def test_what_is_there_is_never_written_over(bucket):
    bucket.save("BE/i/BE009.jpg", ContentFile(b"first"))

    assert bucket.save("BE/i/BE009.jpg", ContentFile(b"second")) != "BE/i/BE009.jpg"
    with bucket.open("BE/i/BE009.jpg") as filed:
        assert filed.read() == b"first"


def peak_of(call):
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_what_is_filed_and_read_never_stands_in_memory_whole(bucket, tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(300 * MB)
    with (tmp_path / "sparse").open("rb") as file:
        saving = peak_of(lambda: bucket.save("BE/v/BE002.mp4", File(file)))
    with bucket.open("BE/v/BE002.mp4") as filed:
        reading = peak_of(lambda: hashlib.file_digest(filed, "sha256"))

    assert stored(bucket, "BE/v/BE002.mp4")["ContentLength"] == 300 * MB
    # Ten parts of 8 MB are on their way at once.
    assert saving < 120 * MB
    assert reading < 60 * MB

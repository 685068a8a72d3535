"""The edge as CloudFront: signed files whole and in parts, to whoever has the link."""

import os
from datetime import UTC, datetime, timedelta
from importlib import reload
from types import SimpleNamespace
from urllib.parse import quote
from uuid import UUID

import pytest
from django.utils import timezone

from archive.edge import urls
from archive.links import cloudfront, keys, media_link
from tests.archive.link_parts import Link

# The edge asks whether the participant has withdrawn.
pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 400
MODIFIED = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC).timestamp()
VIDEO = "BE/v/BE001.mp4"


def folder(location):
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(location)}}


@pytest.fixture
def bucket(settings, tmp_path):
    """A participants' storage with one video, and everything else that the edge writes to."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = settings.STORAGES | {"participants": folder(tmp_path / "bucket")}
    put(tmp_path / "bucket", VIDEO, BYTES)
    (tmp_path / "secret.txt").write_text("CANARY")
    return tmp_path / "bucket"


def put(bucket, key, content):
    (bucket / key).parent.mkdir(parents=True, exist_ok=True)
    (bucket / key).write_bytes(content)
    os.utime(bucket / key, (MODIFIED, MODIFIED))


def signed(settings, key=VIDEO, *, seconds=1000, **conditions):
    url = f"{settings.BASE_URL}/edge/media/{key}"
    expires = datetime.now(UTC) + timedelta(seconds=seconds)
    link = cloudfront.sign(url, expires, key=keys.signing_key(), **conditions)
    return link.removeprefix(settings.BASE_URL)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def ask(bucket, client, settings):
    """Asks for a signed file; without `db`, so that any query would be an error."""
    return lambda key=VIDEO, **headers: client.get(signed(settings, key), headers=headers)


def test_media_with_a_link_is_the_file_with_headers_that_keep_it_private(ask):
    response = ask()
    assert (response.status_code, body(response)) == (200, BYTES)
    headers = {name: response.headers[name] for name in EXPECTED}
    assert headers == EXPECTED
    assert response.headers["ETag"].startswith('"')
    assert not response.cookies


EXPECTED = {
    "Content-Type": "video/mp4",
    "Content-Length": str(len(BYTES)),
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, max-age=900",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Last-Modified": "Mon, 04 May 2026 03:02:01 GMT",
}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "192.168.1.20"])
def test_media_opens_under_whatever_name_the_site_is_called(bucket, client, settings, host):
    assert client.get(signed(settings), headers={"Host": host}).status_code == 200


def test_media_opens_the_link_that_templates_get(bucket, client):
    item = SimpleNamespace(key=VIDEO, uuid=UUID(int=1))
    assert body(client.get(media_link(item))) == BYTES


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"viewer_ip": "127.0.0.1"}, 200),
        ({"viewer_ip": "192.0.2.1"}, 403),
        ({"start": datetime(2020, 1, 1, tzinfo=UTC)}, 200),
        ({"start": datetime(2999, 1, 1, tzinfo=UTC)}, 403),
    ],
)
def test_media_with_a_custom_policy_follows_it(bucket, client, settings, conditions, status):
    assert client.get(signed(settings, **conditions)).status_code == status


def test_media_with_an_expired_link_says_so_in_one_sentence(bucket, client, settings):
    response = client.get(signed(settings, seconds=-1))
    assert response.status_code == 403
    assert response.content.decode() == "The link has expired; open the page again for a new one.\n"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_media_with_a_link_that_expires_between_two_parts_refuses_the_second(
    bucket, client, settings, monkeypatch
):
    link = signed(settings, seconds=1000)
    assert client.get(link, headers={"Range": "bytes=0-9"}).status_code == 206
    later = timezone.now() + timedelta(seconds=1000)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(link, headers={"Range": "bytes=10-19"}).status_code == 403


CHANGES = {
    "unsigned": lambda link: link.address,
    "other file": lambda link: link.moved("BE001", "BE002"),
    "other expiry": lambda link: link.with_value("Expires", "4102444800"),
    "no expiry": lambda link: link.without("Expires"),
    "no signature": lambda link: link.without("Signature"),
    "no key": lambda link: link.without("Key-Pair-Id"),
    "no hash": lambda link: link.without("Hash-Algorithm"),
    "hash twice": lambda link: link.doubled("Hash-Algorithm"),
    "something added": lambda link: link.plus("download", "1"),
    "a step up": lambda link: link.moved("/v/", "/v/../v/"),
    "an encoded step up": lambda link: link.moved("/v/", "/v/%2e%2e/v/"),
    "an encoded slash": lambda link: link.moved("BE/v", "BE%2f%2fv"),
    "a slash doubled": lambda link: link.moved("BE/v", "BE//v"),
    "an absolute path": lambda link: link.moved("/edge/media/BE", "/edge/media//etc/BE"),
    "a backslash": lambda link: link.moved("BE/v", "BE%5Cv"),
    "a NUL": lambda link: link.moved(".mp4", ".mp4%00.jpg"),
    "a key with what is not ASCII": lambda link: link.with_value("Key-Pair-Id", "%C3%A9"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_media_with_a_changed_link_is_refused(bucket, client, settings, change):
    response = client.get(CHANGES[change](Link(signed(settings))))
    assert response.status_code == 403
    assert keys.signing_key().id not in response.content.decode()


def test_media_signed_with_another_secret_is_refused(bucket, client, settings):
    secret = settings.SECRET_KEY
    settings.SECRET_KEY = "of-another-installation-" + "1" * 40
    link = signed(settings)
    settings.SECRET_KEY = secret
    assert client.get(link).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key",
    [
        "BE/v/BE002.mp4",
        "BE/v",
        "BE/v/BE001.mp4/x.mp4",
        "../secret.txt",
        "BE/../../secret.txt",
        "/etc/hostname",
        "BE//v/BE001.mp4",
        "BE/v/./BE001.mp4",
        "BE%5Cv%5CBE001.mp4",
        "BE/v/BE001.mp4%00.jpg",
        "BE/v/BE001.mp4%0A",
    ],
)
def test_media_that_is_not_there_is_404_even_with_a_right_signature(bucket, client, settings, key):
    key = key if "%" in key else quote(key)
    response = client.get(signed(settings, key))
    assert response.status_code == 404
    assert b"CANARY" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["page.html", "page.htm", "page.svg", "page.xml", "page.js", "page", ".htaccess", "a.JPG"]
)
def test_media_of_another_kind_is_not_served(bucket, client, settings, name):
    put(bucket, f"BE/i/{name}", b"<script>alert(1)</script>")
    response = client.get(signed(settings, f"BE/i/{name}"))
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("BE001.jpg", "image/jpeg"),
        ("BE001.png", "image/png"),
        ("BE001.mp4", "video/mp4"),
        ("BE001.m4a", "audio/mp4"),
        ("BE001.vtt", "text/vtt; charset=utf-8"),
    ],
)
def test_media_with_html_within_is_still_what_its_name_says(bucket, ask, name, content_type):
    put(bucket, f"BE/i/{name}", b"<html><script>alert(1)</script>")
    response = ask(f"BE/i/{name}")
    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_media_by_another_method_is_not_allowed(bucket, client, settings, method):
    response = getattr(client, method)(signed(settings))
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_media_head_has_the_headers_of_get_and_no_body(bucket, client, settings):
    response = client.head(signed(settings), headers={"Range": "bytes=0-9"})
    assert (response.status_code, body(response)) == (200, b"")
    assert {name: response.headers[name] for name in EXPECTED} == EXPECTED


def test_media_head_unsigned_is_refused(bucket, client):
    assert client.head(f"/edge/media/{VIDEO}").status_code == 403


def test_media_that_the_browser_has_is_not_told_without_a_link(bucket, client, ask):
    etag = ask().headers["ETag"]
    assert ask(**{"If-None-Match": etag}).status_code == 304
    assert client.get(f"/edge/media/{VIDEO}", headers={"If-None-Match": etag}).status_code == 403


@pytest.mark.parametrize(
    ("configured", "left"),
    [
        ({}, ["media", "thumbnail"]),
        ({"CLOUDFRONT": {"domain": "media.example"}}, ["thumbnail"]),
        ({"CLOUDINARY": {"cloud_name": "demo"}}, ["media"]),
        ({"CLOUDFRONT": {"domain": "media.example"}, "CLOUDINARY": {"cloud_name": "demo"}}, []),
    ],
)
def test_edge_has_no_address_for_what_a_configured_service_answers(settings, configured, left):
    for name, value in configured.items():
        setattr(settings, name, value)
    try:
        assert [pattern.name for pattern in reload(urls).urlpatterns] == left
    finally:
        settings.CLOUDFRONT = settings.CLOUDINARY = None
        reload(urls)

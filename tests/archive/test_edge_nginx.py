"""The edge behind nginx, as deploy/nginx.conf has it: the edge judges a link, nginx sends the file."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import SimpleNamespace
from urllib.parse import quote
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.wsgi import get_wsgi_application
from PIL import Image

from archive.edge import kept
from archive.links import cloudfront, keys, media_link, thumbnail_link

BYTES = bytes(range(256)) * 4000
VIDEO = "BE/v/BE001.mp4"
ITEM = SimpleNamespace(uuid=UUID(int=1), key=VIDEO)
PHOTO = SimpleNamespace(still_key="BE/i/BE001.jpg")
MAIN = """
daemon off;
pid nginx.pid;
error_log error.log;
{user}
events {{}}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    access_log {log};
    include site.conf;
}}
"""


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        """Says nothing."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


#: The edge asks whether a participant withdrew; its server runs in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def bucket(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = settings.STORAGES | {
        "participants": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "bucket")},
        }
    }
    for key in (VIDEO, "BE/v/Zoë's 1?.mp4"):
        (tmp_path / "bucket" / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bucket" / key).write_bytes(BYTES)
    (tmp_path / "bucket" / "BE" / "i").mkdir()
    Image.new("RGB", (1200, 900), "red").save(tmp_path / "bucket" / PHOTO.still_key)
    return tmp_path / "bucket"


@pytest.fixture
def site():
    """The site as a server of its own."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nginx(settings, bucket, site, tmp_path):
    """nginx with the configuration of deploy/, but for its port, its folders and where the site is."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed.")
    settings.EDGE_ACCEL_REDIRECT = "/protected"
    port = free_port()
    conf = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    for sample, here in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{site}",
        "alias /app/media/": f"alias {bucket}/",
        "alias /app/var/edge-cache/": f"alias {kept.folder()}/",
    }.items():
        assert sample in conf
        conf = conf.replace(sample, here)
    (tmp_path / "site.conf").write_text(conf)
    # A worker that root starts is nobody otherwise, and may not read what only root may.
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(MAIN.format(user=user, log=tmp_path / "access.log"))
    running = subprocess.Popen(
        ["nginx", "-p", tmp_path, "-c", "nginx.conf"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.05)
    yield port
    running.terminate()
    running.wait(timeout=10)


def ask(port, path, method="GET", **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer


def signed(settings, key):
    url = f"{settings.BASE_URL}/edge/media/{quote(key)}"
    link = cloudfront.sign(url, datetime.now(UTC) + timedelta(minutes=20), key=keys.signing_key())
    return link.removeprefix(settings.BASE_URL)


HARMLESS = {
    "Cache-Control": "private, max-age=900",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def test_nginx_sends_what_the_edge_allows_with_headers_that_keep_it_private(nginx):
    answer = ask(nginx, media_link(ITEM))

    assert (answer.status, answer.body) == (200, BYTES)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert {name: answer.headers.get_all(name) for name in HARMLESS} == {
        name: [value] for name, value in HARMLESS.items()
    }
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "X-Accel-Redirect" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=1000000-", 206, slice(1000000, None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        (f"bytes={len(BYTES)}-", 416, None),
    ],
)
def test_nginx_sends_parts(nginx, asked, status, part):
    answer = ask(nginx, media_link(ITEM), Range=asked)

    assert answer.status == status
    assert part is None or answer.body == BYTES[part]


def test_nginx_answers_conditions_and_heads(nginx):
    link = media_link(ITEM)
    etag = ask(nginx, link).headers["ETag"]

    assert ask(nginx, link, **{"If-None-Match": etag}).status == 304
    assert ask(nginx, link, **{"Range": "bytes=0-9", "If-Range": etag}).status == 206
    assert ask(nginx, link, **{"Range": "bytes=0-9", "If-Range": '"other"'}).status == 200
    head = ask(nginx, link, "HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(BYTES)))


def test_nginx_sends_thumbnails_that_the_edge_made(nginx):
    answer = ask(nginx, thumbnail_link(PHOTO, "card"))

    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert answer.body.startswith(b"\xff\xd8")


def test_nginx_finds_a_name_with_letters_that_addresses_can_t_have(nginx, settings):
    assert ask(nginx, signed(settings, "BE/v/Zoë's 1?.mp4")).body == BYTES


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/protected/media/{VIDEO}", 404),
        (f"/protected/media/../media/{VIDEO}", 404),
        ("/protected/thumbnails/", 404),
        (f"/edge/media/{VIDEO}", 403),
        (f"/edge/../protected/media/{VIDEO}", 404),
        (f"/%70rotected/media/{VIDEO}", 404),
    ],
)
def test_nginx_sends_nothing_that_the_edge_has_not_allowed(nginx, path, status):
    answer = ask(nginx, path)

    assert answer.status == status
    assert BYTES[:50] not in answer.body


@pytest.mark.parametrize("change", [lambda link: link.replace("BE001", "BE002"), lambda link: link + "0"])
def test_nginx_sends_nothing_for_a_changed_link(nginx, change):
    assert ask(nginx, change(media_link(ITEM))).status == 403


def test_nginx_writes_no_link_into_its_log(nginx, tmp_path):
    ask(nginx, media_link(ITEM))
    ask(nginx, "/robots.txt")

    log = tmp_path / "access.log"
    for _ in range(100):
        # It is written after the answer was sent.
        if "robots.txt" in log.read_text():
            break
        time.sleep(0.05)
    assert "robots.txt" in log.read_text()
    assert "BE001" not in log.read_text()


def test_edge_without_nginx_sends_the_file_itself(bucket, client):
    answer = client.get(media_link(ITEM))

    assert b"".join(answer.streaming_content) == BYTES


def test_edge_of_a_bucket_elsewhere_sends_the_file_itself(settings, bucket, client):
    """nginx has no folder to send from, when the files are in S3."""
    settings.EDGE_ACCEL_REDIRECT = "/protected"
    settings.STORAGES = settings.STORAGES | {
        "participants": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    storages["participants"].save(VIDEO, ContentFile(BYTES))

    answer = client.get(media_link(ITEM))

    assert b"".join(answer.streaming_content) == BYTES
    assert "X-Accel-Redirect" not in answer.headers

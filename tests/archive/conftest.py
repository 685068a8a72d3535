"""An exhibition with two participants, as small as can be."""

import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from asgiref.local import Local

from archive.models import ExhibitionPage, GalleryPage, StoryPage
from archive.search import following
from tests.factories import ExhibitionPageFactory, GalleryPageFactory, StoryPageFactory


@pytest.fixture(autouse=True)
def nothing_noted():
    """What tests before have noted for the index, in transactions that never came to their commit."""
    following._noted = Local()


@dataclass(frozen=True)
class Exhibition:
    page: ExhibitionPage
    gallery: GalleryPage
    story: StoryPage
    sibling: StoryPage
    other_gallery: GalleryPage
    other_story: StoryPage


@pytest.fixture
def exhibition(db) -> Exhibition:
    page = ExhibitionPageFactory(title="Canary exhibition", slug="exhibition")
    gallery = GalleryPageFactory(parent=page, code="XY", title="Canary gallery")
    other = GalleryPageFactory(parent=page, code="ZZ", title="Canary other gallery")
    return Exhibition(
        page,
        gallery,
        StoryPageFactory(parent=gallery, number=1, title="Canary story", slug="xy001"),
        StoryPageFactory(parent=gallery, number=2, title="Canary sibling", slug="xy002"),
        other,
        StoryPageFactory(parent=other, number=1, title="Canary other story", slug="zz001"),
    )


@pytest.fixture(scope="module")
def amazon():
    """The address of moto's server, which stands in for Amazon S3."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert server.poll() is None
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=30)

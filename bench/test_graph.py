"""What the graph and the timeline cost, with few stories and with 20,000."""

import pytest
from django.test import Client

from archive.graph import layout
from archive.graph.reading import read
from bench.measuring import cpu_ms, queries_of, row
from tests.archive.large import add_eras, large_exhibition
from tests.factories import UserFactory, grant

SIZES = {
    "500 nodes": {"participants": 12, "stories": 34, "themes": 70, "chains": 10, "connections": 180},
    "20,000 stories": {
        "participants": 100,
        "stories": 200,
        "themes": 2000,
        "chains": 200,
        "connections": 20000,
    },
}
ROOMS = {
    "graph, as a page": "graph/",
    "graph, as JSON": "graph-data/",
    "graph of one participant": "graph/aaa/",
    "timeline": "timeline/",
}


@pytest.fixture(params=SIZES)
def large(request, db):
    """An exhibition, and a browser of somebody who was granted it."""
    exhibition = large_exhibition(**SIZES[request.param])
    add_eras(exhibition, eras=9, keywords=40)
    person = UserFactory()
    grant(person, exhibition)
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return request.param, exhibition, browser


def test_rooms(large):
    size, exhibition, browser = large
    for name, room in ROOMS.items():

        def visit(room=room):
            answer = browser.get(f"/exhibition/{room}")
            assert answer.status_code == 200
            return answer

        kilobytes = len(visit().content) / 1024
        row(
            f"{name}, {size}",
            f"{queries_of(visit)} queries",
            f"{cpu_ms(visit, times=5):.0f} ms",
            f"{kilobytes:.0f} KiB",
        )


def test_reading_and_placing(large, rf):
    size, exhibition, browser = large
    request = rf.get("/")
    request.user = UserFactory(permissions=["archive.view_exhibitionpage"])

    def place():
        layout.place(read(exhibition, request, "en"))

    row(f"graph, read and placed, {size}", f"{queries_of(place)} queries", f"{cpu_ms(place, times=5):.0f} ms")

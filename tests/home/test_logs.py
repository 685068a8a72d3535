import logging

import pytest

from home.logs import WithoutMedia


def record(request=None):
    """What Django's own handlers log of a request."""
    made = logging.makeLogRecord({"msg": "Not Found: %s"})
    if request is not None:
        made.request = request
    return made


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/edge/media/XY/i/XY001.jpg", False),
        ("/edge/image/authenticated/s--x--/c_fill/XY/i/XY001.jpg", False),
        ("/run/token/index.html", False),
        ("/studies/", True),
        ("/running/", True),
        ("/exhibition/edge/", True),
    ],
)
def test_filter_drops_what_is_said_of_requests_for_media(rf, path, is_kept):
    assert WithoutMedia().filter(record(rf.get(path))) is is_kept


def test_filter_keeps_what_is_said_of_no_request():
    assert WithoutMedia().filter(record()) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "is_told"), [("/edge/media/XY/i/Canary.jpg?Signature=secret", False), ("/no/such/", True)]
)
def test_log_tells_nothing_of_a_refused_link(client, settings, path, is_told):
    lines = []
    handler = logging.Handler()
    handler.addFilter(WithoutMedia())
    handler.emit = lambda record: lines.append(record.getMessage())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)

    client.get(path)

    logger.removeHandler(handler)
    assert bool(lines) is is_told


def test_every_handler_has_the_filter(settings):
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["without_media"]]

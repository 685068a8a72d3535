"""Workers say that they are there."""

import time

import pytest

from builds.models import Worker
from builds.workers import SignsOfLife


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_worker_is_known_while_it_works():
    signs = SignsOfLife("builder@here", ["builds"], beat=0.05)
    signs.begin()
    try:
        for _ in range(100):
            if Worker.objects.exists():
                break
            time.sleep(0.05)
        first = Worker.objects.get()
        time.sleep(0.3)
        second = Worker.objects.get()
    finally:
        signs.end()

    assert (first.name, first.queues) == ("builder@here", ["builds"])
    assert second.seen_at > first.seen_at
    assert second.started_at == first.started_at
    assert not Worker.objects.exists()

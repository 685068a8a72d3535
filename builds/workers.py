"""Workers say every few seconds that they are there, so that a page can tell without asking them."""

import threading
from datetime import timedelta

from celery.signals import worker_ready, worker_shutdown
from django.db import DatabaseError, connection
from django.utils import timezone

from builds.models import Worker

#: Seconds between two signs of life.
BEAT = 20.0
#: After that a worker is taken for gone.
SILENCE = timedelta(seconds=90)
#: After that it is no longer spoken of.
FORGOTTEN = timedelta(days=1)


class SignsOfLife:
    def __init__(self, name: str, queues: list[str], beat: float = BEAT):
        self._name, self._queues, self._beat = name, queues, beat
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="signs of life", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self):
        started = timezone.now()
        while True:
            self._say(seen_at=timezone.now(), started_at=started, queues=self._queues)
            if self._over.wait(self._beat):
                break
        self._say_goodbye()

    def _say(self, **facts):
        """A database that is away is no reason to stop working."""
        try:
            Worker.objects.update_or_create(name=self._name, defaults=facts)
            Worker.objects.filter(seen_at__lt=facts["seen_at"] - FORGOTTEN).delete()
        except DatabaseError:
            pass
        finally:
            connection.close()

    def _say_goodbye(self):
        try:
            Worker.objects.filter(name=self._name).delete()
        except DatabaseError:
            pass
        finally:
            connection.close()


_signs: list[SignsOfLife] = []


@worker_ready.connect
def begin(sender, **facts):
    queues = sorted(queue.name for queue in sender.task_consumer.queues)
    signs = SignsOfLife(sender.hostname, queues)
    _signs.append(signs)
    signs.begin()


@worker_shutdown.connect
def end(sender, **facts):
    while _signs:
        _signs.pop().end()

"""Holds a build while its worker works on it: a heartbeat in a thread of its own."""

import logging
import threading
import time

from django.db import DatabaseError, connection

from builds import claims
from builds.errors import BuildLost
from builds.models import LEASE

logger = logging.getLogger(__name__)

#: Far below the lease, so that a cancelled build's container is gone within seconds.
BEAT = 5.0


class Lease:
    """`with Lease(build) as lease:` beats until the end; `lease.check()` raises once the build is lost."""

    def __init__(self, build, beat: float = BEAT):
        self._build, self._beat = build, beat
        self._lost, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lease of build {build.pk}", daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        if self._lost.is_set():
            raise BuildLost

    def _run(self):
        renewed = time.monotonic()
        try:
            while not self._over.wait(self._beat):
                if self._renew():
                    renewed = time.monotonic()
                elif self._lost.is_set() or time.monotonic() - renewed > LEASE.total_seconds():
                    self._lost.set()
                    return
        finally:
            connection.close()

    def _renew(self) -> bool:
        """A database that does not answer is asked again, until the lease has run out by our own clock."""
        try:
            if claims.renew(self._build):
                return True
            self._lost.set()
        except DatabaseError as error:
            logger.warning(
                "The lease of build %s could not be renewed: %s", self._build.pk, type(error).__name__
            )
        return False

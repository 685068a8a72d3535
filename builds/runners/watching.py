"""Watches a running container from outside: how many processes it has, and how much its volume holds."""

import logging
import threading

from builds.errors import BuildUserError
from builds.runners.engine import FAILURES

logger = logging.getLogger(__name__)

PROCESSES = 256
DISK = 4 * 1024**3
#: Seconds between two looks.
PAUSE = 1.0


class Watch:
    """`with Watch(client, container, volume) as watch:` looks until the end; `watch.check()` raises."""

    def __init__(self, client, container, volume):
        self._client, self._container, self._volume = client, container, volume
        self._problem, self._over = "", threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"watch of {container.name}", daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raises BuildUserError once a limit was reached."""
        if self._problem:
            raise BuildUserError(self._problem)

    def _run(self):
        while not self._over.wait(PAUSE):
            try:
                self._problem = self._too_many() or self._too_much()
            except (*FAILURES, KeyError, ValueError) as error:
                logger.info("%s can't be watched just now: %s.", self._container.name, type(error).__name__)
            if self._problem:
                return

    def _too_many(self) -> str:
        seen = self._client.api.stats(self._container.id, stream=False, one_shot=True)
        if seen.get("pids_stats", {}).get("current", 0) < PROCESSES:
            return ""
        return f"The build started more than {PROCESSES} processes at once and was stopped."

    def _too_much(self) -> str:
        """The Engine itself measures, so that no trick inside of the container deceives it."""
        api = self._client.api
        answer = api.get(
            f"{api.base_url}/v{api.api_version}/system/df", params={"type": "volume"}, timeout=api.timeout
        )
        answer.raise_for_status()
        sizes = {volume["Name"]: volume["UsageData"]["Size"] for volume in answer.json()["Volumes"] or ()}
        if sizes.get(self._volume.name, 0) <= DISK:
            return ""
        return f"The build wrote more than {DISK // 1024**3} GiB to the disk and was stopped."

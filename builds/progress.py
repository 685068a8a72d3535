"""The stages of a build that is under way, written to their rows as they go."""

import time
from contextlib import contextmanager

from django.utils import timezone

from builds.logtext import BoundedText, clean
from builds.models import Build, BuildStage

#: Seconds between two writings of a growing log.
PAUSE = 0.5


class StageLog:
    """The log of one stage: `write` what happened; `pulse` while waiting, so that the reader sees it."""

    def __init__(self, row: BuildStage, lease):
        self._row, self._lease = row, lease
        self._text = BoundedText()
        self._is_dirty = False
        self._saved = time.monotonic()

    def write(self, text: str) -> None:
        """Adds one or more lines."""
        text = clean(text)
        self._text.add(text if text.endswith("\n") else f"{text}\n")
        self._is_dirty = True
        self.pulse()

    def pulse(self) -> None:
        """Saves what waits, if it is time. Raises BuildLost once the build is no longer ours."""
        self._lease.check()
        if self._is_dirty and time.monotonic() - self._saved >= PAUSE:
            BuildStage.objects.filter(pk=self._row.pk).update(log=str(self._text))
            self._is_dirty, self._saved = False, time.monotonic()

    def close(self, state) -> None:
        """Also writes the row anew, if a transaction that was undone has taken it away."""
        BuildStage.objects.update_or_create(
            build_id=self._row.build_id,
            fence=self._row.fence,
            name=self._row.name,
            defaults={"state": state, "log": str(self._text), "finished_at": timezone.now()},
        )


class Progress:
    def __init__(self, build: Build, lease):
        self._build, self._lease = build, lease
        self._failed: StageLog | None = None

    @contextmanager
    def stage(self, name: str):
        """Opens a stage and closes it as succeeded; one that raises is closed by `close_failed`."""
        self._lease.check()
        row = BuildStage.objects.create(build=self._build, fence=self._build.fence, name=name)
        log = StageLog(row, self._lease)
        self._failed = log
        yield log
        log.close(BuildStage.State.SUCCEEDED)
        self._failed = None

    def close_failed(self) -> None:
        """Outside of the failed stage's transaction, where the database can be written again."""
        if self._failed:
            self._failed.close(BuildStage.State.FAILED)
            self._failed = None

"""A worker of its own process: `python -m tests.builds.worker_process FOLDER DATABASE BUILD [STAGE SIGNAL]`.

With a stage and a signal it sends itself that signal when the stage has begun: the worst moment to die.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings


def run(folder: Path, database: str, build_pk: int, stage: str = "", signal: int = 0) -> None:
    settings.REPOSITORIES_ROOT = folder / "repositories"
    settings.CHECKOUTS_ROOT = folder / "checkouts"
    settings.COMPILED_ROOT = folder / "compiled"
    bundles = {"location": folder / "bundles"}
    settings.STORAGES["experiments"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": bundles,
    }
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from builds import lease, pipeline, progress  # noqa: PLC0415  Django must be there first
    from builds.runners.local import LocalRunner  # noqa: PLC0415

    lease.BEAT = 0.2
    begin = progress.Progress.stage

    @contextmanager
    def staged(self, name):
        with begin(self, name) as log:
            if name == stage:
                os.kill(os.getpid(), signal)
            yield log

    progress.Progress.stage = staged
    pipeline.run(build_pk, choose_runner=lambda log: LocalRunner())


if __name__ == "__main__":
    _, folder, database, build, *doom = sys.argv
    run(Path(folder), database, int(build), *doom[:1], *(int(number) for number in doom[1:]))

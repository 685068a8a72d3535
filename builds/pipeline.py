"""Runs the stages of one build, from its claim to its end."""

import logging
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.db import transaction

from builds import claims, runners
from builds.errors import BuildLost, BuildUserError
from builds.lease import Lease
from builds.progress import Progress
from builds.records import python_log, record
from builds.stages.compile import compile_sources
from builds.stages.fetch import fetch
from builds.stages.image import prepare_image
from builds.stages.notify import notify
from builds.stages.publish import publish
from builds.stages.resolve import resolve
from builds.stages.switch import switch

logger = logging.getLogger(__name__)


def run(build_pk: int, *, choose_runner=runners.choose) -> None:
    """Builds what is waiting, or was left behind; does nothing if another worker has it."""
    build = claims.claim(build_pk)
    if build is None:
        logger.info("Build %s has nothing to do for this worker.", build_pk)
        return
    with python_log() as lines, Lease(build) as lease:
        progress = Progress(build, lease)
        logger.info("Build %s begins, attempt %s.", build.pk, build.attempts)
        try:
            _run_stages(build, progress, choose_runner, lines)
        except BuildLost:
            logger.warning("Build %s is no longer this worker's; it stops.", build.pk)
            return
        except BuildUserError as error:
            _fail(build, progress, problem=str(error), exception=str(error), lines=lines)
        except Exception as error:
            reference = uuid4().hex[:12]
            logger.exception("Build %s failed on our side, id %s.", build.pk, reference)
            problem = f"The build failed on our side. Tell the operators this id: {reference}."
            exception = f"{type(error).__name__}, id {reference}"
            _fail(build, progress, problem=problem, exception=exception, lines=lines)


def _run_stages(build, progress, choose_runner, lines):
    stage = progress.stage
    with ExitStack() as held:
        with stage("resolve") as log:
            archive = resolve(build, log)
        with stage("fetch") as log:
            checkout = fetch(build, archive, log)
        with stage("image") as log:
            runner = prepare_image(build, choose_runner, log)
        bundle = Path(held.enter_context(TemporaryDirectory(prefix="bundle-")))
        with stage("compile") as log:
            compile_sources(build, checkout, runner, bundle, log)
        with stage("publish") as log:
            prefix, manifest = publish(build, bundle, log)
        with transaction.atomic():
            with stage("switch") as log:
                switch(build, prefix, manifest, lines, log)
            with stage("notify") as log:
                notify(build, log)


def _fail(build, progress, *, problem, exception, lines):
    progress.close_failed()
    try:
        claims.fail(build, problem, extra=record(build, exception=exception, python_log=lines))
    except BuildLost:
        logger.warning("Build %s failed after it was taken away; its row stays as it is.", build.pk)

"""Runs the stages of one build, from its claim to its end."""

import logging
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connection, transaction

from builds import claims, compiled, runners
from builds.errors import BuildInterrupted, BuildLost, BuildUserError
from builds.lease import Lease
from builds.progress import Progress
from builds.records import python_log, record
from builds.stages.compile import compile_once
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
        except BuildInterrupted as error:
            logger.warning("Build %s was interrupted: %s", build.pk, error, exc_info=error.__cause__)
            _interrupt(build, progress, str(error), lines)
        except (OperationalError, InterfaceError) as error:
            # Nothing can be written down now; the lease runs out, and another attempt begins.
            logger.warning("Build %s lost the database: %s.", build.pk, type(error).__name__)
            connection.close()
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
    with stage("resolve") as log:
        pinned, addons = resolve(build, log)
    with stage("fetch") as log:
        checkout = fetch(pinned, addons, log)
    with stage("image") as log:
        runner, depends_on = prepare_image(build, choose_runner, log)
    with stage("compile") as log:
        key = compiled.key(pinned, addons, depends_on)
        bundle, manifest = compile_once(build, key, checkout, runner, log)
    with stage("publish") as log:
        prefix = publish(build, bundle, manifest, log)
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


def _interrupt(build, progress, problem, lines):
    """Another attempt comes when there is one left; the reaper hints at it."""
    progress.close_failed()
    try:
        if not claims.give_back(build, problem):
            _fail(build, progress, problem=problem, exception=problem, lines=lines)
    except BuildLost:
        logger.warning("Build %s was interrupted after it was taken away.", build.pk)

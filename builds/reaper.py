"""Takes up builds that nobody works on: whose worker is gone, or whose message was lost."""

import logging
from datetime import timedelta

from django.utils import timezone

from builds import claims, hints
from builds.errors import BuildLost
from builds.models import Build
from builds.records import record
from builds.zips import asking, making

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)
EXHAUSTED = "The build was begun several times and broke off each time. Tell the operators its number: {pk}."


def reap() -> None:
    at = timezone.now()
    for build in Build.objects.exhausted(at).select_related("study", "requested_by"):
        _give_up(build)
    waiting = Build.objects.claimable(at).exclude(state=Build.State.QUEUED, created_at__gt=at - PATIENCE)
    for build_pk in waiting.values_list("pk", flat=True):
        hints.look_at(build_pk)


def reap_zips() -> None:
    """The same for zips of videos."""
    at = timezone.now()
    making.give_up_exhausted(at)
    waiting = making.claimable(at).exclude(attempts=0, created_at__gt=at - PATIENCE)
    for zip_pk in waiting.values_list("pk", flat=True):
        asking.hint(zip_pk)


def _give_up(build):
    logger.error("Build %s was given up after %s attempts.", build.pk, build.attempts)
    try:
        claims.fail(
            build, EXHAUSTED.format(pk=build.pk), extra=record(build, exception="The worker was lost.")
        )
    except BuildLost:
        logger.info("Build %s came back to life.", build.pk)

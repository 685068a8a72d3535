"""The heartbeat that holds a build."""

import time

import pytest
from django.utils import timezone

from builds.errors import BuildLost
from builds.lease import Lease
from builds.models import Build
from builds.progress import Progress

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def wait_until(condition):
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_lease_is_renewed_while_the_work_goes_on(claimed):
    Build.objects.filter(pk=claimed.pk).update(lease_until=timezone.now())

    with Lease(claimed, beat=0.05) as lease:
        wait_until(lambda: Build.objects.get().lease_until > timezone.now())
        lease.check()


def test_work_stops_when_the_build_is_taken_away(claimed):
    with Lease(claimed, beat=0.05) as lease, pytest.raises(BuildLost):
        Build.objects.update(state="cancelled")
        with Progress(claimed, lease).stage("compile") as log:
            wait_until(lambda: not log.pulse())
            time.sleep(0.5)
            log.pulse()


def test_log_is_seen_while_the_stage_runs(claimed):
    with Lease(claimed) as lease, Progress(claimed, lease).stage("compile") as log:
        log.write("first line")
        wait_until(lambda: log.pulse() or claimed.stages.get().log == "first line\n")
        assert claimed.stages.get().state == "running"

    assert claimed.stages.get().state == "succeeded"

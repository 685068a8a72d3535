"""Real worker processes that are killed, that sleep, and that are told twice: one end for each build."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from builds import actions, claims, hints, pipeline, reaper
from builds.models import Build
from home.models import Mail
from tests.builds.test_pipeline import STAGES

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def start(tmp_path, needs_node):
    """Starts a worker process for the build; at the end none is left."""
    processes = []

    def begin(build, *doom):
        command = [sys.executable, "-m", "tests.builds.worker_process", str(tmp_path)]
        command += [connection.settings_dict["NAME"], str(build.pk), *(str(word) for word in doom)]
        environment = os.environ | {
            "PYTHONPATH": f"site{os.pathsep}.",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        processes.append(
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
        )
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def hinted(monkeypatch):
    """The builds that workers are told of."""
    told = []
    monkeypatch.setattr(hints, "look_at", told.append)
    return told


def expire_lease(build):
    Build.objects.filter(pk=build.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def wait_for(process, code):
    assert process.wait(timeout=60) == code


def is_whole(build):
    storage = storages["experiments"]
    return all(
        storage.size(f"{build.prefix}/{name}") == entry["size"] for name, entry in build.manifest.items()
    )


@pytest.mark.parametrize("stage", STAGES)
def test_killed_in_each_stage_the_build_is_taken_up_and_ends_once(
    start, hinted, sources, make_build, run_build, study, stage
):
    old = run_build(make_build(), files={"index.html": b"old"})
    Mail.objects.all().delete()
    build = make_build()

    wait_for(start(build, stage, signal.SIGKILL), -signal.SIGKILL)

    build.refresh_from_db()
    assert build.state == "running"
    assert study.builds.serving("preview").first() == old
    expire_lease(build)
    reaper.reap()
    assert hinted == [build.pk]
    wait_for(start(build), 0)

    build.refresh_from_db()
    assert (build.state, build.attempts, build.fence) == ("succeeded", 2, 2)
    assert is_whole(build)
    assert study.builds.serving("preview").first() == build
    assert study.logs.filter(action="previewed").count() == 2
    assert Mail.objects.count() == 1


def test_message_that_comes_twice_builds_once(start, sources, make_build, study):
    build = make_build()

    workers = [start(build) for _ in range(3)]
    for worker in workers:
        wait_for(worker, 0)

    build.refresh_from_db()
    assert (build.state, build.attempts) == ("succeeded", 1)
    assert (study.logs.filter(action="previewed").count(), Mail.objects.count()) == (1, 1)


@pytest.mark.parametrize("stage", ["compile", "publish"])
def test_worker_that_slept_through_its_lease_changes_nothing_when_it_wakes(
    start, sources, make_build, study, stage
):
    build = make_build()
    sleeper = start(build, stage, signal.SIGSTOP)
    os.waitpid(sleeper.pid, os.WUNTRACED)
    expire_lease(build)

    wait_for(start(build), 0)
    build.refresh_from_db()
    finished = build.finished_at
    os.kill(sleeper.pid, signal.SIGCONT)
    sleeper.wait(timeout=60)

    build.refresh_from_db()
    assert (build.state, build.fence, build.finished_at) == ("succeeded", 2, finished)
    assert build.prefix.endswith(f"{build.uuid}-2")
    assert is_whole(build)
    assert (study.logs.filter(action="previewed").count(), Mail.objects.count()) == (1, 1)


def test_build_that_kills_its_worker_each_time_is_given_up(start, hinted, sources, make_build, study):
    build = make_build()
    for _ in range(3):
        wait_for(start(build, "compile", signal.SIGKILL), -signal.SIGKILL)
        expire_lease(build)

    reaper.reap()

    build.refresh_from_db()
    assert (build.state, build.problem) == ("failed", reaper.EXHAUSTED.format(pk=build.pk))
    assert claims.claim(build.pk) is None
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("stage", ["compile", "publish"])
def test_cancelled_build_stops_its_worker_within_seconds(
    start, sources, make_build, study, researcher, stage
):
    build = make_build()
    sleeper = start(build, stage, signal.SIGSTOP)
    os.waitpid(sleeper.pid, os.WUNTRACED)
    actions.cancel(build, by=researcher)
    os.kill(sleeper.pid, signal.SIGCONT)

    started = time.monotonic()
    sleeper.wait(timeout=10)

    build.refresh_from_db()
    assert time.monotonic() - started < 10
    assert (build.state, build.prefix, Mail.objects.count()) == ("cancelled", "", 0)


@pytest.mark.parametrize("at", ["compile", "publish", "switch"])
def test_database_that_breaks_off_leaves_the_build_to_its_next_attempt(
    sources, make_build, run_build, study, monkeypatch, at
):
    """PostgreSQL ends our connection in the middle of a stage."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to break off.")
    functions = {"compile": "compile_once", "publish": "publish", "switch": "switch"}
    whole, done = getattr(pipeline, functions[at]), []

    def broken(*args, **facts):
        if not done:
            done.append(at)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return whole(*args, **facts)

    monkeypatch.setattr(pipeline, functions[at], broken)
    build = run_build(make_build())

    assert build.state == "running"
    expire_lease(build)
    build = run_build(build)
    assert (build.state, build.attempts) == ("succeeded", 2)
    assert is_whole(build)

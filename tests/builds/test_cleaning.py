"""The nightly cleaning: ours only, old only, never what is in use."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from builds.bundles import prefix_of
from builds.models import Build
from builds.runners import docker_engine
from builds.tasks import cleanup_builds, cleanup_checkouts, cleanup_docker_images

OLD = timedelta(days=2)


@pytest.fixture
def publish(make_build):
    def build_with_bundle(age=OLD, kind="preview", **facts):
        build = make_build(
            kind, **{"state": "succeeded", "fence": 1, "finished_at": timezone.now() - age} | facts
        )
        storages["experiments"].save(f"{prefix_of(build)}/index.html", ContentFile(b"x"))
        return build

    return build_with_bundle


def is_there(build):
    return storages["experiments"].exists(f"{prefix_of(build)}/index.html")


def test_old_bundles_go_and_those_in_use_stay(publish):
    replaced, serving = publish(OLD * 2), publish()
    failed, fresh = publish(state="failed"), publish(timedelta(hours=1), state="failed")
    deployed, at_work = publish(OLD * 3, "deployment"), publish(state="running", finished_at=None)

    cleanup_builds()

    assert [is_there(build) for build in (replaced, failed)] == [False, False]
    assert [is_there(build) for build in (serving, fresh, deployed, at_work)] == [True] * 4


def test_the_bundle_before_a_young_one_stays_for_those_who_began_with_it(publish):
    replaced, serving = publish(OLD * 2), publish(timedelta(minutes=1))

    cleanup_builds()

    assert [is_there(build) for build in (replaced, serving)] == [True, True]


def test_bundles_of_builds_we_do_not_know_and_foreign_files_stay(publish):
    another_vitrines = publish()
    storages["experiments"].save("preview_experiments/notes/readme.txt", ContentFile(b"x"))
    Build.objects.all().delete()

    cleanup_builds()

    assert is_there(another_vitrines)
    assert storages["experiments"].exists("preview_experiments/notes/readme.txt")


def test_nothing_published_is_nothing_to_clean(db):
    cleanup_builds()


def test_old_checkouts_go_and_those_in_use_stay(make_build, settings):
    make_build(state="running", sha="a" * 40)
    long_ago = (timezone.now() - OLD).timestamp()
    for sha, is_old in (("a" * 40, True), ("b" * 40, True), ("c" * 40, False), (".unpacking-x", True)):
        folder = settings.CHECKOUTS_ROOT / "owner" / "name" / sha
        folder.mkdir(parents=True)
        (folder / "file").write_text("x")
        if is_old:
            os.utime(folder, (long_ago, long_ago))

    cleanup_checkouts()

    left = {path.name for path in (settings.CHECKOUTS_ROOT / "owner" / "name").iterdir()}
    assert left == {"a" * 40, "c" * 40}


def test_without_an_engine_there_is_nothing_to_clean(db, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")

    cleanup_docker_images()


def test_volumes_of_lost_workers_go_and_others_stay(needs_docker, claimed):
    client = docker_engine.connect()

    def volume(build, fence):
        return client.volumes.create(labels={"vitrine": "build", "build": str(build), "fence": str(fence)})

    at_work, left = volume(claimed.uuid, claimed.fence), volume(claimed.uuid, 99)
    of_another_vitrine = volume(uuid4(), 1)
    try:
        cleanup_docker_images()
        there = {thing.name for thing in docker_engine.ours(client)}
        assert [thing.name in there for thing in (at_work, left, of_another_vitrine)] == [True, False, True]
    finally:
        at_work.remove()
        of_another_vitrine.remove()

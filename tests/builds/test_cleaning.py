"""The nightly cleaning: ours only, old only, never what is in use."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from builds import actions
from builds.bundles import prefix_of
from builds.models import Build
from builds.runners import engine
from builds.tasks import cleanup_builds, cleanup_checkouts, cleanup_docker_images

OLD = timedelta(days=2)


@pytest.fixture
def publish(make_build):
    def build_with_bundle(age=OLD, kind="preview", **facts):
        at = timezone.now() - age
        build = make_build(
            kind, **{"state": "succeeded", "fence": 1, "finished_at": at, "switched_at": at} | facts
        )
        Build.objects.filter(pk=build.pk).update(prefix=prefix_of(build), manifest={"index.html": {}})
        storages["experiments"].save(f"{prefix_of(build)}/index.html", ContentFile(b"x"))
        return build

    return build_with_bundle


def is_there(build):
    return storages["experiments"].exists(f"{prefix_of(build)}/index.html")


def test_old_bundles_go_and_those_in_use_stay(publish):
    failed, fresh = publish(state="failed"), publish(timedelta(hours=1), state="failed")
    deployed, at_work = publish(OLD * 3, "deployment"), publish(state="running", finished_at=None)

    cleanup_builds()

    assert not is_there(failed)
    assert [is_there(build) for build in (fresh, deployed, at_work)] == [True] * 3


def test_the_last_five_are_kept_to_roll_back_to(publish, researcher):
    oldest, *others = [publish(OLD + timedelta(hours=7 - number)) for number in range(7)]
    actions.roll_back(oldest, by=researcher)

    cleanup_builds()

    assert [is_there(build) for build in (oldest, *others)] == [True, False, False, True, True, True, True]
    others[0].refresh_from_db()
    assert (others[0].prefix, others[0].manifest, others[0].can_be_served) == ("", {}, False)


def test_a_young_bundle_stays_for_those_who_began_with_it(publish):
    builds = [publish(timedelta(minutes=number)) for number in range(7)]

    cleanup_builds()

    assert all(is_there(build) for build in builds)


def test_bundles_of_builds_we_do_not_know_and_foreign_files_stay(publish):
    another_vitrines = publish()
    storages["experiments"].save("preview_experiments/notes/readme.txt", ContentFile(b"x"))
    Build.objects.all().delete()

    cleanup_builds()

    assert is_there(another_vitrines)
    assert storages["experiments"].exists("preview_experiments/notes/readme.txt")


def test_nothing_published_is_nothing_to_clean(db):
    cleanup_builds()


def test_old_sources_go_and_those_in_use_stay(make_build, settings):
    make_build(state="running", sha="a" * 40, bundle_key="1" * 64)
    long_ago = (timezone.now() - OLD).timestamp()
    sources, compiled = settings.CHECKOUTS_ROOT / "owner" / "name", settings.COMPILED_ROOT
    kept = [
        sources / ("a" * 40),
        sources / f"{'a' * 40}_{'b' * 40}",
        compiled / ("1" * 64),
        compiled / f".{'1' * 64}.lock",
    ]
    gone = [sources / ("b" * 40), sources / ".unpacking-x", compiled / ("2" * 64), compiled / ".keeping-x"]
    young = [sources / ("c" * 40), compiled / ("3" * 64)]
    for folder in (*kept, *gone, *young):
        folder.mkdir(parents=True)
        (folder / "file").write_text("x")
        if folder not in young:
            os.utime(folder, (long_ago, long_ago))

    cleanup_checkouts()

    assert {*sources.iterdir(), *compiled.iterdir()} == {*kept, *young}


def test_without_an_engine_there_is_nothing_to_clean(db, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")

    cleanup_docker_images()


def test_volumes_of_lost_workers_go_and_others_stay(needs_docker, claimed):
    client = engine.connect()

    def volume(build, fence):
        return client.volumes.create(labels={"vitrine": "build", "build": str(build), "fence": str(fence)})

    at_work, left = volume(claimed.uuid, claimed.fence), volume(claimed.uuid, 99)
    of_another_vitrine = volume(uuid4(), 1)
    try:
        cleanup_docker_images()
        there = {thing.name for thing in engine.ours(client)}
        assert [thing.name in there for thing in (at_work, left, of_another_vitrine)] == [True, False, True]
    finally:
        at_work.remove()
        of_another_vitrine.remove()

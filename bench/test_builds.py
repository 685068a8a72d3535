"""What builds and zips cost: a second study on the same sources, zips beside a plain copy of the same."""

import os
import resource
from itertools import repeat
from pathlib import Path
from time import perf_counter

import pytest
from django.conf import settings
from django.core.files.storage import storages

from bench.measuring import row
from builds import archives, pipeline
from builds.models import Build
from builds.runners.local import LocalRunner
from builds.stages.publish import publish
from builds.zips import reading, storing, writing
from tests.builds.test_runners import Log
from tests.factories import StudyPageFactory, UserFactory

PLAYER = settings.BASE_DIR / "demo" / "repositories" / "vitrine-demo" / "picture-memory"
MIB = 2**20


def timed(call) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


def build_of(study, person):
    return Build.objects.create(
        study=study,
        kind="preview",
        repository="https://github.com/vitrine-demo/picture-memory",
        requested_by=person,
    )


@pytest.fixture
def _own_folders(settings, tmp_path):
    for name in ("REPOSITORIES_ROOT", "CHECKOUTS_ROOT", "COMPILED_ROOT"):
        setattr(settings, name, tmp_path / name.lower())


@pytest.mark.django_db(transaction=True)
def test_second_study_on_the_same_sources(_own_folders):
    archives.install(PLAYER, "vitrine-demo", "picture-memory")
    person = UserFactory()
    builds = [build_of(StudyPageFactory(by=person), person) for _ in range(3)]

    seconds = [
        timed(lambda build=build: pipeline.run(build.pk, choose_runner=lambda log: LocalRunner()))
        for build in builds
    ]
    for build in builds:
        build.refresh_from_db()
    last = builds[-1]
    key = Path(settings.COMPILED_ROOT) / last.bundle_key / "files"
    last.fence += 1
    copy = timed(lambda: publish(last, key, last.manifest, Log()))

    assert [(build.state, build.is_reused) for build in builds] == [
        ("succeeded", False),
        ("succeeded", True),
        ("succeeded", True),
    ]
    row("a build, the first of its sources", f"{seconds[0]:.2f} s")
    row("the second and third study on them", *(f"{second:.2f} s" for second in seconds[1:]))
    row("of that the copy into the storage", f"{copy:.2f} s")
    row("found compiled", f"{sum(build.is_reused for build in builds)} of {len(builds)}")


def test_zip_beside_a_plain_copy(tmp_path):
    videos = storages["videos"]
    folder = Path(videos.location)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{number:03}.webm" for number in range(20)]
    for name in names:
        (folder / name).write_bytes(os.urandom(MIB) * 25)

    def copy():
        (tmp_path / "copy").unlink(missing_ok=True)
        with (tmp_path / "copy").open("wb") as target:
            for name in names:
                for piece in reading.pieces(videos, name):
                    target.write(piece)
            target.flush()
            os.fsync(target.fileno())

    def zipped():
        pieces = writing.stream(
            [(name, 25 * MIB) for name in names], lambda name: reading.pieces(videos, name), writing.Outcome()
        )
        storing.store(storages["private"], "bench.zip", pieces)

    copy()
    plain, packed = (min(timed(call) for _ in range(7)) for call in (copy, zipped))
    row("500 MiB of videos read and written once", f"{plain:.2f} s")
    row("the same as a zip with checksums", f"{packed:.2f} s", f"{plain / packed:.2f} of it")


@pytest.mark.parametrize("gigabytes", [0.2, 2, 20])
def test_memory_of_a_zip(gigabytes):
    """Through the whole of the writing, into nothing."""
    piece, count = os.urandom(MIB), int(gigabytes * 10)
    videos = [(f"{number}.webm", 100 * MIB) for number in range(count)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def written():
        for _ in writing.stream(videos, lambda name: repeat(piece, 100), outcome):
            pass

    outcome = writing.Outcome()
    seconds = timed(written)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    row(f"a zip of {gigabytes} GB", f"{seconds:.1f} s", f"+{grown / 1024:.0f} MiB")
    assert len(outcome.whole) == count

"""Sources of two repositories, and bundles that are compiled once for everybody who needs them."""

import json
import threading

import pytest

from builds import archives, compiled, pipeline
from builds.models import Build
from builds.runners.local import LocalRunner
from builds.sources import Pinned, Repository
from tests.builds.conftest import FakeRunner, tiny_sources
from tests.builds.test_runners import Log
from tests.factories import StudyPageFactory

ADDONS = "https://github.com/tests/addons"
LISTS_FILES = """
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.html", JSON.stringify(readdirSync("lib", { recursive: true }).sort()));
"""


class SteadyRunner(FakeRunner):
    """Always the same image; counts how often something was compiled in it."""

    def __init__(self, image="image 1"):
        super().__init__()
        self.image, self.compiled = image, 0

    def prepare(self, image, log):
        return self.image

    def run(self, step, *, network, deadline, log):
        self.compiled += step == "compile"


def write_addons(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("// an add-on")
    return archives.install(folder, "tests", "addons")


@pytest.fixture
def run(make_build):
    def run(build=None, runner=None, **facts):
        build = build or make_build(**facts)
        pipeline.run(build.pk, choose_runner=lambda log: runner or LocalRunner())
        build.refresh_from_db()
        return build

    return run


def test_addons_are_laid_into_lib(needs_node, tmp_path, run, settings):
    sha = archives.install(tiny_sources(tmp_path / "tiny", LISTS_FILES), "tests", "tiny")
    addons = write_addons(tmp_path / "addons", "frames/exp-more.js", "README.md")

    build = run(addons_repository=ADDONS)

    assert (build.state, build.sha, build.addons_sha) == ("succeeded", sha, addons)
    checkout = settings.CHECKOUTS_ROOT / "tests" / "tiny" / f"{sha}_{addons}"
    assert (checkout / "lib/frames/exp-more.js").is_file()
    kept = settings.COMPILED_ROOT / build.bundle_key / "files" / "index.html"
    assert json.loads(kept.read_text()) == ["README.md", "frames", "frames/exp-more.js"]


@pytest.mark.parametrize("theirs", ["lib/x.js", "lib"])
def test_file_that_both_have_is_an_error_and_nothing_is_left(tmp_path, run, settings, theirs):
    sources = tiny_sources(tmp_path / "tiny")
    (sources / theirs).parent.mkdir(exist_ok=True)
    (sources / theirs).write_text("mine")
    archives.install(sources, "tests", "tiny")
    write_addons(tmp_path / "addons", "x.js")

    build = run(addons_repository=ADDONS, runner=SteadyRunner())

    assert build.problem == "The experiment and its add-ons both have lib/x.js; rename one of them."
    assert list((settings.CHECKOUTS_ROOT / "tests" / "tiny").iterdir()) == []


def test_addons_that_are_not_there_are_named(sources, tmp_path, run):
    (tmp_path / "repositories" / "tests" / "addons").mkdir()

    build = run(addons_repository=ADDONS, runner=SteadyRunner())

    assert "The repository tests/addons is not in the folder of archives" in build.problem


def test_second_study_on_the_same_sources_compiles_nothing(sources, run, researcher):
    runner = SteadyRunner()
    first = run(runner=runner)
    other = StudyPageFactory(by=researcher, repository=first.repository)
    second = run(
        Build.objects.create(
            study=other, kind="preview", repository=first.repository, requested_by=researcher
        ),
        runner,
    )

    assert runner.compiled == 1
    assert [first.is_reused, second.is_reused] == [False, True]
    assert first.manifest == second.manifest
    assert first.prefix != second.prefix
    assert "compiled before; the bundle is used again" in second.stages.get(name="compile").log


@pytest.mark.parametrize("change", ["image", "sources", "addons", "damage"])
def test_what_is_not_the_same_is_compiled_anew(sources, tmp_path, run, settings, change):
    runner = SteadyRunner()
    first = run(runner=runner)
    if change == "image":
        runner.image = "image 2"
    if change == "sources":
        archives.install(tiny_sources(tmp_path / "newer", "// newer"), "tests", "tiny")
    if change == "addons":
        write_addons(tmp_path / "addons", "x.js")
    if change == "damage":
        (settings.COMPILED_ROOT / first.bundle_key / "files" / "index.html").write_text("flipped")

    second = run(runner=runner, addons_repository=ADDONS if change == "addons" else "")

    assert (runner.compiled, second.state, second.is_reused) == (2, "succeeded", False)


def test_key_tells_apart_whatever_a_bundle_depends_on():
    one, other = Pinned(Repository("o", "n"), "a" * 40), Pinned(Repository("o", "m"), "a" * 40)
    keys = {
        compiled.key(one, None, "r"),
        compiled.key(other, None, "r"),
        compiled.key(one, other, "r"),
        compiled.key(other, one, "r"),
        compiled.key(one, None, "s"),
    }

    assert len(keys) == 5


def test_of_two_that_compile_the_same_one_waits(settings):
    log, inside, go_on = Log(), threading.Event(), threading.Event()

    def other():
        with compiled.alone("k", Log()):
            inside.set()
            go_on.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    inside.wait(10)
    log.pulse = go_on.set
    with compiled.alone("k", log):
        thread.join(10)

    assert "Another build compiles the same just now" in log.text

"""One build from its claim to its end."""

from socket import AF_INET

import pytest
from django.core.files.storage import storages

from builds import actions, archives, pipeline
from builds.errors import BuildSystemError, BuildUserError
from builds.runners.local import LocalRunner
from builds.sources import guard
from home.models import Mail
from tests.builds.conftest import DEMO, tiny_sources

STAGES = ["resolve", "fetch", "image", "compile", "publish", "switch", "notify"]


def run_locally(build):
    pipeline.run(build.pk, choose_runner=lambda log: LocalRunner())
    build.refresh_from_db()
    return build


def test_tiny_experiment_is_built_and_published(needs_node, sources, make_build, study):
    build = run_locally(make_build())

    assert (build.state, build.problem, build.sha) == ("succeeded", "", sources)
    assert [(stage.name, stage.state) for stage in build.stages.all()] == [
        (name, "succeeded") for name in STAGES
    ]
    assert build.prefix == f"preview_experiments/{study.uuid}/{build.uuid}-1"
    assert set(build.manifest) == {"index.html", "assets/App.js"}
    assert storages["experiments"].open(f"{build.prefix}/assets/App.js").read() == b"document.title = 'built'"
    record = study.logs.first()
    assert (record.action, record.extra["exception"]) == ("previewed", [])
    assert "built by node" in record.extra["build log"]
    assert record.extra["image log"][0].startswith("Node.js is ")
    assert record.extra["python log"] == [f"INFO builds.pipeline Build {build.pk} begins, attempt 1."]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_demo_experiment_is_built_with_npm(needs_registry, make_build, study):
    sha = archives.install(DEMO, "vitrine-demo", "picture-memory")

    build = run_locally(make_build(repository="https://github.com/vitrine-demo/picture-memory"))

    assert (build.state, build.sha, build.problem) == ("succeeded", sha, "")
    types = {entry["type"] for entry in build.manifest.values()}
    assert {"text/html; charset=utf-8", "text/javascript; charset=utf-8", "image/webp"} <= types


def test_failing_compiler_fails_the_build(needs_node, tmp_path, make_build, study):
    build_script = "console.error('line 3 of the experiment'); process.exit(7)"
    archives.install(tiny_sources(tmp_path / "broken", build_script), "tests", "tiny")

    build = run_locally(make_build())

    assert (build.state, build.problem) == (
        "failed",
        "The step “compile” failed with exit code 7; its log says why.",
    )
    stage = build.stages.get(name="compile")
    assert (stage.state, "line 3 of the experiment" in stage.log) == ("failed", True)
    assert study.logs.first().extra["exception"] == [build.problem]


def test_each_ending_is_mailed_once(run_build, sources, make_build, study, researcher):
    run_build(make_build())
    run_build(make_build(), error=BuildUserError("Broken."))
    run_build(make_build(), meanwhile=study.save_revision)

    assert list(Mail.objects.order_by("pk").values_list("subject", flat=True)) == [
        f"{study.title}: the preview is ready",
        f"{study.title}: the preview failed",
        f"{study.title}: the preview was superseded",
    ]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "The build ended well but left no dist/index.html, or an empty one."),
        ({"index.html": b""}, "The build ended well but left no dist/index.html, or an empty one."),
        ({"Index.html": b"x"}, "The build ended well but left no dist/index.html, or an empty one."),
    ],
)
def test_bundle_without_a_page_fails_and_publishes_nothing(run_build, sources, make_build, files, problem):
    build = run_build(make_build(), files=files)

    assert (build.state, build.problem, build.prefix) == ("failed", problem, "")
    assert not storages["experiments"].exists(".") or storages["experiments"].listdir("")[0] == []


def test_fault_of_ours_shows_an_id_and_logs_the_traceback(run_build, sources, make_build, study, caplog):
    build = run_build(make_build(), error=BuildSystemError("The secret inside."))

    reference = build.problem.rpartition(" ")[2].rstrip(".")
    assert build.problem == f"The build failed on our side. Tell the operators this id: {reference}."
    assert "secret" not in str(study.logs.first().extra)
    assert [record.exc_info is not None for record in caplog.records if reference in record.getMessage()] == [
        True
    ]
    assert "The secret inside." in caplog.text


def test_repository_that_is_not_there_is_named(run_build, make_build, monkeypatch):
    monkeypatch.setattr(guard, "resolve", lambda host, port: [(AF_INET, ("127.0.0.1", port))])

    build = run_build(make_build(repository="https://github.com/nobody/nothing"))

    assert build.problem == "api.github.com has an address that is not public; nothing is fetched from it."
    assert [(stage.name, stage.state) for stage in build.stages.all()] == [("resolve", "failed")]


def test_wanted_commit_is_built_if_the_repository_has_it(run_build, sources, make_build, tmp_path):
    archives.install(tiny_sources(tmp_path / "newer", "// newer"), "tests", "tiny")

    assert run_build(make_build(wanted_sha=sources)).sha == sources


def test_unknown_commit_falls_back_to_the_head_and_says_so(run_build, sources, make_build):
    build = run_build(make_build(wanted_sha="b" * 40))

    assert build.sha == sources
    assert (
        "is not in a branch of tests/tiny; the default branch is built."
        in build.stages.get(name="resolve").log
    )


def test_sources_are_unpacked_once(run_build, sources, make_build):
    run_build(make_build())
    build = run_build(make_build())

    assert build.stages.get(name="fetch").log == "These sources were unpacked before; they are used again.\n"


def test_cancelled_build_stays_cancelled_and_sends_nothing(run_build, sources, make_build, researcher):
    build = make_build()

    run_build(build, meanwhile=lambda: actions.cancel(build, by=researcher))

    assert (build.state, build.prefix) == ("cancelled", "")
    assert Mail.objects.count() == 0


def test_second_message_for_a_finished_build_does_nothing(run_build, sources, make_build):
    build = run_build(make_build())
    run_build(build)

    assert (build.attempts, build.stages.count()) == (1, len(STAGES))


def test_failed_switch_keeps_its_stage_and_undoes_the_rest(
    run_build, sources, make_build, study, monkeypatch
):
    def refuse(build, log):
        log.write("about to fail")
        raise RuntimeError

    monkeypatch.setattr(pipeline, "notify", refuse)
    build = run_build(make_build())

    assert build.state == "failed"
    assert study.logs.first().action == "build failed"
    assert not study.logs.filter(action="previewed").exists()
    assert build.stages.get(name="notify").log == "about to fail\n"

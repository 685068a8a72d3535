"""Publishing to a folder, and to Google Cloud Storage's stand-in."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from google.cloud.storage.retry import DEFAULT_RETRY

from builds import bundles
from builds.capability import run_address
from builds.errors import BuildSystemError
from builds.stages.publish import publish
from tests.builds.test_runners import Log

FILES = {
    "index.html": b"<!doctype html>",
    "assets/App.JS": b"1",
    "assets/a.js": b"2",
    "data/x.bin": b"\0" * 70_000,
}


@pytest.fixture
def folder_storage():
    return storages["experiments"]


@pytest.fixture(params=["folder_storage", "google_storage"])
def storage(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def bundle(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / "bundle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "bundle"


def published(build, bundle):
    bundles.pack(bundle)
    manifest = bundles.inventory(bundle)
    return publish(build, bundle, manifest, Log()), manifest


def test_bundle_is_published_under_its_own_names(storage, claimed, bundle):
    prefix, manifest = published(claimed, bundle)

    assert prefix == f"preview_experiments/{claimed.study.uuid}/{claimed.uuid}-1"
    assert {name: storage.open(f"{prefix}/{name}").read() for name in FILES} == FILES
    assert manifest["assets/App.JS"] == {
        "size": 1,
        "sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        "type": "text/javascript; charset=utf-8",
    }
    assert manifest["data/x.bin"]["type"] == "application/octet-stream"


def test_page_is_published_last_and_the_manifest_before_it(storage, claimed, bundle, monkeypatch):
    saved = []
    save = type(storage).save
    monkeypatch.setattr(
        type(storage), "save", lambda self, name, file: saved.append(name) or save(self, name, file)
    )

    prefix, manifest = published(claimed, bundle)

    assert saved[-2:] == [f"{prefix}.manifest.json", f"{prefix}/index.html"]
    assert len(saved) == len(FILES) + 1
    assert json.loads(storage.open(f"{prefix}.manifest.json").read()) == manifest


def test_nothing_that_is_there_is_overwritten(storage, claimed, bundle):
    prefix, _ = published(claimed, bundle)
    (bundle / "index.html").write_bytes(b"another")

    with pytest.raises(BuildSystemError, match="exists already"):
        published(claimed, bundle)
    assert storage.open(f"{prefix}/index.html").read() == FILES["index.html"]


def test_deployment_has_its_own_root(folder_storage, make_build, bundle):
    build = make_build("deployment", fence=3)

    assert bundles.prefix_of(build) == f"experiments/{build.study.uuid}/{build.uuid}-3"


def test_folder_is_deleted_with_everything_below(storage, claimed, bundle):
    prefix, _ = published(claimed, bundle)

    assert bundles.delete_bundle(storage, prefix) == len(FILES)
    assert not storage.exists(f"{prefix}/index.html")
    assert not storage.exists(f"{prefix}.manifest.json")


def test_build_is_served_from_google(google_storage, run_build, sources, make_build, client):
    build = run_build(make_build(), files=FILES)

    answer = client.get(run_address(build, is_participant=False).replace("index.html", "assets/App.JS"))
    assert (answer.getvalue(), answer["Content-Type"]) == (b"1", "text/javascript; charset=utf-8")


@pytest.mark.parametrize("status", [503, 429, 500])
@pytest.mark.parametrize("name", ["assets/App.JS", ".manifest.json", "index.html"])
def test_bucket_that_fails_for_a_moment_is_asked_again(google_storage, gate, claimed, bundle, name, status):
    told = []
    gate.fail = lambda asked: None if told or not asked.endswith(name) else told.append(asked) or status

    prefix, manifest = published(claimed, bundle)

    assert {path: google_storage.open(f"{prefix}/{path}").read() for path in FILES} == FILES
    assert len(gate.uploads) == len(FILES) + 2


@pytest.mark.parametrize("name", sorted(FILES))
def test_bucket_that_stays_away_leaves_the_old_bundle_whole(
    google_storage, gate, run_build, sources, make_build, client, monkeypatch, name
):
    """At each object in turn: a reader sees the whole old bundle, and the build waits to be begun again."""
    old = run_build(make_build(), files=FILES)
    monkeypatch.setattr("builds.storage.RETRY", DEFAULT_RETRY.with_timeout(0.1))
    gate.fail = lambda asked: 503 if asked.endswith(name) else None

    build = run_build(make_build(), files={path: content + b"new" for path, content in FILES.items()})

    assert (build.state, build.attempts) == ("queued", 1)
    assert build.problem == "The storage of the experiments failed or could not be reached."
    served = build.study.builds.serving("preview").get()
    assert served == old
    address = run_address(served, is_participant=False)
    seen = {path: client.get(address.replace("index.html", path)).getvalue() for path in FILES}
    assert seen == FILES


def test_third_interruption_ends_the_build_with_its_reason(
    google_storage, gate, run_build, sources, make_build, monkeypatch
):
    monkeypatch.setattr("builds.storage.RETRY", DEFAULT_RETRY.with_timeout(0.1))
    gate.fail = lambda asked: 503
    build = make_build()

    for _ in range(3):
        run_build(build)

    assert (build.state, build.attempts) == ("failed", 3)
    assert build.problem == "The storage of the experiments failed or could not be reached."


def test_lost_answer_to_an_upload_is_no_other_file(google_storage, claimed, bundle):
    """The first try had arrived: the bucket refuses the second, and what is there is what was sent."""
    content = ContentFile(b"1")
    google_storage.save("experiments/x/app.js", ContentFile(b"1"))

    assert google_storage.save("experiments/x/app.js", content) == "experiments/x/app.js"
    with pytest.raises(FileExistsError):
        google_storage.save("experiments/x/app.js", ContentFile(b"2"))


def test_objects_can_be_kept_by_whoever_stands_between(google_storage, gate, claimed, bundle):
    prefix, _ = published(claimed, bundle)

    said = json.loads(re.search(rb"\{[^}]+\}", gate.sent[f"{prefix}/assets/a.js"])[0])
    assert said["cacheControl"] == "public, max-age=31536000, immutable"
    assert b"text/javascript; charset=utf-8" in gate.sent[f"{prefix}/assets/a.js"]

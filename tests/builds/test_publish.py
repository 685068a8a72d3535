"""Publishing to a folder, and to Google Cloud Storage's stand-in."""

import socket

import pytest
from django.core.files.storage import storages
from gcp_storage_emulator.server import create_server
from google.auth.credentials import AnonymousCredentials

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


@pytest.fixture
def google_storage(settings, monkeypatch):
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = create_server("localhost", port, in_memory=True, default_bucket="experiments")
    server.start()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://localhost:{port}")
    options = {"bucket_name": "experiments", "project_id": "vitrine", "credentials": AnonymousCredentials()}
    options |= {"querystring_auth": False, "file_overwrite": False}
    google = {"BACKEND": "storages.backends.gcloud.GoogleCloudStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"experiments": google}
    yield storages["experiments"]
    server.stop()


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


def test_bundle_is_published_under_its_own_names(storage, claimed, bundle):
    prefix, manifest = publish(claimed, bundle, Log())

    assert prefix == f"preview_experiments/{claimed.study.uuid}/{claimed.uuid}-1"
    assert {name: storage.open(f"{prefix}/{name}").read() for name in FILES} == FILES
    assert manifest["assets/App.JS"] == {
        "size": 1,
        "sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        "type": "text/javascript; charset=utf-8",
    }
    assert manifest["data/x.bin"]["type"] == "application/octet-stream"


def test_page_is_published_last(storage, claimed, bundle, monkeypatch):
    saved = []
    save = type(storage).save
    monkeypatch.setattr(
        type(storage), "save", lambda self, name, file: saved.append(name) or save(self, name, file)
    )

    publish(claimed, bundle, Log())

    assert [name.rpartition("/")[2] for name in saved] == ["App.JS", "a.js", "x.bin", "index.html"]


def test_nothing_that_is_there_is_overwritten(storage, claimed, bundle):
    prefix, _ = publish(claimed, bundle, Log())
    (bundle / "index.html").write_bytes(b"another")

    with pytest.raises(BuildSystemError, match="exists already"):
        publish(claimed, bundle, Log())
    assert storage.open(f"{prefix}/index.html").read() == FILES["index.html"]


def test_deployment_has_its_own_root(folder_storage, make_build, bundle):
    build = make_build("deployment", fence=3)

    assert bundles.prefix_of(build) == f"experiments/{build.study.uuid}/{build.uuid}-3"


def test_folder_is_deleted_with_everything_below(storage, claimed, bundle):
    prefix, _ = publish(claimed, bundle, Log())

    assert bundles.delete_folder(storage, prefix) == len(FILES)
    assert not storage.exists(f"{prefix}/index.html")


def test_build_is_served_from_google(google_storage, run_build, sources, make_build, client):
    build = run_build(make_build(), files=FILES)

    answer = client.get(run_address(build, is_participant=False).replace("index.html", "assets/App.JS"))
    assert (answer.getvalue(), answer["Content-Type"]) == (b"1", "text/javascript; charset=utf-8")

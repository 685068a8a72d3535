"""Studies, builds and sources for the tests of builds."""

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from google.auth.credentials import AnonymousCredentials

from builds import archives, claims, pipeline
from builds.models import Build
from studies.models import StudyLifecycle
from tests.builds.bucket import BUCKET, bucket
from tests.factories import StudyPageFactory, UserFactory
from tests.needs import needs_docker, needs_node, needs_registry  # noqa: F401

DEMO = Path(__file__).parents[2] / "demo" / "repositories" / "vitrine-demo" / "picture-memory"
TINY_BUILD = """
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("dist/assets", { recursive: true });
writeFileSync("dist/index.html", "<!doctype html><script src='assets/App.js'></script>");
writeFileSync("dist/assets/App.js", "document.title = 'built'");
console.log("built by node");
"""


def tiny_sources(folder: Path, build: str = TINY_BUILD) -> Path:
    """An experiment without any dependency."""
    folder.mkdir(parents=True, exist_ok=True)
    package = {"name": "tiny", "version": "1.0.0", "type": "module", "scripts": {"build": "node build.mjs"}}
    lock = {"name": "tiny", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": {"": {}}}
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / "build.mjs").write_text(build)
    return folder


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """Each test has its own archives, checkouts and bundles."""
    settings.REPOSITORIES_ROOT = tmp_path / "repositories"
    settings.CHECKOUTS_ROOT = tmp_path / "checkouts"
    settings.COMPILED_ROOT = tmp_path / "compiled"
    folder = {"location": tmp_path / "bundles"}
    bundles = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    settings.STORAGES = settings.STORAGES | {"experiments": bundles}


@pytest.fixture
def researcher(db):
    return UserFactory()


@pytest.fixture
def study(researcher):
    return StudyPageFactory(by=researcher, repository="https://github.com/tests/tiny")


@pytest.fixture
def sources(tmp_path):
    """The study's repository in the folder of archives; returns its SHA."""
    return archives.install(tiny_sources(tmp_path / "tiny"), "tests", "tiny")


@pytest.fixture
def make_build(study, researcher):
    def make(kind="preview", **facts):
        values = {"study": study, "kind": kind, "requested_by": researcher, "repository": study.repository}
        return Build.objects.create(**values | facts)

    return make


@pytest.fixture
def claimed(make_build):
    return claims.claim(make_build().pk)


class FakeRunner:
    """Stands in for an Engine: leaves these files in dist/, or fails with this error."""

    name = "fake"

    def __init__(self, files=None, error=None, meanwhile=None):
        self.files = {"index.html": b"<!doctype html>"} if files is None else files
        self.error, self.meanwhile = error, meanwhile

    def prepare(self, image, log):
        log.write("The fake image is there.")
        return f"fake {uuid4()}"

    @contextmanager
    def workplace(self, build, image, checkout):
        yield self

    def run(self, step, *, network, deadline, log):
        log.write(f"{step}: done")
        if step == "compile":
            if self.meanwhile:
                self.meanwhile()
            if self.error:
                raise self.error

    @contextmanager
    def result(self):
        with TemporaryDirectory() as folder:
            for name, content in self.files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            with archives.tar_of(Path(folder), top="dist") as stream:
                yield stream


@pytest.fixture
def run_build():
    """Runs the build with a fake runner."""

    def run(build, **fake):
        pipeline.run(build.pk, choose_runner=lambda log: FakeRunner(**fake))
        build.refresh_from_db()
        return build

    return run


@pytest.fixture
def approved_study(study, researcher):
    """Approved at its newest revision, and not deployed yet."""
    revision = study.save_revision(user=researcher)
    study.refresh_from_db()
    StudyLifecycle.objects.filter(study=study).update(state="approved", approved_revision=revision)
    study.lifecycle.refresh_from_db()
    return study


@pytest.fixture
def gate(monkeypatch):
    with bucket() as (gate, address):
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
        yield gate


@pytest.fixture
def google_storage(settings, gate):
    options = {"bucket_name": BUCKET, "project_id": "vitrine", "credentials": AnonymousCredentials()}
    google = {"BACKEND": "builds.storage.ExperimentsStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"experiments": google}
    return storages["experiments"]


@pytest.fixture
def google_private(settings, gate):
    """The private storage, in pieces as small as Google allows."""
    options = {"bucket_name": BUCKET, "project_id": "vitrine", "credentials": AnonymousCredentials()}
    options |= {"blob_chunk_size": 256 * 1024, "file_overwrite": False}
    google = {"BACKEND": "storages.backends.gcloud.GoogleCloudStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"private": google}
    return storages["private"]

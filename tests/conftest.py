"""What every test can ask for."""

import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client

from tests.factories import UserFactory

pytest_plugins = ["tests.needs", "tests.validators.installed"]


@pytest.fixture(autouse=True)
def fresh_storages():
    """Files of one test are not another's."""
    yield
    for alias in ("participants", "experiments", "videos", "private"):
        folder = Path(storages[alias].location)
        if folder.is_relative_to(settings.VAR_DIR):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sign_in(db):
    """A browser of the user's own: `sign_in(user)`; without a user, a stranger's."""

    def browser(user=None):
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def researcher(db):
    return UserFactory(username="researcher", permissions=["wagtailadmin.access_admin"])


@pytest.fixture
def reviewer(db):
    return UserFactory(
        username="reviewer", permissions=["wagtailadmin.access_admin", "studies.approve_study"]
    )


@pytest.fixture
def no_network(monkeypatch):
    """Any connection to the outside fails the test, also one to this machine."""

    def refuse(self, address):
        raise AssertionError(f"a connection to {address}")

    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.fixture(scope="module")
def amazon():
    """The address of moto's server, which stands in for Amazon S3."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert server.poll() is None
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=30)

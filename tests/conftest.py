"""What every test can ask for."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def fresh_storages():
    """Files of one test are not another's."""
    yield
    for alias in ("participants", "experiments", "private"):
        folder = storages[alias].location
        for path in sorted(Path(folder).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()


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

"""What every test can ask for."""

import shutil
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
    for alias in ("participants", "experiments", "private"):
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

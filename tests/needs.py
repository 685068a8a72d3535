"""What some tests need of the machine: without it they are skipped, but in CI they must run."""

import os
import shutil
import subprocess
from functools import cache

import docker
import pytest
from docker.errors import DockerException
from requests.exceptions import RequestException

from builds.runners.local import node_tools

IN_CI = os.environ.get("CI") == "true"


def need(is_there: bool, reason: str) -> None:
    """Skips with the reason; in CI it fails, so that a green run has really run."""
    if not is_there:
        (pytest.fail if IN_CI else pytest.skip)(reason)


@cache
def has_engine() -> bool:
    try:
        return docker.from_env().ping()
    except (DockerException, RequestException):
        return False


@cache
def has_registry() -> bool:
    npm = node_tools().get("npm")
    if npm is None:
        return False
    try:
        return subprocess.run([*npm, "ping"], capture_output=True, timeout=30).returncode == 0
    except subprocess.TimeoutExpired:
        return False


@pytest.fixture
def needs_node():
    need(bool(node_tools()), "Node.js is not installed; requirements-dev.txt brings it.")
    need(shutil.which("bash") is not None, "bash is not installed.")


@pytest.fixture
def needs_registry(needs_node):
    need(has_registry(), "The npm registry can't be reached.")


@pytest.fixture
def needs_docker():
    """There is no Engine in CI, so its absence may always skip."""
    if not has_engine():
        pytest.skip("No Docker Engine is reachable.")


@pytest.fixture
def needs_postgres() -> str:
    """The address of a database of which a test may make others beside it."""
    url = os.environ.get("TEST_POSTGRES_URL", "")
    need(bool(url), "TEST_POSTGRES_URL=postgres://user:password@host:5432/database is not set.")
    return url


@pytest.fixture
def needs_rabbitmq() -> str:
    """The address of a broker whose queues a test may use."""
    url = os.environ.get("TEST_BROKER_URL", "")
    need(bool(url), "TEST_BROKER_URL=amqp://user:password@host:5672// is not set.")
    return url


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """The path of the browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), "")
    need(bool(path), "Chromium is not installed.")
    return path


@pytest.fixture
def needs_ffmpeg():
    need(shutil.which("ffmpeg") is not None, "ffmpeg is not installed.")


@pytest.fixture
def needs_graphviz():
    need(shutil.which("dot") is not None, "Graphviz is not installed.")

"""A house of its own for the journeys: a copy of the tree with its site and its worker as real processes."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

PASSWORD = "journeys-" + secrets.token_hex(4)
#: What config.settings.test put into the environment.
THE_TESTS_OWN = {"DJANGO_SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
#: What the house makes itself, or must not find.
NOT_COPIED = {".git", ".venv", "var", "media", "staticfiles", "tests"}


@dataclass
class Visit:
    """One person's browser window, and what went wrong in it."""

    page: object
    base_url: str
    problems: list[str] = field(default_factory=list)

    @property
    def password(self) -> str:
        return PASSWORD

    def go(self, path: str):
        return self.page.goto(self.base_url + path)


@contextmanager
def database():
    """A database for the house: SQLite in its folder, or a PostgreSQL of its own beside the tests'."""
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        yield {}
        return
    name = f"journeys_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def broker() -> dict[str, str]:
    """With PostgreSQL goes RabbitMQ, with SQLite the folders that need no server."""
    url = os.environ.get("TEST_BROKER_URL") if os.environ.get("TEST_DATABASE_URL") else None
    return {"CELERY_BROKER_URL": url} if url else {}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(url: str, process) -> None:
    for _ in range(120):
        try:
            urlopen(url, timeout=5)
            return
        except (URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, "the site ended while it started"
            time.sleep(0.5)
    pytest.fail(f"{url} does not answer")


@contextmanager
def process(*command, cwd, env):
    running = subprocess.Popen(command, cwd=cwd, env=env)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(timeout=60)


@dataclass
class House:
    """The demo archive in a folder of its own, served at an address."""

    folder: Path
    env: dict[str, str]
    base_url: str

    def manage(self, *command: str) -> None:
        subprocess.run([sys.executable, "manage.py", *command], cwd=self.folder, env=self.env, check=True)


def with_demo(house: House) -> None:
    for command in ("migrate", "demo"):
        house.manage(command, "-v0")


@contextmanager
def served(folder: Path, *, settings_beside: str = "", fill=with_demo):
    """Fills a copy of the tree and serves it as `make run` does, without a worker.

    `fill` puts something else into the house than the demo; `settings_beside` is a line of settings that
    have no variable.
    """
    root = str(settings.BASE_DIR)
    shutil.copytree(root, folder, ignore=lambda path, names: NOT_COPIED if path == root else ())
    own = "from config.settings.base import *\n" + settings_beside + "\n"
    (folder / "site" / "config" / "settings" / "house.py").write_text(own)
    port = free_port()
    with database() as url:
        env = {name: value for name, value in os.environ.items() if name not in THE_TESTS_OWN} | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": "site",
            "DJANGO_SETTINGS_MODULE": "config.settings.house",
            "LOCAL": "1",
            "PORT": str(port),
            "DEMO_PASSWORD": PASSWORD,
            # The local runner builds, also where an Engine is at hand.
            "DOCKER_HOST": f"unix://{folder}/no-engine",
        }
        house = House(folder, env | url | broker(), f"http://127.0.0.1:{port}")
        fill(house)
        with process("gunicorn", "--bind", f"127.0.0.1:{port}", cwd=folder, env=house.env) as site:
            wait_until_it_answers(f"{house.base_url}/sign-in/", site)
            yield house


@pytest.fixture(scope="session")
def whole_house(needs_chromium, tmp_path_factory):
    """The demo archive, served and worked for by processes as `make run` starts them."""
    worker = "celery -A config worker -Q builds,cleanup,email,default -c 2 --without-gossip --without-mingle"
    with (
        served(tmp_path_factory.mktemp("house") / "vitrine") as house,
        process(*worker.split(), cwd=house.folder, env=house.env),
    ):
        yield house


@pytest.fixture(scope="session")
def house(whole_house):
    """Its address."""
    return whole_house.base_url


@pytest.fixture(scope="session")
def house_of_short_links(needs_chromium, tmp_path_factory):
    """A house in which a link to media lives 4 to 6 seconds, and each experiment has an origin of its own."""
    folder = tmp_path_factory.mktemp("short-links") / "vitrine"
    origin = 'EXPERIMENTS_ORIGIN = f"http://{{uuid}}.experiments.localhost:{PORT}"'
    with served(folder, settings_beside=f"LINK_SECONDS = 3\n{origin}") as house:
        yield house


@pytest.fixture(scope="module")
def browser(needs_chromium):
    # Closed with its module: while Playwright's event loop runs, Django refuses its database.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, house):
    """Opens a window for a person of the demo; at the end nothing may have gone wrong in any."""
    visits, contexts = [], []

    def open_window(username=None, *, width=1440, height=900) -> Visit:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        visit = Visit(contexts[-1].new_page(), house)
        watch(visit)
        visits.append(visit)
        if username:
            sign_in(visit, username)
        return visit

    yield open_window
    for context in contexts:
        context.close()
    assert [problem for visit in visits for problem in visit.problems] == []


def is_ours(line) -> bool:
    """An error of the page's; that the machine's network changed meanwhile is none."""
    return line.type == "error" and "ERR_NETWORK_CHANGED" not in line.text


def watch(visit: Visit) -> None:
    """Notes errors on the console, answers that are errors, and requests to other hosts."""
    page, host = visit.page, urlsplit(visit.base_url).netloc

    def look(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != host:
            visit.problems.append(f"a request to {parts.netloc}")

    page.on("request", look)
    page.on("console", lambda line: is_ours(line) and visit.problems.append(line.text))
    page.on("pageerror", lambda error: visit.problems.append(str(error)))


def sign_in(visit: Visit, username: str) -> None:
    visit.go("/sign-in/")
    visit.page.get_by_label("User name").fill(username)
    visit.page.get_by_label("Password").fill(PASSWORD)
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.get_by_role("button", name="Sign out").wait_for()

"""The judges that are npm packages: installed once for each lock file, in a cache outside the tree."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from builds.runners.local import node_tools
from tests.needs import has_registry, need

HERE = Path(__file__).parent
PACKAGES = ("package.json", "package-lock.json")


@dataclass(frozen=True)
class Validators:
    """The folder in which the packages lie, and what can be done with them."""

    folder: Path

    def text(self, path: str) -> str:
        """A file of a package, such as axe-core/axe.min.js."""
        return (self.folder / "node_modules" / path).read_text(encoding="utf-8")

    def run(self, script: str, given):
        """What a script of this folder answers; both are JSON."""
        answer = subprocess.run(
            [*node_tools()["node"], str(HERE / script)],
            cwd=self.folder,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)


def cache() -> Path:
    """A folder of its own for each state of the lock file."""
    lock = sha256(b"".join((HERE / name).read_bytes() for name in PACKAGES)).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "vitrine-validators" / lock


def install(folder: Path) -> None:
    """Whole or not at all: made beside and moved into its place, also if two test runs do it at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as workshop:
        made = Path(workshop) / folder.name
        made.mkdir()
        for name in PACKAGES:
            shutil.copy(HERE / name, made)
        command = [*node_tools()["npm"], "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        npm = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=300)
        assert npm.returncode == 0, npm.stderr
        try:
            made.rename(folder)
        except OSError:
            assert folder.is_dir(), f"{folder} can't be written."


@pytest.fixture(scope="session")
def validators() -> Validators:
    need(bool(node_tools()), "Node.js is not installed; requirements-dev.txt brings it.")
    folder = cache()
    if not folder.is_dir():
        need(has_registry(), "The npm registry can't be reached.")
        install(folder)
    return Validators(folder)


@pytest.fixture(scope="session")
def axe_source(validators) -> str:
    """axe-core as a script to add to a page: `page.evaluate(axe_source)`, then `axe.run()`."""
    return validators.text("axe-core/axe.min.js")

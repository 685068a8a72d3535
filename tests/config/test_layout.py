"""The arrangement of the repository (house style, "The arrangement")."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ours(pattern: str = "") -> list[Path]:
    """The repository's own files, those not committed yet included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *([pattern] if pattern else [])],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("This is no clone: git does not list its files.")
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def test_site_is_a_folder_on_the_path_and_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_module_bears_the_name_of_a_standard_one():
    """Only what Python finds by a single name counts: what lies directly on the path."""
    on_path = {path.parts[0] for path in ours("*.py")} | {path.parts[1] for path in ours("site/*.py")}
    assert {name.removesuffix(".py") for name in on_path} & sys.stdlib_module_names == {"site"}


def test_readme_says_what_each_folder_is_for():
    readme = (ROOT / "README.md").read_text()
    folders = {path.parts[0] for path in ours() if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert [folder for folder in sorted(folders) if f"{folder}/" not in readme] == []

"""Where sources come from: a folder of archives, one for each commit of each repository."""

import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from builds.errors import BuildUserError

ADDRESS = re.compile(
    r"https://github\.com/(?P<owner>[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})/(?P<name>[A-Za-z0-9_.-]{1,100}?)(?:\.git)?/?"
)
SHA = re.compile(r"[0-9a-f]{40}")


class Repository(NamedTuple):
    owner: str
    name: str

    def __str__(self):
        return f"{self.owner}/{self.name}"


def parse(address: str) -> Repository:
    """Owner and name; all that is kept of an address, which itself is never fetched."""
    match = ADDRESS.fullmatch(address) if len(address) <= 200 and address.isascii() else None
    if not match or match["name"].startswith("."):
        raise BuildUserError(
            f"“{address[:200]}” is not a repository's address; enter one such as https://github.com/owner/name."
        )
    return Repository(match["owner"], match["name"])


def is_sha(text: str) -> bool:
    return SHA.fullmatch(text) is not None


def folder(repository: Repository) -> Path:
    return Path(settings.REPOSITORIES_ROOT) / repository.owner / repository.name


def archive(repository: Repository, sha: str) -> Path | None:
    path = folder(repository) / f"{sha}.zip"
    return path if path.is_file() else None


def head(repository: Repository) -> str:
    """The newest commit of the default branch."""
    try:
        sha = (folder(repository) / "HEAD").read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        raise missing(repository)
    if not is_sha(sha):
        raise BuildUserError(f"The folder of archives does not say which commit is {repository}'s newest.")
    return sha


def missing(repository: Repository, sha: str = "") -> BuildUserError:
    what = f"The commit {sha} of {repository}" if sha else f"The repository {repository}"
    return BuildUserError(
        f"{what} is not in the folder of archives; check the address, or ask the operators to add it."
    )


def checkout_folder(repository: Repository, sha: str) -> Path:
    return Path(settings.CHECKOUTS_ROOT) / repository.owner / repository.name / sha

"""Where sources come from: an operator's folder of archives, or GitHub.

What a source can: `head(repository)`, the newest commit of the default branch; `has(repository, sha)`,
whether the commit is in one of the repository's branches; `archive(repository, sha, into)`, its zip.
"""

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


class Pinned(NamedTuple):
    """One commit of one repository."""

    repository: Repository
    sha: str

    def __str__(self):
        return f"{self.repository} at {self.sha}"


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


def checkout_folder(pinned: Pinned, addons: Pinned | None = None) -> Path:
    """`<owner>/<name>/<sha>[_<sha of the add-ons>]` below CHECKOUTS_ROOT."""
    owner, name = pinned.repository
    key = f"{pinned.sha}_{addons.sha}" if addons else pinned.sha
    return Path(settings.CHECKOUTS_ROOT) / owner / name / key

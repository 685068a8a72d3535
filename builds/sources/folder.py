"""A folder of archives, for development and for operators without GitHub.

It has `<owner>/<name>/<sha>.zip` for each commit, and the default branch's newest SHA in
`<owner>/<name>/HEAD`.
"""

from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from builds.errors import BuildUserError
from builds.sources import Repository, is_sha

NAME = "the folder of archives"


def folder(repository: Repository) -> Path:
    return Path(settings.REPOSITORIES_ROOT) / repository.owner / repository.name


def knows(repository: Repository) -> bool:
    return folder(repository).is_dir()


def has(repository: Repository, sha: str) -> bool:
    return _path(repository, sha).is_file()


def head(repository: Repository) -> str:
    """The newest commit of the default branch."""
    try:
        sha = (folder(repository) / "HEAD").read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(f"The repository {repository}")
    if not is_sha(sha):
        raise BuildUserError(f"The folder of archives does not say which commit is {repository}'s newest.")
    return sha


@contextmanager
def archive(repository: Repository, sha: str, log):
    """The path of the commit's zip; it stays where it is."""
    path = _path(repository, sha)
    if not path.is_file():
        raise _missing(f"The commit {sha} of {repository}")
    yield path


def _path(repository, sha):
    return folder(repository) / f"{sha}.zip"


def _missing(what):
    return BuildUserError(
        f"{what} is not in the folder of archives; check the address, or ask the operators to add it."
    )

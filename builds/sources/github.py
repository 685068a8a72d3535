"""GitHub over HTTPS: its API says which commits there are, its host of archives gives their zips.

Endpoints: https://docs.github.com/en/rest/repos/repos, /commits/commits and /branches/branches.
"""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from builds.errors import BuildUserError
from builds.sources import Repository, guard, is_sha
from builds.tree import LIMITS

NAME = "GitHub"
API, ARCHIVES = "api.github.com", "codeload.github.com"
#: Bytes of one answer of the API.
ANSWER = 4 * 1024**2
#: Branches that are asked whether they have a commit.
BRANCHES = 30
#: What GitHub's comparison of a branch with a commit says when the branch has it.
CONTAINED = {"behind", "identical"}


def head(repository: Repository) -> str:
    """The newest commit of the default branch."""
    sha = _ask(repository, f"/commits/{_quoted(_default_branch(repository))}").get("sha", "")
    if not is_sha(sha):
        raise BuildUserError(f"GitHub does not say which commit is {repository}'s newest; it may be empty.")
    return sha


def has(repository: Repository, sha: str) -> bool:
    """Whether a branch has the commit: the default one, or one of the first thirty."""
    default = _default_branch(repository)
    if _contains(repository, default, sha):
        return True
    branches = _ask(repository, f"/branches?per_page={BRANCHES}", missing=[])
    names = [branch["name"] for branch in branches if branch.get("name") != default]
    return any(_contains(repository, name, sha) for name in names)


@contextmanager
def archive(repository: Repository, sha: str, log):
    """Fetches the commit's zip; it is gone after the `with`."""
    with TemporaryDirectory(prefix="archive-") as place:
        path = Path(place) / f"{sha}.zip"
        with path.open("wb") as file:
            answer = guard.get(
                ARCHIVES,
                f"/{repository.owner}/{repository.name}/zip/{sha}",
                headers=_token(),
                limit=LIMITS.archive_bytes,
                into=file,
                pulse=log.pulse,
            )
        if answer.status != 200:
            raise _problem(repository, answer)
        log.write(f"Fetched {path.stat().st_size} bytes from {ARCHIVES}.")
        yield path


def _default_branch(repository):
    branch = _ask(repository, "").get("default_branch", "")
    if not branch:
        raise BuildUserError(f"GitHub knows no default branch of {repository}.")
    return branch


def _contains(repository, branch, sha):
    compared = _ask(repository, f"/compare/{_quoted(branch)}...{sha}?per_page=1", missing={})
    return compared.get("status") in CONTAINED


def _quoted(branch):
    return quote(branch, safe="")


def _ask(repository, path, *, missing=None):
    """The API's answer as JSON; one that has not changed since is not sent again, and costs no question."""
    path = f"/repos/{repository.owner}/{repository.name}{path}"
    kept = _kept(path)
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"} | _token()
    if kept:
        headers["If-None-Match"] = kept["etag"]
    answer = guard.get(API, path, headers=headers, limit=ANSWER)
    if answer.status == 304 and kept:
        return kept["answer"]
    if answer.status in (404, 409, 422) and missing is not None:
        return missing
    if answer.status != 200:
        raise _problem(repository, answer)
    try:
        said = json.loads(answer.body)
    except ValueError:
        raise BuildUserError(f"GitHub's answer on {repository} is not to be understood; build again later.")
    _keep(path, answer.headers.get("ETag"), said)
    return said


def _token() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.GITHUB_TOKEN}"} if settings.GITHUB_TOKEN else {}


def _answer_file(path):
    return Path(settings.CHECKOUTS_ROOT) / ".github" / f"{sha256(path.encode()).hexdigest()}.json"


def _kept(path) -> dict | None:
    try:
        kept = json.loads(_answer_file(path).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return kept if kept.get("path") == path else None


def _keep(path, etag, said):
    if not etag:
        return
    file = _answer_file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as place:
        whole = Path(place) / "answer"
        whole.write_text(json.dumps({"path": path, "etag": etag, "answer": said}))
        whole.replace(file)


def _problem(repository, answer) -> BuildUserError:
    """https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api"""
    if answer.status in (403, 429) and (until := _until(answer.headers)):
        return BuildUserError(
            f"GitHub answers no more questions until {until:%H:%M} UTC; build again then. "
            "With a GITHUB_TOKEN the operators may ask it more."
        )
    if answer.status == 401:
        return BuildUserError("GitHub does not accept our GITHUB_TOKEN; tell the operators.")
    if answer.status in (403, 404, 451):
        return BuildUserError(
            f"GitHub shows us no repository {repository} with that commit; it may be private, or misspelt."
        )
    return BuildUserError(f"GitHub answered {answer.status} on {repository}; build again later.")


def _until(headers) -> datetime | None:
    if (seconds := headers.get("Retry-After", "")).isdecimal():
        return timezone.now() + timedelta(seconds=int(seconds[:6]))
    if headers.get("X-RateLimit-Remaining") == "0" and headers.get("X-RateLimit-Reset", "").isdecimal():
        return datetime.fromtimestamp(int(headers["X-RateLimit-Reset"][:12]), UTC)
    return None

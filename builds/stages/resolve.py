"""Stage 1: finds out which commit of which repository is to be built."""

from pathlib import Path

from builds import claims, sources


def resolve(build, log) -> Path:
    """Pins the build's SHA: the study's own if the repository has it, else the head of the default branch."""
    repository = sources.parse(build.repository)
    sha = build.wanted_sha
    archive = sources.archive(repository, sha) if sources.is_sha(sha) else None
    if archive is None:
        if sha:
            log.write(f"The study's commit {sha} is not in {repository}; the default branch is built.")
        sha = sources.head(repository)
        archive = sources.archive(repository, sha)
    if archive is None:
        raise sources.missing(repository, sha)
    claims.note(build, sha=sha)
    log.write(f"{repository} at {sha}")
    return archive

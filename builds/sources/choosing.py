"""Which source a repository is taken from, and which of its commits."""

from builds.sources import Pinned, Repository, folder, github, is_sha


def source_of(repository: Repository):
    """The folder of archives for what operators have put there, else GitHub."""
    return folder if folder.knows(repository) else github


def pin(repository: Repository, wanted: str, log) -> Pinned:
    """The wanted commit, if it is whole and in a branch of the repository; else the default one's newest.

    A commit that GitHub shows under a repository may be a stranger's, pushed to a fork of it.
    """
    source = source_of(repository)
    log.write(f"{repository} comes from {source.NAME}.")
    if is_sha(wanted) and source.has(repository, wanted):
        return Pinned(repository, wanted)
    if wanted:
        log.write(
            f"The study's commit {wanted} is not in a branch of {repository}; the default branch is built."
        )
    return Pinned(repository, source.head(repository))

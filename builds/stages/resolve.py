"""Stage 1: finds out which commits of which repositories are to be built."""

from builds import claims, sources
from builds.sources import Pinned
from builds.sources.choosing import pin


def resolve(build, log) -> tuple[Pinned, Pinned | None]:
    """Pins the experiment's commit, and that of its add-ons if it has some; both are noted in the row."""
    pinned = pin(sources.parse(build.repository), build.wanted_sha, log)
    addons = None
    if build.addons_repository:
        addons = pin(sources.parse(build.addons_repository), build.wanted_addons_sha, log)
    claims.note(build, sha=pinned.sha, addons_sha=addons.sha if addons else "")
    log.write(f"{pinned}" + (f", with {addons} in lib/" if addons else ""))
    return pinned, addons

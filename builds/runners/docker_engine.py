"""Builds in containers of a Docker Engine, which hold foreign code back."""

import hashlib
import io
import logging
from contextlib import contextmanager, suppress
from pathlib import Path

import docker
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from docker.types import Ulimit
from requests.exceptions import RequestException

from builds.archives import tar_of
from builds.errors import BuildSystemError, BuildUserError
from builds.runners.following import follow

logger = logging.getLogger(__name__)

IMAGE_FOLDER = Path(__file__).parents[1] / "images" / "jspsych"
IMAGE_NAME = "vitrine-builder-jspsych"
#: Everything that Vitrine makes in an Engine bears this label; nothing else is ever removed.
LABEL = "vitrine"
CACHE_VOLUME = "vitrine-npm-cache"
USER = 10001
MEMORY = "2g"
LIMITS = {
    "user": f"{USER}:{USER}",
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "pids_limit": 256,
    "mem_limit": MEMORY,
    "memswap_limit": MEMORY,
    "nano_cpus": 2_000_000_000,
    "init": True,
    "ulimits": [
        Ulimit(name="nofile", soft=4096, hard=4096),
        Ulimit(name="fsize", soft=512 * 1024**2, hard=512 * 1024**2),
        Ulimit(name="core", soft=0, hard=0),
    ],
    "tmpfs": {"/tmp": "rw,nosuid,nodev,exec,size=512m,mode=1777"},  # noqa: S108
    "log_config": {"type": "json-file", "config": {"max-size": "5m", "max-file": "1"}},
}


def connect():
    """A client of the Engine that the environment names, or None if none answers."""
    try:
        client = docker.from_env()
        client.ping()
    except (DockerException, RequestException):
        return None
    return client


def image_tag() -> str:
    """Named after its files, so that a changed image is a new one."""
    digest = hashlib.sha256()
    for path in sorted(IMAGE_FOLDER.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{IMAGE_NAME}:{digest.hexdigest()[:12]}"


def ours(client, **labels) -> list:
    """The containers, then the volumes, that builds have made and that bear these labels."""
    filters = {"label": [f"{name}={value}" for name, value in {LABEL: "build", **labels}.items()]}
    return client.containers.list(all=True, filters=filters) + client.volumes.list(filters=filters)


def labels_of(thing) -> dict[str, str]:
    """A container keeps its labels elsewhere than a volume."""
    return thing.attrs.get("Labels") or thing.attrs["Config"]["Labels"]


def remove(thing) -> None:
    """What can't be removed now is removed by the nightly cleaning; it must not hide a build's end."""
    try:
        thing.remove(force=True)
    except (DockerException, RequestException) as error:
        logger.warning("%s %s was not removed: %s.", type(thing).__name__, thing.id, type(error).__name__)


def remove_leftovers(client, build) -> None:
    """What earlier attempts left behind when their worker was killed."""
    for thing in ours(client, build=build.uuid):
        remove(thing)


class DockerRunner:
    name = "docker"

    def __init__(self, client):
        self._client = client

    def prepare(self, log) -> None:
        """Builds the image if it is not there yet."""
        try:
            image = self._client.images.get(image_tag())
            log.write(f"The image {image_tag()} is there: {image.short_id}.")
        except ImageNotFound:
            self._build_image(log)

    def _build_image(self, log):
        log.write(f"The image {image_tag()} is built.")
        events = self._client.api.build(
            path=str(IMAGE_FOLDER),
            tag=image_tag(),
            decode=True,
            rm=True,
            forcerm=True,
            labels={LABEL: "image"},
        )
        for event in events:
            if text := event.get("stream", "").strip():
                log.write(text)
            if "error" in event:
                log.write(event["error"])
                raise BuildSystemError(f"The image could not be built: {event['error']}")

    @contextmanager
    def workplace(self, build, checkout: Path):
        labels = {LABEL: "build", "build": str(build.uuid), "fence": str(build.fence)}
        remove_leftovers(self._client, build)
        place = DockerWorkplace(self._client, labels)
        try:
            place.fill(checkout)
            yield place
        except (DockerException, RequestException) as error:
            raise BuildSystemError("The Docker Engine failed while the build was running.") from error
        finally:
            place.clear()


class DockerWorkplace:
    """One volume, and one container for each step; the last one's output is read when it has stopped."""

    def __init__(self, client, labels):
        self._client, self._labels = client, labels
        self._volume = client.volumes.create(labels=labels)
        self._containers = []

    def fill(self, checkout: Path) -> None:
        container = self._create("dependencies", network=False)
        with tar_of(checkout, owner=USER) as sources:
            container.put_archive("/work", sources)

    def run(self, step: str, *, network: bool, deadline: float, log) -> None:
        container = self._create(step, network=network)
        container.start()
        try:
            follow(container.logs(stream=True, follow=True), deadline=deadline, log=log)
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
        for thing in (*self._containers, self._volume):
            remove(thing)

    def _create(self, step, *, network):
        volumes = {self._volume.name: {"bind": "/work", "mode": "rw"}}
        if network:
            volumes[CACHE_VOLUME] = {"bind": "/npm-cache", "mode": "rw"}
        container = self._client.containers.create(
            image_tag(),
            [step],
            labels=self._labels,
            volumes=volumes,
            network_mode="bridge" if network else "none",
            **LIMITS,
        )
        self._containers.append(container)
        return container


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

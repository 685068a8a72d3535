"""The Docker Engine: how it is reached, and what in it is ours."""

import logging

import docker
from docker.errors import DockerException
from docker.models.networks import Network
from requests.exceptions import RequestException

logger = logging.getLogger(__name__)

#: Everything that Vitrine makes in an Engine bears this label; nothing else is ever removed.
LABEL = "vitrine"
#: What goes wrong between us and an Engine.
FAILURES = (DockerException, RequestException)


def connect():
    """A client of the Engine that the environment names, or None if none answers."""
    try:
        client = docker.from_env()
        client.ping()
    except FAILURES:
        return None
    return client


def labels_for(build) -> dict[str, str]:
    return {LABEL: "build", "build": str(build.uuid), "fence": str(build.fence)}


def ours(client, **labels) -> list:
    """The containers, then the networks and volumes, that builds have made and that bear these labels."""
    filters = {"label": [f"{name}={value}" for name, value in {LABEL: "build", **labels}.items()]}
    return [
        *client.containers.list(all=True, filters=filters),
        *client.networks.list(filters=filters),
        *client.volumes.list(filters=filters),
    ]


def labels_of(thing) -> dict[str, str]:
    """A container keeps its labels elsewhere than a network or a volume."""
    return thing.attrs.get("Labels") or thing.attrs["Config"]["Labels"]


def remove(thing) -> None:
    """What can't be removed now is removed by the nightly cleaning; it must not hide a build's end."""
    options = {} if isinstance(thing, Network) else {"force": True}
    try:
        thing.remove(**options)
    except FAILURES as error:
        logger.warning("%s %s was not removed: %s.", type(thing).__name__, thing.id, type(error).__name__)


def remove_leftovers(client, build) -> None:
    """What earlier attempts left behind when their worker was killed."""
    for thing in ours(client, build=build.uuid):
        remove(thing)

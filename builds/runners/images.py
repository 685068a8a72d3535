"""The images that builds run in, made of the folders in builds/images/."""

import hashlib
from pathlib import Path

from docker.errors import BuildError, ImageNotFound

from builds.errors import BuildSystemError
from builds.runners.engine import LABEL

FOLDER = Path(__file__).parents[1] / "images"
#: The proxy beside a build that fetches its dependencies.
REGISTRY = "registry"


def digest(name: str) -> str:
    """Of the image's files, so that a changed image is a new one."""
    digest = hashlib.sha256()
    for path in sorted((FOLDER / name).iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def tag(name: str) -> str:
    return f"vitrine-builder-{name.replace('_', '-')}:{digest(name)}"


def current_tags() -> set[str]:
    return {tag(path.name) for path in FOLDER.iterdir() if path.is_dir()}


def prepare(client, name: str, log) -> None:
    """Builds the image if it is not there yet."""
    try:
        image = client.images.get(tag(name))
        log.write(f"The image {tag(name)} is there: {image.short_id}.")
    except ImageNotFound:
        _build(client, name, log)


def _build(client, name, log):
    log.write(f"The image {tag(name)} is built.")
    events = client.api.build(
        path=str(FOLDER / name), tag=tag(name), decode=True, rm=True, forcerm=True, labels={LABEL: "image"}
    )
    for event in events:
        log.pulse()
        if text := event.get("stream", "").strip():
            log.write(text)
        if "error" in event:
            log.write(event["error"])
            raise BuildSystemError(f"The image {name} could not be built.") from BuildError(
                event["error"], []
            )

"""Stage 5: puts the bundle where it is served from; the page that leads to the rest comes last."""

from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages

from builds.bundles import INDEX, inventory, prefix_of
from builds.errors import BuildSystemError


def publish(build, bundle: Path, log) -> tuple[str, dict]:
    """Writes every file under a name that is new; nothing that is served is ever changed."""
    storage = storages["experiments"]
    prefix, manifest = prefix_of(build), inventory(bundle)
    for name in sorted(manifest, key=lambda name: (name == INDEX, name)):
        log.pulse()
        with (bundle / name).open("rb") as file:
            saved = storage.save(f"{prefix}/{name}", File(file))
        if saved != f"{prefix}/{name}":
            storage.delete(saved)
            raise BuildSystemError(f"{prefix}/{name} exists already.")
    size = sum(entry["size"] for entry in manifest.values())
    log.write(f"Published {len(manifest)} files, {size} bytes, to {prefix}.")
    return prefix, manifest

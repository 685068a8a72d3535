"""Stage 5: puts the bundle where it is served from; the page that leads to the rest comes last."""

import json
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from google.api_core.exceptions import GoogleAPIError
from requests.exceptions import RequestException

from builds.bundles import INDEX, MANIFEST, PACKED, prefix_of
from builds.errors import BuildInterrupted, BuildSystemError

#: Files that are on their way at once.
AT_ONCE = 8
#: Seconds between two looks at the lease.
TICK = 0.5


def publish(build, bundle: Path, manifest: dict, log) -> str:
    """Writes every file under a new name, so that nothing that is served changes; returns the prefix."""
    prefix = prefix_of(build)
    try:
        _write_all(prefix, bundle, manifest, log)
    except (GoogleAPIError, RequestException) as error:
        raise BuildInterrupted("The storage of the experiments failed or could not be reached.") from error
    size = sum(entry["size"] for entry in manifest.values())
    log.write(f"Published {len(manifest)} files, {size} bytes, to {prefix}.")
    return prefix


def _write_all(prefix, bundle, manifest, log):
    ours = threading.local()

    def write(name):
        """A storage's client belongs to one thread."""
        if not hasattr(ours, "storage"):
            ours.storage = storages.create_storage(storages.backends["experiments"])
        with (bundle / name).open("rb") as file:
            _create(ours.storage, f"{prefix}/{name}", File(file))

    names = [name for name in manifest if name != INDEX]
    names += [f"{PACKED}/{name}" for name, entry in manifest.items() if "packed" in entry]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {pool.submit(write, name) for name in names}
        try:
            while waiting:
                log.pulse()
                done, waiting = wait(waiting, TICK, FIRST_COMPLETED)
                for one in done:
                    one.result()
        finally:
            pool.shutdown(cancel_futures=True)
    content = json.dumps(manifest, indent=1, sort_keys=True).encode()
    _create(storages["experiments"], f"{prefix}{MANIFEST}", ContentFile(content))
    log.pulse()
    write(INDEX)


def _create(storage, name, file):
    try:
        saved = storage.save(name, file)
    except FileExistsError as error:
        raise BuildSystemError(f"{name} exists already.") from error
    if saved != name:
        storage.delete(saved)
        raise BuildSystemError(f"{name} exists already.")

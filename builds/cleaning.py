"""Removes what builds have left behind: ours only, older than a day, and never what is in use."""

import logging
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from docker.errors import APIError

from builds import bundles
from builds.models import Build
from builds.runners import engine, images

logger = logging.getLogger(__name__)

AGE = timedelta(days=1)
#: The good bundles of each study and kind that are kept, to roll back to.
KEPT = 5


def clean_bundles() -> int:
    """Deletes the bundles that no study serves, nor can go back to; returns how many.

    Only builds of this database are asked about: another Vitrine may publish to the same bucket.
    """
    storage, kept, count = storages["experiments"], _bundles_in_use(), 0
    known = {str(uuid) for uuid in Build.objects.values_list("uuid", flat=True)}
    for root in bundles.ROOTS.values():
        for study in _folders(storage, root):
            for name in _folders(storage, f"{root}/{study}"):
                if bundles.FOLDER.fullmatch(name) and name[:36] in known - kept:
                    _forget(f"{root}/{study}/{name}")
                    bundles.delete_bundle(storage, f"{root}/{study}/{name}")
                    count += 1
    logger.info("Bundles deleted: %s.", count)
    return count


def _folders(storage, folder) -> list[str]:
    try:
        return storage.listdir(folder)[0]
    except FileNotFoundError:
        return []


def _forget(prefix) -> None:
    """First the row, so that nobody is led to half a bundle."""
    Build.objects.filter(prefix=prefix).update(prefix="", manifest={})


def _bundles_in_use() -> set[str]:
    """The uuids of builds that are among the last five of their study and kind, at work, or not a day old."""
    counts, kept = Counter(), set()
    good = Build.objects.servable().order_by("-switched_at", "-pk")
    for study, kind, uuid in good.values_list("study", "kind", "uuid").iterator():
        counts[study, kind] += 1
        if counts[study, kind] <= KEPT:
            kept.add(str(uuid))
    young = Build.objects.active() | Build.objects.filter(finished_at__gt=timezone.now() - AGE)
    return kept | {str(uuid) for uuid in young.values_list("uuid", flat=True)}


def clean_checkouts() -> int:
    """Deletes sources and compiled bundles that no build has used for a day, and what killed workers left.

    Returns how many.
    """
    oldest = (timezone.now() - AGE).timestamp()
    at_work = Build.objects.active()
    shas = set(at_work.exclude(sha="").values_list("sha", flat=True))
    keys = set(at_work.exclude(bundle_key="").values_list("bundle_key", flat=True))
    checkouts = [
        path
        for path in Path(settings.CHECKOUTS_ROOT).glob("*/*/*")
        if path.name.partition("_")[0] not in shas
    ]
    compiled = [
        path
        for path in Path(settings.COMPILED_ROOT).glob("*")
        if path.name.strip(".").removesuffix(".lock") not in keys
    ]
    answers = Path(settings.CHECKOUTS_ROOT).glob(".github/*")
    old = [path for path in (*checkouts, *compiled, *answers) if path.stat().st_mtime < oldest]
    for path in old:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    logger.info("Checkouts and compiled bundles deleted: %s.", len(old))
    return len(old)


def clean_engine() -> None:
    """Removes containers, networks, volumes and images of ours that no build needs any more."""
    client = engine.connect()
    if client is None:
        logger.info("No Docker Engine is reachable; there is nothing to clean.")
        return
    fences = {str(uuid): str(fence) for uuid, fence in Build.objects.values_list("uuid", "fence")}
    active = {str(uuid) for uuid in Build.objects.active().values_list("uuid", flat=True)}
    for thing in engine.ours(client):
        labels = engine.labels_of(thing)
        build, fence = labels["build"], labels["fence"]
        # A build that we don't know belongs to another Vitrine that works with the same Engine.
        if build in fences and (build not in active or fence != fences[build]):
            engine.remove(thing)
    current = images.current_tags()
    for image in client.images.list(filters={"label": f"{engine.LABEL}=image"}):
        if not current & set(image.tags) and _made(image) < timezone.now() - AGE:
            _remove(client, image)


def _made(image) -> datetime:
    return parse_datetime(image.attrs["Created"][:19] + "Z")


def _remove(client, image):
    try:
        client.images.remove(image.id)
    except APIError as error:
        logger.info("The image %s is still in use: %s.", image.short_id, error.explanation)

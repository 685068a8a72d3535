"""Removes what builds have left behind: ours only, older than a day, and never what is in use."""

import logging
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from docker.errors import APIError

from builds import bundles
from builds.models import Build
from builds.runners import docker_engine

logger = logging.getLogger(__name__)

AGE = timedelta(days=1)


def clean_bundles() -> int:
    """Deletes the bundles that no study serves; returns how many.

    Only builds of this database are asked about: another Vitrine may publish to the same bucket.
    """
    storage, kept, count = storages["experiments"], _bundles_in_use(), 0
    known = {str(uuid) for uuid in Build.objects.values_list("uuid", flat=True)}
    for root in bundles.ROOTS.values():
        for study in _folders(storage, root):
            for name in _folders(storage, f"{root}/{study}"):
                if bundles.FOLDER.fullmatch(name) and name[:36] in known - kept:
                    bundles.delete_folder(storage, f"{root}/{study}/{name}")
                    count += 1
    logger.info("Bundles deleted: %s.", count)
    return count


def _folders(storage, folder) -> list[str]:
    try:
        return storage.listdir(folder)[0]
    except FileNotFoundError:
        return []


def _bundles_in_use() -> set[str]:
    """The uuids of the builds that are serving, at work, or not a day old.

    The one before a young one is still in use too: who began with it may not have ended.
    """
    since, serving, kept = timezone.now() - AGE, {}, set()
    good = Build.objects.filter(state=Build.State.SUCCEEDED).order_by("finished_at")
    for study, kind, uuid, finished in good.values_list("study", "kind", "uuid", "finished_at"):
        if finished > since and (study, kind) in serving:
            kept.add(serving[study, kind])
        serving[study, kind] = uuid
    young = Build.objects.active() | Build.objects.filter(finished_at__gt=since)
    return {str(uuid) for uuid in (*kept, *serving.values(), *young.values_list("uuid", flat=True))}


def clean_checkouts() -> int:
    """Deletes sources that no build has used for a day, and what a killed worker left half unpacked."""
    root, oldest = Path(settings.CHECKOUTS_ROOT), (timezone.now() - AGE).timestamp()
    at_work = set(Build.objects.active().exclude(sha="").values_list("sha", flat=True))
    old = [path for path in root.glob("*/*/*") if path.name not in at_work and path.stat().st_mtime < oldest]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    logger.info("Checkouts deleted: %s.", len(old))
    return len(old)


def clean_engine() -> None:
    """Removes containers, volumes and images of ours that no build needs any more."""
    client = docker_engine.connect()
    if client is None:
        logger.info("No Docker Engine is reachable; there is nothing to clean.")
        return
    fences = {str(uuid): str(fence) for uuid, fence in Build.objects.values_list("uuid", "fence")}
    active = {str(uuid) for uuid in Build.objects.active().values_list("uuid", flat=True)}
    for thing in docker_engine.ours(client):
        labels = docker_engine.labels_of(thing)
        build, fence = labels["build"], labels["fence"]
        # A build that we don't know belongs to another Vitrine that works with the same Engine.
        if build in fences and (build not in active or fence != fences[build]):
            docker_engine.remove(thing)
    for image in client.images.list(filters={"label": f"{docker_engine.LABEL}=image"}):
        if docker_engine.image_tag() not in image.tags and _made(image) < timezone.now() - AGE:
            _remove(client, image)


def _made(image) -> datetime:
    return parse_datetime(image.attrs["Created"][:19] + "Z")


def _remove(client, image):
    try:
        client.images.remove(image.id)
    except APIError as error:
        logger.info("The image %s is still in use: %s.", image.short_id, error.explanation)

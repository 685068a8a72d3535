"""Deletes what was withdrawn when its time has come: the objects first, then the rows. Again does no harm."""

import logging
from dataclasses import asdict

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from archive.models import (
    Connection,
    Consent,
    GalleryPage,
    MediaItem,
    Recording,
    StoredObject,
    StoryMedia,
    Transcript,
    Upload,
    Withdrawal,
)
from archive.withdrawal import contents, forgetting

logger = logging.getLogger(__name__)


class DeletionFailed(Exception):
    """An object is there still after it was deleted."""


def delete_due() -> None:
    """What is due; one that fails is tried again in the next round, and keeps no other waiting."""
    failed = []
    for tombstone in Withdrawal.objects.filter(deleted_at=None):
        try:
            forgetting.forget(tombstone)
            if tombstone.delete_after <= timezone.now():
                delete(tombstone)
        except Exception as error:
            # Whatever the bucket or the database raises: the others are not to wait for it.
            logger.error("Withdrawal %s could not be carried out: %s", tombstone.pk, type(error).__name__)
            failed.append(error)
    if failed:
        raise DeletionFailed(f"{len(failed)} withdrawals wait for the next round.") from failed[0]


def delete(tombstone: Withdrawal) -> None:
    """Everything of the participant but the tombstone; also what a restore has brought back."""
    gallery = GalleryPage.objects.filter(uuid=tombstone.gallery_uuid).first()
    keys = keys_to_delete(tombstone, gallery)
    delete_objects(keys)
    forgetting.forget(tombstone)
    with transaction.atomic():
        StoredObject.objects.filter(key__in=keys).delete()
        if gallery:
            delete_rows(gallery)
        tombstone = Withdrawal.objects.select_for_update().get(pk=tombstone.pk)
        tombstone.deleted_at = tombstone.deleted_at or timezone.now()
        tombstone.save(update_fields=["deleted_at"])
        data = {"uuid": tombstone.uuid, "objects": len(keys), "rows": gallery is not None}
        log(instance=tombstone, action="archive.withdrawal.delete", title=tombstone.code, data=data)
    logger.info("Withdrawal %s was carried out: %s objects.", tombstone.pk, len(keys))


def keys_to_delete(tombstone: Withdrawal, gallery: GalleryPage | None) -> list[str]:
    """The certificate knows of each object before it is deleted."""
    removed = tombstone.removed
    objects = {found["key"]: found for found in removed.get("objects", [])}
    if gallery is None:
        # Its code may be another participant's by now, who has nothing to do with this.
        return [] if GalleryPage.objects.filter(code=tombstone.code).exists() else list(objects)
    stored = {found.key: asdict(found) for found in contents.stored_objects(gallery)}
    tombstone.removed = removed | {"objects": list((objects | stored).values())}
    tombstone.save(update_fields=["removed"])
    return [found["key"] for found in tombstone.removed["objects"]]


def delete_objects(keys: list[str]) -> None:
    storage = storages["participants"]
    for key in keys:
        storage.delete(key)
        if storage.exists(key):
            raise DeletionFailed("An object is there still after it was deleted.")


def delete_rows(gallery: GalleryPage) -> None:
    """Pages with their revisions, media, transcripts, consents, grants; and the words of log entries."""
    stories = list(contents.stories_of(gallery).values_list("pk", flat=True))
    items = list(gallery.media_items.values_list("pk", flat=True))
    of_stories = Q(from_story__in=stories) | Q(to_story__in=stories)
    logged = {
        MediaItem: items,
        Transcript: list(Transcript.objects.filter(story__in=stories).values_list("pk", flat=True)),
        Recording: list(gallery.recordings.values_list("pk", flat=True)),
        Connection: list(Connection.objects.filter(of_stories).values_list("pk", flat=True)),
        Consent: list(gallery.consents.values_list("pk", flat=True)),
        Upload: list(gallery.uploads.values_list("pk", flat=True)),
    }
    StoryMedia.objects.filter(item__in=items).delete()
    GalleryPage.objects.filter(portrait__in=items).update(portrait=None)
    MediaItem.objects.filter(pk__in=items).delete()
    pages, code = [gallery.pk, *stories], gallery.code
    gallery.delete()
    clean(PageLogEntry.objects.filter(page__in=pages), code)
    for model, pks in logged.items():
        of_model = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": map(str, pks)}
        clean(ModelLogEntry.objects.filter(**of_model), code)


def clean(entries, code: str) -> None:
    """Wagtail's own entries name pages; ours tell numbers, and who did what stays known."""
    entries.exclude(action__startswith="archive.").delete()
    entries.update(label=code)

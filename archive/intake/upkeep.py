"""Takes up uploads that nobody works on, and clears away what nobody will ever read."""

from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from archive import paths
from archive.intake import claims, hints
from archive.models import Upload

#: An upload is stored before its row is there; nobody sends one file for longer than this.
A_DAY = timedelta(days=1)
#: What is hinted at in one round, the oldest first.
MOST = 200


def take_up() -> None:
    """Hints at those whose worker is gone, and at those whose message may be lost."""
    at = timezone.now()
    waiting = Upload.objects.filter(state=Upload.State.WAITING, created_at__lt=at - claims.PATIENCE)
    working = Upload.objects.filter(state=Upload.State.WORKING)
    left_behind = [upload for upload in working if claims.can_be_claimed(upload, at)]
    for upload in [*left_behind, *waiting.order_by("pk")[:MOST]]:
        hints.look_at(upload.pk)


def clear_away() -> None:
    """Deletes what was uploaded and belongs to no upload that is still to be read."""
    bucket, before = storages["participants"], timezone.now() - A_DAY
    unread = Upload.objects.filter(state__in=[Upload.State.WAITING, Upload.State.WORKING])
    needed = {str(uuid) for uuid in unread.values_list("uuid", flat=True)}
    for name in stored_names(bucket):
        key = paths.incoming_key(name)
        if name not in needed and bucket.get_modified_time(key) < before:
            bucket.delete(key)


def stored_names(bucket) -> list[str]:
    try:
        return bucket.listdir(paths.INCOMING)[1]
    except FileNotFoundError:
        # Nothing was ever uploaded here.
        return []

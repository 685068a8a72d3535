"""What workers do with an upload's row: claim, release, end; each by compare-and-set.

While nobody needs its message, a row's message holds when each attempt began, the last one last. So a
worker that was taken for lost can end nothing any more, and none is tried for ever.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from archive.models import Upload

#: After that a worker is taken for lost; its task's time limit ends it before (archive.tasks).
PATIENCE = timedelta(minutes=15)
MOST_ATTEMPTS = 3


class Lost(Exception):
    """The upload is another worker's by now."""


def claim(upload_pk: int) -> Upload | None:
    """The upload, if it is waiting or was left behind; of two claimers one gets it."""
    at = timezone.now()
    upload = Upload.objects.select_related("gallery", "by", "item__gallery").filter(pk=upload_pk).first()
    if upload is None or not can_be_claimed(upload, at):
        return None
    begun = f"{upload.message} {at.isoformat()}".strip()
    found = Upload.objects.filter(pk=upload.pk, state=upload.state, message=upload.message)
    if found.update(state=Upload.State.WORKING, message=begun) != 1:
        return None
    upload.state, upload.message = Upload.State.WORKING, begun
    return upload


def attempts(upload: Upload) -> list[datetime]:
    return [datetime.fromisoformat(begun) for begun in upload.message.split()]


def can_be_claimed(upload: Upload, at: datetime) -> bool:
    if upload.state == Upload.State.WAITING:
        return True
    return upload.state == Upload.State.WORKING and attempts(upload)[-1] < at - PATIENCE


def hold(upload: Upload) -> None:
    """Raises Lost if it is another worker's by now."""
    change(upload)


def release(upload: Upload) -> None:
    """Lets it wait for the next attempt."""
    change(upload, state=Upload.State.WAITING, item=None)


def postpone(upload: Upload) -> None:
    """Lets it wait as if this attempt had not been."""
    change(upload, state=Upload.State.WAITING, item=None, message=upload.message.rpartition(" ")[0])


def end(upload: Upload, state: Upload.State, *, message: str = "", item=None) -> None:
    change(upload, state=state, message=message, item=item)


def change(upload: Upload, **values) -> None:
    """Changes the row, if its worker still holds it."""
    held = Upload.objects.filter(pk=upload.pk, state=Upload.State.WORKING, message=upload.message)
    if held.update(**{"state": Upload.State.WORKING} | values) != 1:
        raise Lost
    for name, value in values.items():
        setattr(upload, name, value)

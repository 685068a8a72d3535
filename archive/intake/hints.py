"""Tells the workers to look at an upload; only a hint, for the upload's row is the truth."""

from celery import current_app
from django.db import transaction

TASK = "archive.tasks.file_upload"


def look_at(upload_pk: int, *, seconds: int = 0) -> None:
    """Sends the hint after commit, for so many seconds later. A broker that is down costs nothing: upkeep
    hints again."""
    options = {"countdown": seconds} if seconds else {}
    transaction.on_commit(
        lambda: current_app.send_task(TASK, [upload_pk], retry=False, **options), robust=True
    )

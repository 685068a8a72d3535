"""A file on its way into the archive: uploaded, read and cleaned by a task, then filed or refused."""

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        WORKING = "working", "being read"
        FILED = "filed", "filed"
        DUPLICATE = "duplicate", "there already"
        REFUSED = "refused", "refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gallery = models.ForeignKey("archive.GalleryPage", on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    #: What happened, in a sentence for the person who uploaded it.
    message = models.TextField(blank=True)
    #: What it became, or what was there already.
    item = models.ForeignKey(
        "archive.MediaItem", null=True, on_delete=models.SET_NULL, related_name="uploads"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name

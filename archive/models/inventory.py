"""What lies in the participants' bucket, as the last inventory found it."""

from django.db import models


class InventoryRun(models.Model):
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    #: How many objects were found, and how many media items miss theirs or have another one.
    found = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    extra = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self):
        return f"Inventory of {self.started_at:%Y-%m-%d %H:%M}"


class StoredObject(models.Model):
    """An object of the bucket; `run` is the last inventory that saw it."""

    key = models.CharField(max_length=300, unique=True)
    size = models.PositiveBigIntegerField("size in bytes")
    etag = models.CharField("ETag", max_length=100, blank=True)
    modified_at = models.DateTimeField(null=True)
    run = models.ForeignKey(InventoryRun, on_delete=models.CASCADE, related_name="objects_seen")

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.key

"""What came from the old exhibition: so that an import can be repeated, and old addresses lead on."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ImportedRow(models.Model):
    """A row of the old database, and what was made of it here."""

    table = models.CharField(max_length=50)
    old_id = models.BigIntegerField()
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    #: Of the old row as it was then.
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["table", "old_id"]
        constraints = [models.UniqueConstraint(fields=["table", "old_id"], name="each_old_row_once")]

    def __str__(self):
        return f"{self.table} {self.old_id}"

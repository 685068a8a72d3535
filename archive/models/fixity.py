"""Whether the objects of the bucket are still what they were: each with its history of readings.

The words are those of PREMIS (https://www.loc.gov/standards/premis/), whose event is the fixity check.
"""

from django.conf import settings
from django.db import models

from home.models.append_only import AppendOnly


class FixityRecord(models.Model):
    """One object of the bucket, what it should be, and how its last check ended."""

    class Outcome(models.TextChoices):
        SOUND = "sound", "as it was"
        CHANGED = "changed", "changed"
        MISSING = "missing", "missing"
        UNREADABLE = "unreadable", "can't be read"

    key = models.CharField(max_length=300, unique=True)
    #: Of the first reading, for what is the object of no media item; else the item says it.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    checked_at = models.DateTimeField(null=True, db_index=True)
    #: Since when an alarm stands; there is one for each change.
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.key


class FixityCheck(AppendOnly):
    """One reading of an object, or somebody's word that a change was meant."""

    record = models.ForeignKey(FixityRecord, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    expected = models.CharField(max_length=64, blank=True)
    found = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=FixityRecord.Outcome)
    #: Of a change that was meant: who says so, and why.
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.record} on {self.at:%Y-%m-%d}"


class BackupRun(models.Model):
    """A backup that was finished."""

    name = models.CharField(max_length=100)
    place = models.CharField(max_length=500)
    has_media = models.BooleanField()
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField("size in bytes")
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-finished_at"]

    def __str__(self):
        return self.name


class DrillRun(models.Model):
    """A backup that was restored into nothing and compared, and what was found."""

    backup = models.CharField(max_length=500)
    is_sound = models.BooleanField()
    findings = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-finished_at"]

    def __str__(self):
        return f"Drill of {self.backup}"

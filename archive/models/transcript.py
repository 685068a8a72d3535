"""What was said: the recording of a participant, and the timed words of each story in each language."""

import uuid

from django.db import models
from django.db.models import F, Q

from archive.access import RecordingQuerySet, TranscriptQuerySet
from archive.languages import language_name
from archive.models.translations import TranslationsField


class Recording(models.Model):
    """One conversation in which a participant told stories."""

    gallery = models.ForeignKey("archive.GalleryPage", on_delete=models.CASCADE, related_name="recordings")
    date = models.DateField(null=True, blank=True)
    duration = models.DurationField(null=True, blank=True)
    circumstances = models.TextField(blank=True)
    sound = models.ForeignKey(
        "archive.MediaItem",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recordings",
        limit_choices_to={"kind": "voice"},
        help_text="The whole recording, if it is kept in one voice recording.",
    )
    translations = TranslationsField(of=("circumstances",))

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["gallery", "date"]

    def __str__(self):
        return f"{self.gallery}, {self.date or 'no date'}"


class Transcript(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey("archive.StoryPage", on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(max_length=10, help_text="A language tag such as en or hu (BCP 47).")
    date = models.DateField(null=True, blank=True)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        ordering = ["story", "language"]
        constraints = [
            models.UniqueConstraint(fields=["story", "language"], name="one_transcript_per_language")
        ]

    def __str__(self):
        return f"{self.story} ({self.language})"

    @property
    def language_name(self) -> str:
        """The language in its own words, such as magyar."""
        return language_name(self.language)


class Cue(models.Model):
    """What one speaker says between two moments, in milliseconds from the recording's start."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    start = models.PositiveIntegerField("start in ms")
    end = models.PositiveIntegerField("end in ms")
    speaker = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["transcript", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="cue_ends_after_it_starts"),
            models.UniqueConstraint(fields=["transcript", "start"], name="one_cue_per_start"),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def clock(self) -> str:
        """The start in minutes and seconds, such as 1:05."""
        minutes, seconds = divmod(self.start // 1000, 60)
        return f"{minutes}:{seconds:02d}"

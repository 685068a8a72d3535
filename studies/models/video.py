"""A video that a participant recorded: its file is in the bucket, its row says whose it is."""

from django.db import models

from studies.models.pages import StudyPage


class VideoQuerySet(models.QuerySet):
    def of_consent(self):
        """What participants said when they were asked for their consent."""
        return self.filter(is_consent_footage=True)


class Video(models.Model):
    study = models.ForeignKey(StudyPage, on_delete=models.CASCADE, related_name="videos")
    #: The name of its object in the bucket, which says all the rest (studies.recordings).
    name = models.CharField(max_length=400, unique=True)
    frame_id = models.CharField(max_length=255)
    response_uuid = models.UUIDField(db_index=True)
    is_consent_footage = models.BooleanField()
    recorded_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(help_text="In bytes.")

    objects = VideoQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["study", "name"], name="video_of_study")]

    def __str__(self):
        return self.name

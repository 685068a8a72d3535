"""What participants allowed, what of it is limited, and who took part no longer."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q


def recorded_by():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )


def private_bucket():
    return storages["participants"]


class Allowed(models.Model):
    """For what something may be used, and when. A date is a day in UTC; `ends_on` is the last day."""

    for_exhibition = models.BooleanField("the exhibition", default=False)
    for_research = models.BooleanField("research", default=False)
    for_teaching = models.BooleanField("teaching", default=False)
    for_public = models.BooleanField("the public", default=False)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; none if it does not end.")
    sealed_until = models.DateField(null=True, blank=True, help_text="Shown to nobody before this day.")
    recorded_by = recorded_by()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Consent(Allowed):
    """A participant's consent. The newest version counts from the day it was given; the older ones are
    history.
    """

    gallery = models.ForeignKey("archive.GalleryPage", on_delete=models.CASCADE, related_name="consents")
    version = models.PositiveSmallIntegerField(editable=False)
    given_on = models.DateField()
    form_version = models.CharField("version of the form", max_length=50)
    form_language = models.CharField("language of the form", max_length=10)
    form_file = models.FileField("signed form", storage=private_bucket, upload_to="consent/", blank=True)
    is_named = models.BooleanField(
        "shown by name", default=False, help_text="Without it, only the pseudonym is shown."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["gallery", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["gallery", "version"], name="one_consent_per_version"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("given_on")),
                name="consent_ends_after_it_is_given",
            ),
        ]

    def __str__(self):
        return f"{self.gallery}, version {self.version}"


class ConsentLimit(Allowed):
    """Where the consent for one story or one media item is narrower than the participant's."""

    story = models.OneToOneField(
        "archive.StoryPage", null=True, blank=True, on_delete=models.CASCADE, related_name="consent_limit"
    )
    item = models.OneToOneField(
        "archive.MediaItem", null=True, blank=True, on_delete=models.CASCADE, related_name="consent_limit"
    )
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(story=None, item__isnull=False) | Q(story__isnull=False, item=None),
                name="consent_limit_is_of_one_thing",
            )
        ]

    def __str__(self):
        return str(self.story or self.item)


class Withdrawal(models.Model):
    """The tombstone of a participant who took part no longer. It holds no name, and outlives what it is
    about.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gallery = models.OneToOneField(
        "archive.GalleryPage", null=True, on_delete=models.SET_NULL, related_name="withdrawal"
    )
    gallery_uuid = models.UUIDField(unique=True)
    code = models.CharField(max_length=4)
    withdrawn_at = models.DateTimeField()
    by = recorded_by()
    reason = models.CharField(max_length=300, blank=True)
    #: When the objects may be deleted, and when they were.
    delete_after = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    #: Counts by kind, the stories' uuids, and each object's key and SHA-256: what the certificate lists.
    removed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-withdrawn_at"]

    def __str__(self):
        return f"{self.code}, withdrawn {self.withdrawn_at:%Y-%m-%d}"

"""Where a gallery stands on its way into the exhibition, and the record of how it came there.

The state lives on a row of its own: as page content it would come back from an old revision or with a copy.
"""

from django.conf import settings
from django.db import models
from wagtail.models import Revision

from home.models.append_only import AppendOnly

#: Held globally: who approves, rejects, exhibits and takes down galleries.
APPROVE = "archive.approve_gallerypage"


class GalleryState(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    EXHIBITED = "exhibited"
    #: Told by the tombstone (archive.models.Withdrawal), whatever the row says: it comes back as it was.
    WITHDRAWN = "withdrawn"


class GalleryLifecycle(models.Model):
    """Changed by archive.moderation alone."""

    gallery = models.OneToOneField("archive.GalleryPage", on_delete=models.CASCADE, related_name="lifecycle")
    state = models.CharField(max_length=20, choices=GalleryState, default=GalleryState.DRAFT)
    #: The revision that a reviewer saw and approved last.
    approved_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=GalleryState.values), name="gallery_state_is_known"
            )
        ]

    def __str__(self):
        return f"{self.gallery}: {self.state}"


class GalleryLog(AppendOnly):
    """One thing that happened to a gallery on its way; rows are added and never changed."""

    gallery = models.ForeignKey("archive.GalleryPage", on_delete=models.CASCADE, related_name="logs")
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, choices=GalleryState, blank=True)
    to_state = models.CharField(max_length=20, choices=GalleryState, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.action} ({self.created_at:%Y-%m-%d %H:%M})"

"""The record of who opened what: rows that are chained by hashes, so that a changed one is found."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Opening(models.Model):
    """One link to a photograph, video or voice that was given to a person."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    #: They stay when the person or the item is deleted.
    user_number = models.PositiveBigIntegerField()
    item = models.ForeignKey(
        "archive.MediaItem", null=True, on_delete=models.SET_NULL, related_name="openings"
    )
    item_uuid = models.UUIDField()
    gallery_uuid = models.UUIDField()
    #: What opened it, such as "grant galleryuser 12" or "permission archive.view_exhibitionpage".
    opened_by = models.CharField(max_length=100)
    #: The place in the chain and the hash of this row with the one before; blank until it is chained.
    number = models.PositiveBigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["gallery_uuid", "at"], name="openings_of_a_participant"),
            models.Index(fields=["user_number", "at"], name="openings_of_a_viewer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=None, digest="") | Q(number__isnull=False) & ~Q(digest=""),
                name="opening_is_chained_whole",
            )
        ]

    def __str__(self):
        return f"{self.item_uuid} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def viewer(self) -> str:
        return self.user.get_username() if self.user else f"deleted person {self.user_number}"

    @property
    def thing(self) -> str:
        return self.item.name if self.item else f"deleted item {self.item_uuid}"

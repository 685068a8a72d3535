"""Grants: guardian's object permissions with a beginning, an end, a giver and a reason.

The permission of each is `archive.view_<page type>`. Whether a grant counts is decided at the moment
of the request (archive.access); no job has to run.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from archive.models.pages import ExhibitionPage, GalleryPage, StoryPage


class Grant(models.Model):
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(null=True, auto_now_add=True)
    #: When its person was told that it is about to end.
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"{self.permission.codename} on {self.content_object_id}"


class ExhibitionPageUserObjectPermission(Grant, UserObjectPermissionBase):
    content_object = models.ForeignKey(ExhibitionPage, on_delete=models.CASCADE, related_name="user_grants")

    class Meta(Grant.Meta, UserObjectPermissionBase.Meta):
        abstract = False


class ExhibitionPageGroupObjectPermission(Grant, GroupObjectPermissionBase):
    content_object = models.ForeignKey(ExhibitionPage, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(Grant.Meta, GroupObjectPermissionBase.Meta):
        abstract = False


class GalleryPageUserObjectPermission(Grant, UserObjectPermissionBase):
    content_object = models.ForeignKey(GalleryPage, on_delete=models.CASCADE, related_name="user_grants")

    class Meta(Grant.Meta, UserObjectPermissionBase.Meta):
        abstract = False


class GalleryPageGroupObjectPermission(Grant, GroupObjectPermissionBase):
    content_object = models.ForeignKey(GalleryPage, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(Grant.Meta, GroupObjectPermissionBase.Meta):
        abstract = False


class StoryPageUserObjectPermission(Grant, UserObjectPermissionBase):
    content_object = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="user_grants")

    class Meta(Grant.Meta, UserObjectPermissionBase.Meta):
        abstract = False


class StoryPageGroupObjectPermission(Grant, GroupObjectPermissionBase):
    content_object = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(Grant.Meta, GroupObjectPermissionBase.Meta):
        abstract = False

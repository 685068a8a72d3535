"""Labs: the groups of people who run studies together."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from studies.permissions import LAB_ROLES, LabPermission


class LabQuerySet(models.QuerySet):
    def where_may_create(self, user):
        """The labs in which the user may create studies."""
        if not user.is_active or user.is_anonymous:
            return self.none()
        if user.has_perm(LabPermission.CREATE_STUDY):
            return self
        may = {"permission__codename": LabPermission.CREATE_STUDY.codename}
        by_user = LabUserObjectPermission.objects.filter(**may, user=user)
        by_group = LabGroupObjectPermission.objects.filter(**may, group__user=user)
        return self.filter(
            Q(pk__in=by_user.values("content_object")) | Q(pk__in=by_group.values("content_object"))
        )


class Lab(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    institution = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField()
    description = models.TextField(blank=True)
    ethics_statement = models.TextField(
        blank=True, help_text="Which board approved what the lab does, and whom participants can turn to."
    )
    approved_to_test = models.BooleanField(
        default=False,
        help_text="Only then can its studies be submitted, approved and activated.",
    )

    objects = LabQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [
            ("approve_lab", "Can approve labs to test"),
            ("create_lab_study", "Can create studies in this lab"),
            ("edit_lab_details", "Can edit this lab"),
            ("manage_lab_researchers", "Can manage the researchers of this lab"),
            ("read_lab_study_details", "Can read all studies of this lab"),
            ("write_lab_study_details", "Can edit and build all studies of this lab"),
            ("change_lab_study_status", "Can change the status of all studies of this lab"),
            ("manage_lab_study_researchers", "Can manage the researchers of all studies of this lab"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its page in the workroom."""
        return reverse("studies:lab", args=[self.pk])


class LabRequest(models.Model):
    """Somebody asks to join a lab; an answered one stays as it was answered."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.TextField(blank=True, max_length=1_000)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The role that was given; none where the request was declined.
    role = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lab", "user"], condition=Q(answered_at=None), name="one_open_request_per_lab"
            )
        ]

    def __str__(self):
        return f"{self.user} asks to join {self.lab}"


class LabUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Lab, on_delete=models.CASCADE)


class LabGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Lab, on_delete=models.CASCADE)


class LabRole(models.Model):
    """The group of the people who have one role in one lab."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role, role) for role in LAB_ROLES])
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="lab_role")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "role"], name="one_group_per_lab_role")]

    def __str__(self):
        return f"{self.lab}: {self.role}"

"""Where a study stands in its workflow, and the record of how it came there.

The state lives on a row of its own: as page content it would come back from an old revision, a
stale save, a copy or a translation (docs/decisions/0003).
"""

from django.conf import settings
from django.db import models
from wagtail.models import Revision

from home.models.append_only import AppendOnly


class State(models.TextChoices):
    CREATED = "created"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    RETRACTED = "retracted"
    APPROVED = "approved"
    ACTIVE = "active"
    PAUSED = "paused"
    DEACTIVATED = "deactivated"
    ARCHIVED = "archived"


#: The states in which a study is open to the public.
PUBLIC_STATES = (State.ACTIVE,)
#: The states of a study that was approved and not rejected since.
APPROVED_STATES = (State.APPROVED, State.ACTIVE, State.PAUSED, State.DEACTIVATED)


class StudyLifecycle(models.Model):
    """Changed by studies.workflow alone."""

    study = models.OneToOneField("studies.StudyPage", on_delete=models.CASCADE, related_name="lifecycle")
    state = models.CharField(max_length=20, choices=State, default=State.CREATED)
    #: The revision that may be shown: a reviewer's approval, or what was changed since without need of one.
    approved_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The revision that a reviewer saw and approved last; what changed is told from here on.
    reviewed_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="study_state_is_known")
        ]

    def __str__(self):
        return f"{self.study}: {self.state}"


class StudyLog(AppendOnly):
    """One thing that happened to a study; rows are added and never changed. They go with the study."""

    study = models.ForeignKey("studies.StudyPage", on_delete=models.CASCADE, related_name="logs")
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, choices=State, blank=True)
    to_state = models.CharField(max_length=20, choices=State, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.action} ({self.created_at:%Y-%m-%d %H:%M})"

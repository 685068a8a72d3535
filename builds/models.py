"""A build's row: the truth about one preview or deployment; Celery's message is only a hint."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from studies.models import StudyPage

#: How long a worker may be silent before its build is taken from it.
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3


class BuildQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state__in=ACTIVE)

    def servable(self):
        """Those that ended well and whose bundles are still kept."""
        return self.filter(state=Build.State.SUCCEEDED).exclude(prefix="")

    def deployed(self):
        """Finished deployments, whose bundles can be served to participants."""
        return self.servable().filter(kind=Build.Kind.DEPLOYMENT)

    def serving(self, kind):
        """Of a study's bundles of a kind the one that was switched to last is served; it comes first."""
        return self.servable().filter(kind=kind).order_by("-switched_at", "-pk")

    def claimable(self, at):
        """Waiting, or left behind by a worker whose lease has run out."""
        return self.filter(
            Q(state=Build.State.QUEUED) | Q(state=Build.State.RUNNING, lease_until__lt=at),
            attempts__lt=MAX_ATTEMPTS,
        )

    def exhausted(self, at):
        return self.filter(state=Build.State.RUNNING, lease_until__lt=at, attempts__gte=MAX_ATTEMPTS)

    def held(self, build):
        """The row, if `build`'s worker still holds it; a later worker has a higher fence."""
        return self.filter(pk=build.pk, fence=build.fence, state=Build.State.RUNNING)


class Build(models.Model):
    class Kind(models.TextChoices):
        PREVIEW = "preview"
        DEPLOYMENT = "deployment"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        SUPERSEDED = "superseded"
        CANCELLED = "cancelled"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(StudyPage, on_delete=models.CASCADE, related_name="builds")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What is built, as the study said when the build was asked for.
    repository = models.CharField(max_length=200)
    wanted_sha = models.CharField(max_length=40, blank=True)
    sha = models.CharField(max_length=40, blank=True)
    addons_repository = models.CharField(max_length=200, blank=True)
    wanted_addons_sha = models.CharField(max_length=40, blank=True)
    addons_sha = models.CharField(max_length=40, blank=True)
    runner = models.CharField(max_length=40, blank=True)
    #: What the bundle depends on, as one digest (builds.compiled).
    bundle_key = models.CharField(max_length=64, blank=True)
    #: The same had been compiled before, and was used again.
    is_reused = models.BooleanField(default=False)
    # Where it stands.
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # What came out: a folder of the experiments' storage, and its manifest.
    prefix = models.CharField(max_length=200, blank=True)
    manifest = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: When its bundle became the one that is served: at its end, or by a roll-back to it.
    switched_at = models.DateTimeField(null=True)

    objects = BuildQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "kind"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_build_per_study_and_kind",
            )
        ]
        indexes = [models.Index(fields=["study", "kind", "-switched_at"], name="build_that_is_served")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk} of {self.study}"

    def get_absolute_url(self):
        return reverse("builds_admin:detail", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def can_be_served(self) -> bool:
        """Whether it ended well and its bundle is still kept."""
        return self.state == self.State.SUCCEEDED and bool(self.prefix)

    @property
    def status_word(self) -> str:
        """What the study's status reads while this build is active (Lookit's two states)."""
        return "previewing" if self.kind == self.Kind.PREVIEW else "deploying"

    @property
    def duration(self) -> timedelta | None:
        if not self.started_at:
            return None
        return (self.finished_at or timezone.now()) - self.started_at


ACTIVE = (Build.State.QUEUED, Build.State.RUNNING)


class BuildStageQuerySet(models.QuerySet):
    def running(self, build):
        return self.filter(build=build, state=BuildStage.State.RUNNING)


class BuildStage(models.Model):
    """One stage of a build, in the attempt that is under way: its log and its times."""

    class State(models.TextChoices):
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="stages")
    fence = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    log = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = BuildStageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["build", "fence", "name"], name="one_row_per_stage_and_attempt")
        ]

    def __str__(self):
        return f"{self.name} of build {self.build_id}"

    @property
    def seconds(self) -> float:
        return ((self.finished_at or timezone.now()) - self.started_at).total_seconds()


class Worker(models.Model):
    """A process that works in the background, as it says of itself every few seconds."""

    name = models.CharField(max_length=200, unique=True)
    queues = models.JSONField(default=list)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class VideoZip(models.Model):
    """One request for the videos of a study: what came of it, and where the zip lies."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"
        FAILED = "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(StudyPage, on_delete=models.CASCADE, related_name="video_zips")
    is_of_consent = models.BooleanField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    #: Its object in the private storage; empty when it was deleted.
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    videos = models.PositiveIntegerField(default=0)
    #: The names of those that could not be put in whole, and why.
    incomplete = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"Videos of {self.study}"

"""What workers do with builds' rows: claim, hold, finish, fail; each by compare-and-set."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from builds.errors import BuildLost
from builds.models import LEASE, MAX_ATTEMPTS, Build, BuildStage
from builds.notices import tell
from builds.revisions import is_outdated
from studies import moderation, workflow
from studies.models import StudyLog
from studies.models.lifecycle import State

#: What a study's record says of a build that ended well.
ENDINGS = {Build.Kind.PREVIEW: "previewed", Build.Kind.DEPLOYMENT: "deployed"}


@transaction.atomic
def claim(build_pk: int) -> Build | None:
    """The build, if it is waiting or was left behind; of two claimers one gets it, with a new fence."""
    at = timezone.now()
    claimed = (
        Build.objects.filter(pk=build_pk)
        .claimable(at)
        .update(
            state=Build.State.RUNNING,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            lease_until=at + LEASE,
            problem="",
            started_at=Coalesce("started_at", at),
        )
    )
    if not claimed:
        return None
    return Build.objects.select_related("study", "requested_by").get(pk=build_pk)


def renew(build: Build) -> bool:
    """Holds the build for another lease; false if it is no longer this worker's."""
    return Build.objects.held(build).update(lease_until=timezone.now() + LEASE) == 1


@transaction.atomic
def note(build: Build, **facts) -> None:
    """Writes what a stage has found into the row, if the row is still held."""
    if Build.objects.held(build).update(**facts) != 1:
        raise BuildLost
    for name, value in facts.items():
        setattr(build, name, value)


@transaction.atomic
def give_back(build: Build, problem: str) -> bool:
    """Lets the build wait for another attempt; false, and nothing changed, if this was the last one."""
    if build.attempts >= MAX_ATTEMPTS:
        return False
    note(build, state=Build.State.QUEUED, lease_until=None, problem=problem)
    return True


@transaction.atomic
def finish(build: Build, *, prefix: str, manifest: dict, extra: dict) -> str:
    """Switches to the new bundle, or notes that the study has changed meanwhile; the record says which.

    After the deployment of an approved study it is activated. Returns what there is to say about that.
    """
    study = build.study
    workflow.lock(study)
    study.latest_revision_id = Page.objects.select_for_update().get(pk=study.pk).latest_revision_id
    if is_outdated(build, study):
        problem = "The study was changed while it was being built; this bundle is not used. Build it again."
        _end(build, Build.State.SUPERSEDED, problem=problem)
        _record(build, f"{build.kind} superseded", extra)
        return problem
    _end(build, Build.State.SUCCEEDED, prefix=prefix, manifest=manifest, switched_at=timezone.now())
    _record(build, ENDINGS[build.kind], extra)
    return _activate(build)


@transaction.atomic
def fail(build: Build, problem: str, *, extra: dict) -> None:
    """Ends the build; the bundle that was serving before goes on serving."""
    _end(build, Build.State.FAILED, problem=problem)
    stages = BuildStage.objects.running(build)
    stages.update(state=BuildStage.State.FAILED, finished_at=build.finished_at)
    _record(build, "build failed", extra)
    tell(build)


def _end(build, state, **facts):
    note(build, state=state, finished_at=timezone.now(), lease_until=None, **facts)


def _record(build, action, extra):
    StudyLog.objects.create(
        study=build.study, action=action, user=build.requested_by, comment=build.problem, extra=extra
    )


def _activate(build) -> str:
    if build.kind != Build.Kind.DEPLOYMENT or build.study.state != State.APPROVED or not build.requested_by:
        return ""
    try:
        moderation.perform(build.study, "activate", by=build.requested_by)
    except workflow.Refused as refusal:
        return f"The study was not activated: {refusal}"
    return "The study is active now."

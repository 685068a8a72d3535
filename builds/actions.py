"""What people do with builds: ask for one, cancel one, go back to one."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from builds import hints
from builds.errors import BuildRefused
from builds.models import Build, BuildStage
from builds.revisions import DEPLOYABLE_STATES, wanted_revision_id
from studies import workflow
from studies.models import StudyLog
from studies.permissions import StudyPermission, can

ALREADY = "The study is already being built; wait until that build has ended, or cancel it."


def objection(study, kind, *, by) -> str:
    """Why this person can't build the study now; nothing if they can."""
    if not can(by, StudyPermission.WRITE, study):
        return "You don't have the permission to build this study."
    if study.is_external:
        return "The study's experiment is somewhere else; there is nothing to build."
    if kind == Build.Kind.DEPLOYMENT and study.state not in DEPLOYABLE_STATES:
        return f"A study that is {study.state} can't be deployed; it must be approved first."
    if kind == Build.Kind.DEPLOYMENT and not wanted_revision_id(study, kind):
        return "The study has no approved version to deploy."
    if study.builds.active().filter(kind=kind).exists():
        return ALREADY
    return ""


@transaction.atomic
def request_build(study, kind, *, by) -> Build:
    """Writes the build's row and tells the workers. Raises BuildRefused with the reason if it can't be."""
    if not can(by, StudyPermission.WRITE, study):
        raise PermissionDenied
    reason = objection(study, kind, by=by)
    if reason:
        raise BuildRefused(reason)
    revision = Revision.objects.filter(pk=wanted_revision_id(study, kind)).first()
    version = revision.as_object() if revision else study
    if not version.repository:
        raise BuildRefused("The study names no repository yet; enter one under “Experiment” and save.")
    build = Build(study=study, kind=kind, revision=revision, requested_by=by)
    build.repository, build.wanted_sha = version.repository, version.sha
    build.addons_repository, build.wanted_addons_sha = version.addons_repository, version.addons_sha
    try:
        with transaction.atomic():
            build.save()
    except IntegrityError:
        raise BuildRefused(ALREADY)
    hints.look_at(build.pk)
    return build


@transaction.atomic
def cancel(build: Build, *, by) -> None:
    """Takes the build from its worker, who notices at its next heartbeat and stops."""
    if not can(by, StudyPermission.WRITE, build.study):
        raise PermissionDenied
    at = timezone.now()
    cancelled = Build.objects.filter(pk=build.pk).active()
    changes = {"state": Build.State.CANCELLED, "lease_until": None, "finished_at": at}
    if cancelled.update(problem=f"Cancelled by {by.display_name}.", **changes) != 1:
        raise BuildRefused("The build has already ended.")
    BuildStage.objects.running(build).update(state=BuildStage.State.FAILED, finished_at=at)
    StudyLog.objects.create(study=build.study, action=f"{build.kind} cancelled", user=by)


@transaction.atomic
def roll_back(build: Build, *, by) -> None:
    """Serves this bundle again, from now on; whoever runs another one goes on with that.

    Raises BuildRefused if the bundle is no longer kept, or is the one that is served already.
    """
    study = build.study
    if not can(by, StudyPermission.WRITE, study):
        raise PermissionDenied
    workflow.lock(study)
    build.refresh_from_db()
    served = study.builds.serving(build.kind).first()
    if not build.can_be_served:
        raise BuildRefused("This bundle is no longer kept; build it again.")
    if served == build:
        raise BuildRefused("This bundle is the one that is served already.")
    build.switched_at = timezone.now()
    build.save(update_fields=["switched_at"])
    extra = {"build": str(build.uuid), "sha": build.sha, "instead of": str(served.uuid)}
    StudyLog.objects.create(study=study, action=f"{build.kind} rolled back", user=by, extra=extra)

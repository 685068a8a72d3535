"""Which revision of a study a build is made of."""

from builds.models import Build
from studies.models.lifecycle import State

#: The states in which an experiment can be deployed.
DEPLOYABLE_STATES = (State.APPROVED, State.ACTIVE, State.PAUSED)


def wanted_revision_id(study, kind) -> int | None:
    """The newest one for a preview; the approved one, whatever is drafted since, for a deployment."""
    if kind == Build.Kind.PREVIEW:
        return study.latest_revision_id
    lifecycle = getattr(study, "lifecycle", None)
    return lifecycle.approved_revision_id if lifecycle else None


def is_outdated(build, study) -> bool:
    """Whether the study has moved on since the build was asked for."""
    if build.kind == Build.Kind.DEPLOYMENT and study.state not in DEPLOYABLE_STATES:
        return True
    return wanted_revision_id(study, build.kind) != build.revision_id

"""Changes of a study that is approved already: a draft beside it, which its state does not depend on.

They are submitted, retracted, approved and rejected like a study, but the study goes on as it was approved
meanwhile; what needs no review is changed directly.
"""

from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Revision, TaskState, WorkflowState

from studies import comparing, workflow
from studies.models.lifecycle import APPROVED_STATES, StudyLog
from studies.notices import tell
from studies.permissions import StudyPermission, can
from studies.workflow import NO_PERMISSION, Objection, Refused

#: step -> (permission, what the record says, what the button says)
STEPS: dict[str, tuple[StudyPermission, str, str]] = {
    "submit_changes": (StudyPermission.CHANGE_STATUS, "amendment submitted", "Submit the changes for review"),
    "retract_changes": (StudyPermission.CHANGE_STATUS, "amendment retracted", "Retract the changes"),
    "approve_changes": (StudyPermission.APPROVE, "amendment approved", "Approve the changes"),
    "reject_changes": (StudyPermission.APPROVE, "amendment rejected", "Request other changes"),
    "apply_changes": (StudyPermission.WRITE, "changed directly", "Publish without review"),
}
OF_A_REVIEW = ("retract_changes", "approve_changes", "reject_changes")


@dataclass(frozen=True)
class Decision:
    """Whether this step can be taken now by this person, and if not, why not."""

    trigger: str
    reason: str = ""
    objection: Objection = Objection.STANDING

    @property
    def allowed(self) -> bool:
        return not self.reason

    @property
    def label(self) -> str:
        return STEPS[self.trigger][2]


def decide(user, study, step: str) -> Decision:
    """The one answer to "may this person take this step with the changes now, and why not?"."""
    if not can(user, STEPS[step][0], study):
        return Decision(step, NO_PERMISSION, Objection.PERMISSION)
    return Decision(step, _what_is_in_the_way(study, step))


def decisions(user, study) -> list[Decision]:
    """The decision on every step that there is for this person while there are changes."""
    if study.state not in APPROVED_STATES or not has_changes(study):
        return []
    in_review = study.workflow_in_progress
    steps = [step for step in STEPS if (step in OF_A_REVIEW) == in_review]
    return [decide(user, study, step) for step in steps if can(user, STEPS[step][0], study)]


def _what_is_in_the_way(study, step) -> str:
    if study.state not in APPROVED_STATES:
        return f"A study that is {study.state} is not approved; it is submitted as a whole."
    if study.status != study.state:
        return workflow.is_busy(study)
    if step in OF_A_REVIEW:
        return "" if study.workflow_in_progress else "No changes are being reviewed."
    if study.workflow_in_progress:
        return "The changes are being reviewed already."
    if not has_changes(study):
        return "Nothing was changed since the approval."
    if step == "apply_changes" and (large := _large(study)):
        return f"These changes have to be reviewed: {', '.join(large)}."
    return ""


def has_changes(study) -> bool:
    """Whether something was written since what is shown was approved."""
    return study.latest_revision_id != study.lifecycle.approved_revision_id


def can_be_compared(study) -> bool:
    """Whether there is an approval, and something else since."""
    lifecycle = getattr(study, "lifecycle", None)
    reviewed = lifecycle and lifecycle.reviewed_revision_id
    return bool(reviewed) and reviewed != study.latest_revision_id


def _large(study) -> list[str]:
    """What changed since the approval and needs a review."""
    approved = study.lifecycle.approved_revision
    if approved is None:
        return ["everything, as it is not known what was approved"]
    found = comparing.changes(approved.as_object(), study.latest_revision.as_object())
    return [change.label for change in found if not change.is_small]


def note(study, step: str, *, by, comment: str = "", extra: dict | None = None) -> None:
    """Records a step and queues its mails."""
    StudyLog.objects.create(study=study, action=STEPS[step][1], user=by, comment=comment, extra=extra or {})
    tell(study, step, by=by, comment=comment)


@transaction.atomic
def approve(study, *, revision: Revision, by, comment: str = "") -> None:
    """Makes the reviewed revision the approved one; the end of Wagtail's review publishes it."""
    lifecycle = workflow.lock(study)
    refuse_unless_allowed(study, "approve_changes", by=by)
    lifecycle.approved_revision = lifecycle.reviewed_revision = revision
    lifecycle.save(update_fields=[*workflow.REVISIONS, "changed_at"])
    note(study, "approve_changes", by=by, comment=comment)


@transaction.atomic
def apply(study, *, by, comment: str = "") -> None:
    """Publishes changes that need no review; the record names the fields."""
    lifecycle = workflow.lock(study)
    refuse_unless_allowed(study, "apply_changes", by=by)
    revision = study.latest_revision
    found = comparing.changes(lifecycle.approved_revision.as_object(), revision.as_object())
    if study.current_workflow_state:
        # Of an earlier review that asked for other changes.
        study.current_workflow_state.cancel(user=by)
    lifecycle.approved_revision = revision
    lifecycle.save(update_fields=["approved_revision", "changed_at"])
    note(study, "apply_changes", by=by, comment=comment, extra={"fields": [one.name for one in found]})
    revision.publish(user=by, skip_permission_checks=True)


def refuse_unless_allowed(study, step: str, *, by) -> None:
    decision = decide(by, study, step)
    if not decision.allowed:
        raise Refused(decision.reason, decision.objection)


def submitted_in_wagtail(study, *, by, comment: str) -> None:
    """The changes are under review by now; they were not before."""
    if not can(by, StudyPermission.CHANGE_STATUS, study):
        raise Refused(NO_PERMISSION, Objection.PERMISSION)
    if study.status != study.state:
        raise Refused(workflow.is_busy(study))
    note(study, "submit_changes", by=by, comment=comment)


def cancelled_in_wagtail(study, workflow_state: WorkflowState, *, by, comment: str) -> None:
    """The review of the changes was cancelled; one that had ended with a rejection has nothing to retract."""
    if TaskState.objects.get(pk=workflow_state.current_task_state_id).status != TaskState.STATUS_CANCELLED:
        return
    if not (can(by, StudyPermission.CHANGE_STATUS, study) or can(by, StudyPermission.APPROVE, study)):
        raise Refused(NO_PERMISSION, Objection.PERMISSION)
    note(study, "retract_changes", by=by, comment=comment)

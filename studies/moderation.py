"""Wagtail's moderation and the study's workflow, kept as one: each step fired here moves both.

From the workflow's side `perform` fires the trigger and moves Wagtail after it; from Wagtail's side
its buttons come here (`review`) or its signals do (studies.receivers). Whatever fails undoes both.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from studies import amending, workflow
from studies.models.lifecycle import APPROVED_STATES, State
from studies.permissions import StudyPermission, can
from studies.workflow import Refused

CHANGED = "The study was changed since you opened it. Look at the new version first."
SUBMITTING = {State.CREATED: "submit", State.REJECTED: "resubmit", State.RETRACTED: "resubmit"}
#: What the person says with a step of which Wagtail's signal tells.
_comment: ContextVar[str] = ContextVar("comment", default="")


@transaction.atomic
def perform(
    study,
    trigger: str,
    *,
    by,
    comment: str = "",
    shown_state: str | None = None,
    shown_revision: int | None = None,
    extra: dict | None = None,
) -> None:
    """Takes a step from outside of Wagtail's moderation, and moves that along.

    It is a trigger of the workflow, or a step of amending. `shown_state` is the state in which the
    person saw the study: from another one it does not move. `shown_revision` is the id of the
    revision that the person saw when approving; another one than that under review is not
    approved. `extra` goes into the record. Raises workflow.Refused with the reason if it can't be.
    """
    workflow.lock(study)
    if shown_state not in (None, "", study.state):
        raise Refused(f"The study is {study.state} by now, and was {shown_state} when you opened it.")
    if trigger in amending.STEPS:
        _amend(study, trigger, by=by, comment=comment, shown_revision=shown_revision)
        return
    task_state = study.current_workflow_task_state
    if trigger == "approve" and task_state:
        _approve(task_state, study, by=by, comment=comment, shown_revision=shown_revision)
        return
    workflow.fire(study, trigger, by=by, comment=comment, extra=extra)
    if trigger in ("submit", "resubmit"):
        _start_or_resume(study, by=by)
    elif trigger == "reject" and task_state and task_state.status == TaskState.STATUS_IN_PROGRESS:
        task_state.specific.reject(user=by, comment=comment)
    elif trigger in ("retract", "reject", "archive") and study.current_workflow_state:
        study.current_workflow_state.cancel(user=by)


def _amend(study, step, *, by, comment, shown_revision) -> None:
    amending.refuse_unless_allowed(study, step, by=by)
    with _saying(comment):
        if step == "submit_changes":
            _start_or_resume(study, by=by)
        elif step == "retract_changes":
            study.current_workflow_state.cancel(user=by)
        elif step == "apply_changes":
            amending.apply(study, by=by, comment=comment)
        elif step == "reject_changes":
            amending.note(study, step, by=by, comment=comment)
            study.current_workflow_task_state.specific.reject(user=by, comment=comment)
        else:
            task_state = study.current_workflow_task_state
            _approve_changes(task_state, study, by=by, comment=comment, shown_revision=shown_revision)


@contextmanager
def _saying(comment: str):
    token = _comment.set(comment)
    try:
        yield
    finally:
        _comment.reset(token)


def _start_or_resume(study, *, by):
    current = study.current_workflow_state
    if current and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(user=by)
        return
    review = study.get_workflow()
    if review is None:
        raise Refused("The section of studies has no workflow in Wagtail; assign one to it.")
    if study.latest_revision is None:
        study.save_revision(user=by)
    review.start(study, by)


@transaction.atomic
def review(task_state, action: str, *, by, comment: str = "") -> None:
    """A reviewer's approve or reject, from Wagtail's own buttons; of two at once one is told."""
    study = task_state.workflow_state.content_object.specific
    workflow.lock(study)
    task_state = TaskState.objects.get(pk=task_state.pk).specific
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise Refused(f"This review has ended: it was {task_state.status}.")
    shown = {"by": by, "comment": comment, "shown_revision": task_state.revision_id}
    if study.state in APPROVED_STATES:
        _amend(study, f"{action}_changes", **shown)
    elif action == "approve":
        _approve(task_state, study, **shown)
    else:
        workflow.fire(study, action, by=by, comment=comment)
        task_state.reject(user=by, comment=comment)


def _approve(task_state, study, *, by, comment, shown_revision):
    """Approves the revision that the task shows; never a later one."""
    workflow.refuse_unless_allowed(study, "approve", by=by)
    _refuse_what_was_not_shown(task_state, study, shown_revision)
    workflow.fire(study, "approve", by=by, comment=comment, revision=task_state.revision)
    task_state.specific.approve(user=by, comment=comment)


def _approve_changes(task_state, study, *, by, comment, shown_revision):
    _refuse_what_was_not_shown(task_state, study, shown_revision)
    amending.approve(study, revision=task_state.revision, by=by, comment=comment)
    task_state.specific.approve(user=by, comment=comment)


def _refuse_what_was_not_shown(task_state, study, shown_revision) -> None:
    under_review = task_state.revision_id
    if study.latest_revision_id != under_review or shown_revision not in (None, under_review):
        raise Refused(CHANGED)


def submitted_in_wagtail(study, *, by) -> None:
    """Wagtail's editor has submitted the study: the same step in the workflow.

    A study that is approved already stays in its state while a change of it is reviewed.
    """
    if study.state == State.SUBMITTED:
        return
    if study.state in APPROVED_STATES:
        amending.submitted_in_wagtail(study, by=by, comment=_comment.get())
    else:
        workflow.fire(study, SUBMITTING.get(study.state, "submit"), by=by)


def cancelled_in_wagtail(study, workflow_state: WorkflowState, *, by) -> None:
    """Wagtail's editor has cancelled the moderation: the researcher retracts, a reviewer rejects."""
    if study.state in APPROVED_STATES:
        amending.cancelled_in_wagtail(study, workflow_state, by=by, comment=_comment.get())
    if study.state == State.SUBMITTED:
        may_retract = workflow.decide(by, study, "retract").allowed
        workflow.fire(study, "retract" if may_retract else "reject", by=by)


def may_cancel(study, *, by) -> bool:
    """Whether this person may end the review that is going on, or that has asked for changes."""
    if study.state == State.SUBMITTED:
        return any(workflow.decide(by, study, trigger).allowed for trigger in ("retract", "reject"))
    return can(by, StudyPermission.CHANGE_STATUS, study) or can(by, StudyPermission.APPROVE, study)


def why_not_submitted(study, *, by) -> Refused:
    """The reason for which the editor does not submit the study."""
    trigger = SUBMITTING.get(study.state, "submit")
    decision = workflow.decide(by, study, trigger)
    if study.state in APPROVED_STATES:
        decision = amending.decide(by, study, "submit_changes")
    return Refused(decision.reason or "This study can't be submitted here.", decision.objection)

"""Wagtail's moderation and the study's workflow, kept as one: each step fired here moves both.

From the workflow's side `perform` fires the trigger and moves Wagtail after it; from Wagtail's side
its buttons come here (`review`) or its signals do (studies.receivers). Whatever fails undoes both.
"""

from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from studies import workflow
from studies.models.lifecycle import APPROVED_STATES, State, StudyLog

CHANGED = "The study was changed since you opened it. Look at the new version first."
SUBMITTING = {State.CREATED: "submit", State.REJECTED: "resubmit", State.RETRACTED: "resubmit"}


@transaction.atomic
def perform(study, trigger: str, *, by, comment: str = "", shown_revision: int | None = None) -> None:
    """Fires a trigger from outside of Wagtail's moderation, and moves that along.

    `shown_revision` is the id of the revision that the person saw when approving; another one than
    that under review is not approved. Raises workflow.Refused with the reason if it can't be fired.
    """
    workflow.lock(study)
    task_state = study.current_workflow_task_state
    if trigger == "approve" and task_state:
        if shown_revision not in (None, task_state.revision_id):
            raise workflow.Refused(CHANGED)
        _approve(task_state, study, by=by, comment=comment)
        return
    workflow.fire(study, trigger, by=by, comment=comment)
    if trigger in ("submit", "resubmit"):
        _start_or_resume(study, by=by)
    elif trigger == "reject" and task_state:
        task_state.specific.reject(user=by, comment=comment)
    elif trigger in ("retract", "reject", "archive") and study.current_workflow_state:
        study.current_workflow_state.cancel(user=by)


def _start_or_resume(study, *, by):
    current = study.current_workflow_state
    if current and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(user=by)
        return
    review = study.get_workflow()
    if review is None:
        raise workflow.Refused("The section of studies has no workflow in Wagtail; assign one to it.")
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
        raise workflow.Refused(f"This review has ended: it was {task_state.status}.")
    if action == "approve":
        _approve(task_state, study, by=by, comment=comment)
    elif action == "reject":
        if study.state == State.SUBMITTED:
            workflow.fire(study, "reject", by=by, comment=comment)
        else:
            StudyLog.objects.create(study=study, action="amendment rejected", user=by, comment=comment)
        task_state.reject(user=by, comment=comment)


def _approve(task_state, study, *, by, comment):
    """Approves the revision that the task shows; never a later one."""
    revision = task_state.revision
    if study.latest_revision_id != revision.pk:
        raise workflow.Refused(CHANGED)
    if study.state in APPROVED_STATES:
        workflow.approve_amendment(study, revision=revision, by=by, comment=comment)
    else:
        workflow.fire(study, "approve", by=by, comment=comment, revision=revision)
    task_state.specific.approve(user=by, comment=comment)


def submitted_in_wagtail(study, *, by) -> None:
    """Wagtail's editor has submitted the study: the same step in the workflow.

    A study that is approved already stays in its state while a change of it is reviewed.
    """
    if study.state == State.SUBMITTED:
        return
    if study.state in APPROVED_STATES:
        StudyLog.objects.create(study=study, action="amendment submitted", user=by)
        return
    workflow.fire(study, SUBMITTING.get(study.state, "submit"), by=by)


def cancelled_in_wagtail(study, *, by) -> None:
    """Wagtail's editor has cancelled the moderation: the researcher retracts, a reviewer rejects."""
    if study.state != State.SUBMITTED:
        return
    may_retract = workflow.decide(by, study, "retract").allowed
    workflow.fire(study, "retract" if may_retract else "reject", by=by)

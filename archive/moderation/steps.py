"""Wagtail's moderation and the gallery's machine, kept as one: each step moves both, or nothing moves."""

from django.db import transaction
from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from archive.access.asking import model
from archive.models.lifecycle import GalleryState
from archive.models.pages import GalleryPage
from archive.moderation import machine
from archive.moderation.machine import Refused

CHANGED = "The gallery was changed since you opened it. Look at the new version first."
NAME = "Gallery moderation"


@transaction.atomic
def perform(
    gallery, trigger: str, *, by, comment: str = "", shown_state: str = "", shown_revision=None
) -> None:
    """Takes a step from outside of Wagtail's moderation, and moves that along.

    `shown_state` and `shown_revision` are what the person saw: from another state nothing moves, and another
    revision is not approved. Raises Refused with the reason.
    """
    machine.lock(gallery)
    if shown_state not in ("", gallery.state):
        raise Refused(f"The gallery is {gallery.state} by now, and was {shown_state} when you opened it.")
    task_state = gallery.current_workflow_task_state
    if trigger == "approve":
        _approve(gallery, task_state, by=by, comment=comment, shown_revision=shown_revision)
        return
    machine.fire(gallery, trigger, by=by, comment=comment)
    if trigger == "submit":
        _start_or_resume(gallery, by=by)
    elif trigger == "reject" and task_state and task_state.status == TaskState.STATUS_IN_PROGRESS:
        task_state.specific.reject(user=by, comment=comment)
    elif trigger in ("retract", "reject") and gallery.current_workflow_state:
        gallery.current_workflow_state.cancel(user=by)


@transaction.atomic
def review(task_state, action: str, *, by, comment: str = "") -> None:
    """A reviewer's approve or reject, from Wagtail's own buttons; of two at once one is told."""
    page = task_state.workflow_state.content_object.specific
    if not isinstance(page, GalleryPage):
        _review_a_story(task_state, action, by=by, comment=comment)
        return
    machine.lock(page)
    task_state = TaskState.objects.get(pk=task_state.pk).specific
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise Refused(f"This review has ended: it was {task_state.status}.")
    if page.state != GalleryState.SUBMITTED:
        # A change of what is approved already: its text is reviewed, where the gallery stands is not.
        _review_a_story(task_state, action, by=by, comment=comment)
    elif action == "approve":
        _approve(page, task_state, by=by, comment=comment, shown_revision=task_state.revision_id)
    else:
        machine.fire(page, "reject", by=by, comment=comment)
        task_state.reject(user=by, comment=comment)


def _review_a_story(task_state, action, *, by, comment) -> None:
    if not task_state.task.specific.get_actions(None, by):
        raise Refused(machine.NO_PERMISSION)
    getattr(task_state.specific, "approve" if action == "approve" else "reject")(user=by, comment=comment)


def _approve(gallery, task_state, *, by, comment, shown_revision) -> None:
    """Approves the revision that was shown, never a later one, and publishes it."""
    decision = machine.decide(by, gallery, "approve")
    if not decision.allowed:
        raise Refused(decision.reason)
    under_review = task_state.revision_id if task_state else gallery.latest_revision_id
    if gallery.latest_revision_id != under_review or shown_revision not in (None, under_review):
        raise Refused(CHANGED)
    revision = gallery.latest_revision
    machine.fire(gallery, "approve", by=by, comment=comment, revision=revision)
    if task_state:
        task_state.specific.approve(user=by, comment=comment)
    elif revision:
        revision.publish(user=by, skip_permission_checks=True)


def _start_or_resume(gallery, *, by) -> None:
    current = gallery.current_workflow_state
    if current and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(user=by)
        return
    if gallery.latest_revision is None:
        gallery.save_revision(user=by)
    if review_in_wagtail := gallery.get_workflow():
        review_in_wagtail.start(gallery, by)


def submitted_in_wagtail(gallery, *, by) -> None:
    """Wagtail's editor has submitted the gallery: the same step; of an approved one a change is reviewed."""
    if gallery.state == GalleryState.DRAFT:
        machine.fire(gallery, "submit", by=by)


def cancelled_in_wagtail(gallery, *, by) -> None:
    """Wagtail's editor has cancelled the moderation: the editor takes it back, a reviewer rejects."""
    if gallery.state == GalleryState.SUBMITTED:
        may_retract = machine.decide(by, gallery, "retract").allowed
        machine.fire(gallery, "retract" if may_retract else "reject", by=by)


def moderate(exhibition) -> None:
    """Gives an exhibition the moderation of galleries, unless it has another one."""
    if WorkflowPage.objects.filter(page=exhibition).exists():
        return
    workflow, is_new = Workflow.objects.get_or_create(name=NAME)
    if is_new:
        task = model("galleryreviewtask").objects.create(name="Gallery review")
        WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=exhibition)

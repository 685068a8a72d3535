"""Listens to Wagtail's moderation of studies, and tidies after deleted roles."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.admin import signal_handlers as wagtails
from wagtail.models import WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from studies import moderation
from studies.models import LabRole, StudyPage, StudyReviewTask, StudyRole

#: Wagtail's own mails, which it sends at once, before what they tell is committed.
MAILS_OF_WAGTAIL = [
    (workflow_submitted, wagtails.workflow_submission_email_notifier, "submitted"),
    (workflow_approved, wagtails.workflow_approval_email_notifier, "approved"),
    (workflow_rejected, wagtails.workflow_rejection_email_notifier, "rejected"),
]


def _unless_mailed_by_us(notify):
    """Wagtail's mail, but not of a review whose mails go through the outbox."""

    def tell(sender, instance, **kwargs):
        task_state = instance.current_task_state
        if not (task_state and getattr(task_state.task.specific, "mails_by_outbox", False)):
            notify(sender=sender, instance=instance, **kwargs)

    return tell


for signal, notifier, name in MAILS_OF_WAGTAIL:
    # Whichever of the two comes first, there is one receiver of this name.
    uid = f"workflow_state_{name}_email_notification"
    signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
    signal.connect(_unless_mailed_by_us(notifier), sender=WorkflowState, weak=False, dispatch_uid=uid)


@receiver(task_submitted)
def submit(sender, instance, user, **kwargs):
    if isinstance(instance.task.specific, StudyReviewTask):
        moderation.submitted_in_wagtail(instance.workflow_state.content_object.specific, by=user)


@receiver(workflow_cancelled)
def retract(sender, instance, user, **kwargs):
    study = instance.content_object.specific
    if isinstance(study, StudyPage):
        moderation.cancelled_in_wagtail(study, instance, by=user)


@receiver(post_delete, sender=StudyRole)
@receiver(post_delete, sender=LabRole)
def delete_group(sender, instance, **kwargs):
    """A role's group means nothing without it."""
    instance.group.delete()

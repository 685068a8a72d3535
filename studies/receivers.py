"""Listens to Wagtail's moderation of studies, and tidies after deleted roles."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import task_submitted, workflow_cancelled

from studies import moderation
from studies.models import LabRole, StudyPage, StudyReviewTask, StudyRole


@receiver(task_submitted)
def submit(sender, instance, user, **kwargs):
    if isinstance(instance.task.specific, StudyReviewTask):
        moderation.submitted_in_wagtail(instance.workflow_state.content_object.specific, by=user)


@receiver(workflow_cancelled)
def retract(sender, instance, user, **kwargs):
    study = instance.content_object.specific
    if isinstance(study, StudyPage):
        moderation.cancelled_in_wagtail(study, by=user)


@receiver(post_delete, sender=StudyRole)
@receiver(post_delete, sender=LabRole)
def delete_group(sender, instance, **kwargs):
    """A role's group means nothing without it."""
    instance.group.delete()

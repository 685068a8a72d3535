"""The review of a study as a task of Wagtail's moderation."""

from wagtail.models import Task, TaskState

from studies import moderation
from studies.permissions import StudyPermission


class StudyReviewTask(Task):
    """Approved or rejected by whoever may approve studies; each is the same trigger of the workflow."""

    approval_publishes = True
    mails_by_outbox = True

    class Meta:
        verbose_name = "study review"

    @classmethod
    def get_description(cls):
        return "Reviewers of studies approve or reject; this is the study's own workflow."

    def user_can_access_editor(self, obj, user):
        return user.has_perm(StudyPermission.APPROVE)

    def locked_for_user(self, obj, user):
        """What is under review stays as it was submitted; retract it to go on editing.

        Wagtail offers its buttons only to whom the page is not locked, so it is open to reviewers;
        that they save nothing is StudyEditView's matter.
        """
        return not user.has_perm(StudyPermission.APPROVE)

    def get_actions(self, obj, user):
        if not user.has_perm(StudyPermission.APPROVE):
            return []
        return [("reject", "Request changes", True), ("approve", "Approve", True)]

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        moderation.review(task_state, action_name, by=user, comment=comment)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not user.has_perm(StudyPermission.APPROVE):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

"""The review of a gallery as a task of Wagtail's moderation."""

from wagtail.models import Task, TaskState

from archive.models.lifecycle import APPROVE
from archive.moderation import steps


class GalleryReviewTask(Task):
    """Approved or rejected by whoever may approve galleries; of a gallery each is the same trigger of its
    machine, of a story it is Wagtail's own moderation.
    """

    approval_publishes = True

    class Meta:
        verbose_name = "gallery review"

    @classmethod
    def get_description(cls):
        return "Whoever may approve galleries approves or rejects; this is the gallery's own moderation."

    def _may(self, user) -> bool:
        return user.has_perm(APPROVE)

    def user_can_access_editor(self, obj, user):
        return self._may(user)

    def locked_for_user(self, obj, user):
        """What is under review stays as it was submitted; take it back to go on editing."""
        return not self._may(user)

    def get_actions(self, obj, user):
        if not self._may(user):
            return []
        return [("reject", "Request changes", True), ("approve", "Approve", True)]

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        steps.review(task_state, action_name, by=user, comment=comment)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self._may(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

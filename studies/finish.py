"""What Wagtail does when the moderation of a page ends with approval.

Wagtail imports this while its own models load (WAGTAIL_FINISH_WORKFLOW_ACTION), so it imports none.
"""


def publish_what_was_approved(workflow_state, user=None):
    """Publishes the revision that the last task was about; Wagtail's own takes whichever is the latest.

    Nobody may publish a study by hand; the approval of its review is the permission.
    """
    task_state = workflow_state.current_task_state
    by_approval = getattr(task_state.task.specific, "approval_publishes", False)
    task_state.revision.publish(user=user, skip_permission_checks=by_approval)

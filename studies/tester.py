"""What Wagtail's editor lets people do to a study's page."""

from wagtail.models import PagePermissionTester

from studies import workflow
from studies.models.lab import Lab
from studies.models.lifecycle import APPROVED_STATES, State
from studies.permissions import StudyPermission, can


class StudyPagePermissionTester(PagePermissionTester):
    """Wagtail's answers, and the study's own permissions too: having made a page once is not enough."""

    def _may(self, *permissions: StudyPermission) -> bool:
        return any(can(self.user, permission, self.page.specific) for permission in permissions)

    def can_edit(self):
        return super().can_edit() and self._may(StudyPermission.WRITE, StudyPermission.APPROVE)

    def can_delete(self, ignore_bulk=False):
        """Only what never left its maker's desk; everything later is archived."""
        is_new = self.page.specific.state == State.CREATED
        return is_new and self._may(StudyPermission.MANAGE_RESEARCHERS) and super().can_delete(ignore_bulk)

    def can_copy(self):
        """Who may read the study, and may create studies in its lab."""
        lab = self.page.specific.lab_id
        may_create = lab is None or Lab.objects.where_may_create(self.user).filter(pk=lab).exists()
        return super().can_copy() and self._may(StudyPermission.READ) and may_create

    def can_publish(self):
        """Nobody publishes a study by hand: it goes live by the approval of its review."""
        return False

    def can_unpublish(self):
        """Nor takes it down: pause, deactivate or archive it."""
        return False

    def can_submit_for_moderation(self):
        study = self.page.specific
        if not self._may(StudyPermission.WRITE):
            # The editor saves what it submits.
            return False
        if study.state in APPROVED_STATES:
            return self._may(StudyPermission.CHANGE_STATUS) and super().can_submit_for_moderation()
        may = any(workflow.decide(self.user, study, trigger).allowed for trigger in ("submit", "resubmit"))
        return may and super().can_submit_for_moderation()

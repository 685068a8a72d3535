"""What Wagtail's editor lets people do to a study's page."""

from wagtail.models import PagePermissionTester

from studies import workflow
from studies.models.lifecycle import APPROVED_STATES


class StudyPagePermissionTester(PagePermissionTester):
    def can_publish(self):
        """Nobody publishes a study by hand: it goes live by the approval of its review."""
        return False

    def can_submit_for_moderation(self):
        study = self.page.specific
        if study.state in APPROVED_STATES:
            return super().can_submit_for_moderation()
        may = any(workflow.decide(self.user, study, trigger).allowed for trigger in ("submit", "resubmit"))
        return may and super().can_submit_for_moderation()

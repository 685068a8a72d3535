"""What is shown of a study's builds beside its editor, and of one build on its page."""

from django.middleware.csrf import get_token
from wagtail.admin.ui.components import Component

from builds.actions import objection
from builds.models import Build
from studies.permissions import StudyPermission, can

SHOWN = 5


def build_panel(study, user) -> dict:
    """The study's last builds, and what this person can do now."""
    good = study.builds.filter(state=Build.State.SUCCEEDED)
    return {
        "study": study,
        "builds": study.builds.select_related("requested_by").defer("manifest")[:SHOWN],
        "may_build": can(user, StudyPermission.WRITE, study),
        "to_preview": objection(study, Build.Kind.PREVIEW, by=user),
        "to_deploy": objection(study, Build.Kind.DEPLOYMENT, by=user),
        "may_see_videos": can(user, StudyPermission.READ_RESPONSES, study),
        "newest_preview": good.serving(Build.Kind.PREVIEW).defer("manifest").first(),
    }


def newest_stages(build) -> list:
    """The stages of the newest attempt, in their order."""
    stages = list(build.stages.all())
    newest = max((stage.fence for stage in stages), default=0)
    return [stage for stage in stages if stage.fence == newest]


def build_page(build, user) -> dict:
    """One build with the stages of its newest attempt, and what this person can do with it now."""
    served = build.study.builds.serving(build.kind).defer("manifest").first()
    may_build = can(user, StudyPermission.WRITE, build.study)
    return {
        "build": build,
        "study": build.study,
        "stages": newest_stages(build),
        "is_served": served == build,
        "may_cancel": may_build and build.is_active,
        "may_roll_back": may_build and build.can_be_served and served != build,
        "may_retry": may_build and not build.is_active and not objection(build.study, build.kind, by=user),
        "fell_back": bool(build.wanted_sha and build.sha and build.sha != build.wanted_sha),
    }


class BuildPanel(Component):
    """The block of builds in the side panel of a study's editor."""

    template_name = "builds/_panel.html"

    def __init__(self, study, request):
        self.study, self.request = study, request

    def get_context_data(self, parent_context=None):
        return build_panel(self.study, self.request.user) | {"csrf_token": get_token(self.request)}

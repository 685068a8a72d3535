"""The workflow beside a study in Wagtail's editor: where it stands, what can be done, what happened."""

from wagtail import hooks
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from studies import workflow
from studies.models import StudyPage
from studies.models.lifecycle import State

#: The road of a study that goes well, for the picture of where it stands.
ROAD = (State.CREATED, State.SUBMITTED, State.APPROVED, State.ACTIVE)


def workflow_context(study, request) -> dict:
    """What the panel and the study's desk show.

    Apps above add their blocks with a Wagtail hook `register_study_block(study, request)`, which
    returns a component.
    """
    return {
        "study": study,
        "state": study.state,
        "status": study.status,
        "road": ROAD,
        "decisions": workflow.decisions(request.user, study),
        "logs": study.logs.select_related("user"),
        "blocks": [make(study, request) for make in hooks.get_hooks("register_study_block")],
    }


class WorkflowSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Workflow"
        icon_name = "clipboard-list"
        has_counter = False

    name = "study-workflow"
    title = "Workflow"
    template_name = "studies/_workflow_side_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        study = self.object.specific
        return super().get_context_data(parent_context) | workflow_context(study, self.request)


class StudyEditView(EditView):
    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return MediaContainer([WorkflowSidePanel(self.page, self.request), *panels])


class StudyPageViewSet(PageViewSet):
    model = StudyPage
    edit_view_class = StudyEditView


study_page_viewset = StudyPageViewSet()

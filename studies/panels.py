"""The workflow beside a study in Wagtail's editor: where it stands, what can be done, what happened."""

import json

from django.contrib import messages
from django.db import transaction
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet

from studies import moderation, workflow
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.permissions import StudyPermission, can

#: The road of a study that goes well, for the picture of where it stands.
ROAD = (State.CREATED, State.SUBMITTED, State.APPROVED, State.ACTIVE)
#: How many steps the panel tells; the newest.
LOGS = 50


def workflow_context(study, request) -> dict:
    """What the panel and the study's desk show.

    Apps above add their blocks with a Wagtail hook `register_study_panel_blocks(study, request)`, which
    returns a component.
    """
    return {
        "study": study,
        "state": study.state,
        "status": study.status,
        "road": ROAD,
        "decisions": workflow.decisions(request.user, study),
        "task_state": study.current_workflow_task_state,
        "logs": study.logs.select_related("user").defer("extra")[:LOGS],
        "blocks": [make(study, request) for make in hooks.get_hooks("register_study_panel_blocks")],
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
        context = super().get_context_data(parent_context) | workflow_context(study, self.request)
        return context | {"csrf_token": get_token(self.request)}


class StudyEditing:
    """The workflow beside Wagtail's editor, in which each step happens whole or not at all."""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except workflow.Refused as refused:
            if self.expects_json_response:
                return self.json_error_response("locked", str(refused))
            messages.error(request, str(refused))
            return redirect("wagtailadmin_pages:edit", self.page.pk)

    def save_action(self):
        if not can(self.request.user, StudyPermission.WRITE, self.page):
            raise workflow.Refused("You can review this study, but not change it; nothing was saved.")
        return super().save_action()

    def perform_workflow_action(self):
        """A reviewer decides on what was submitted; whatever the form says now is not saved."""
        data = json.loads(self.request.POST.get("workflow-action-extra-data", "{}"))
        task_state = self.page.current_workflow_task_state
        if self.request.POST.get("loaded_revision_id") not in (None, "", str(task_state.revision_id)):
            raise workflow.Refused(moderation.CHANGED)
        task_state.task.specific.on_action(task_state, self.request.user, self.workflow_action, **data)
        return self.redirect_to_desk()

    def cancel_workflow_action(self):
        """Ends the review; whatever the form says now is not saved either."""
        self.workflow_state.cancel(user=self.request.user)
        return self.redirect_to_desk()

    def redirect_to_desk(self):
        state = type(self.page).objects.get(pk=self.page.pk).state
        messages.success(self.request, f"“{self.page.title}” is now {state}.")
        return redirect("studies:desk", self.page.pk)

    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return MediaContainer([WorkflowSidePanel(self.page, self.request), *panels])


class StudyEditView(StudyEditing, EditView):
    """The editor on the latest revision."""


class StudyRevertView(StudyEditing, RevisionsRevertView):
    """The same editor on an earlier revision."""


class StudyCreateView(CreateView):
    """A new study is saved first: only then has it the roles that submitting asks for."""

    @cached_property
    def action_name_and_method(self):
        name, method = super().action_name_and_method
        return ("save", self.save_action) if name in ("publish", "submit") else (name, method)


class StudyPageViewSet(PageViewSet):
    model = StudyPage
    add_view_class = StudyCreateView
    edit_view_class = StudyEditView
    revisions_revert_view_class = StudyRevertView


study_page_viewset = StudyPageViewSet()

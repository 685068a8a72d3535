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

from studies import amending, comparing, diagram, moderation, notices, workflow
from studies.declarations import DECLARATIONS, DECLARING, told
from studies.models import StudyLifecycle, StudyPage
from studies.models.lifecycle import State
from studies.naming import names_for
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
    decisions = workflow.decisions(request.user, study)
    return {
        "study": study,
        "state": study.state,
        "status": study.status,
        "road": ROAD,
        "diagram": diagram.svg(
            diagram.whole(study), heading=f"The workflow of studies; this one is {study.state}."
        ),
        "ways_on": ways_on(study),
        "decisions": decisions,
        "changes": amending.decisions(request.user, study),
        "has_changes": amending.can_be_compared(study),
        "asks_declarations": any(decision.trigger in DECLARING for decision in decisions),
        "declarations": DECLARATIONS,
        "declared": _declared(study),
        "task_state": study.current_workflow_task_state,
        "logs": study.logs.select_related("user").defer("extra")[:LOGS],
        "blocks": [make(study, request) for make in hooks.get_hooks("register_study_panel_blocks")],
    }


def step_context(study, trigger: str, request) -> dict:
    """What is shown of one step that is to be confirmed."""
    task_state = study.current_workflow_task_state
    return {
        "study": study,
        "decision": workflow.decide(request.user, study, trigger),
        "task_state": task_state,
        "asks_declarations": trigger in DECLARING,
        "declarations": DECLARATIONS,
    }


def ways_on(study) -> list[dict]:
    """Where the study can go from here, and who may move it there."""
    people = {
        StudyPermission.APPROVE: list(notices.reviewers().order_by("last_name", "first_name", "pk")),
        StudyPermission.CHANGE_STATUS: list(
            notices.researchers_of(study).order_by("last_name", "first_name", "pk")
        ),
    }
    triggers = workflow.machine.get_triggers(str(study.state))
    return [
        {
            "label": workflow.LABELS[trigger],
            "to": State(workflow.TRANSITIONS[trigger][1]).label,
            "people": people[workflow.PERMISSIONS[trigger]],
        }
        for trigger in triggers
    ]


def changes_context(study, request) -> dict:
    """What a reviewer sees of the changes, and what can be done with them."""
    task_state = study.current_workflow_task_state if study.workflow_in_progress else None
    revision = task_state.revision if task_state else study.latest_revision
    found = comparing.changes(
        study.lifecycle.reviewed_revision.as_object(),
        revision.as_object(),
        names_for(request.user, StudyPage),
    )
    return {
        "study": study,
        "revision": revision,
        "reviewed": study.lifecycle.reviewed_revision,
        "is_outdated": revision.pk != study.latest_revision_id,
        "found": found,
        "are_small": all(change.is_small for change in found),
        "steps": amending.decisions(request.user, study) or workflow.decisions(request.user, study),
    }


def _declared(study) -> dict:
    """What the study's researchers declared when they submitted it last."""
    submission = study.logs.filter(action=State.SUBMITTED).first()
    extra = submission.extra if submission else {}
    return {"words": told(extra), "explanation": extra.get("issues_description", "")}


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

    def dispatch(self, request, page_id, **kwargs):
        """Whoever changes something waits for others who do; what is decided then is read after."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            StudyLifecycle.objects.select_for_update().filter(study=page_id).first()
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except workflow.Refused as refused:
            if self.expects_json_response:
                return self.json_error_response("locked", str(refused))
            messages.error(request, str(refused))
            return redirect("wagtailadmin_pages:edit", self.page.pk)

    @cached_property
    def action_name_and_method(self):
        """Wagtail saves a draft where a step is not allowed; here it is refused, with the reason.

        Who may submit may begin anew after a rejection, also a review that somebody else began.
        """
        is_restart = self.request.POST.get("action-restart-workflow") and self.workflow_state
        if is_restart and self.page_perms.can_submit_for_moderation():
            return "restart_workflow", self.restart_workflow_action
        name, method = super().action_name_and_method
        if name == "save" and (refusal := self._refusal()):
            raise refusal
        return name, method

    def _refusal(self) -> workflow.Refused | None:
        post, study = self.request.POST, self.real_page_record.specific
        if post.get("action-submit") or post.get("action-restart-workflow"):
            return moderation.why_not_submitted(study, by=self.request.user)
        if post.get("action-workflow-action"):
            return workflow.Refused("This review has ended, or it is not yours to decide.")
        if post.get("action-cancel-workflow"):
            return workflow.Refused("There is no review of yours that could be cancelled.")
        return None

    @cached_property
    def is_cancelling_workflow(self):
        """Also by who did not submit it, but may retract or reject it."""
        if not (self.request.POST.get("action-cancel-workflow") and self.page.workflow_in_progress):
            return False
        return moderation.may_cancel(self.real_page_record.specific, by=self.request.user)

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
        self.page.current_workflow_state.cancel(user=self.request.user)
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

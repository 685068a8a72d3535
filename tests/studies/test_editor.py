import json

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from studies import moderation
from studies.actions import give_study_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

REFUSED = "You can review this study, but not change it; nothing was saved."


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(title="Cups", by=researcher, owner=researcher)
    study.save_revision(user=researcher)
    return again(study)


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def moved(study, *triggers):
    """The study after these steps, each by somebody who may take it."""
    for trigger in triggers:
        may = UserFactory(permissions=["studies.change_study_status", "studies.approve_study"])
        moderation.perform(again(study), trigger, by=may)
    return again(study)


def in_review(study, researcher):
    moderation.perform(study, "submit", by=researcher)
    return again(study)


def amended(study, researcher):
    """Approved, with a change of it in review."""
    study = moved(in_review(study, researcher), "approve")
    study.save_revision(user=researcher)
    study.get_workflow().start(study, researcher)
    return again(study)


def form_of(study, **changes):
    """What the editor's form sends."""
    names = ("title", "slug", "preview_summary", "purpose", "duration", "contact", "repository", "priority")
    fields = {name: getattr(study, name) for name in names}
    fields |= {"lab": study.lab_id, "description": rich_text(study.description, features=["bold"])}
    return nested_form_data(fields | {"discoverable": "on", "comments": inline_formset([])} | changes)


def post(client, study, view="edit", **changes):
    args = [study.pk] if view == "edit" else [study.pk, study.latest_revision_id]
    return client.post(reverse(f"wagtailadmin_pages:{view}", args=args), form_of(study, **changes))


def messages_of(response):
    return [str(message).strip() for message in response.wsgi_request._messages]


def facts(study):
    """All that a save could have changed."""
    study = again(study)
    return study.title, study.draft_title, study.latest_revision_id, study.revisions.count(), study.state


def wagtail_status(study):
    return WorkflowState.objects.for_instance(study).order_by("-pk").first().status


def test_a_researchers_save_is_a_draft(study, researcher, sign_in):
    post(sign_in(researcher), study, title="Candles")

    assert again(study).draft_title == "Candles"
    assert (again(study).state, again(study).live) == (State.CREATED, False)


@pytest.mark.parametrize("view", ["edit", "revisions_revert"])
def test_a_reviewers_save_is_refused_and_changes_nothing(study, researcher, reviewer, sign_in, view):
    study = in_review(study, researcher)
    before = facts(study)

    response = post(sign_in(reviewer), study, view, title="Candles")

    assert messages_of(response) == [REFUSED]
    assert facts(study) == before


def test_a_reviewers_autosave_is_refused_in_its_own_form(study, researcher, reviewer, sign_in):
    study = in_review(study, researcher)
    before = facts(study)
    url = reverse("wagtailadmin_pages:edit", args=[study.pk])
    data = form_of(study, title="Candles")

    response = sign_in(reviewer).post(url, data, headers={"Accept": "application/json"})

    assert (response.status_code, response.json()["error_message"]) == (400, REFUSED)
    assert facts(study) == before


def test_approving_in_the_editor_approves_what_was_submitted(study, researcher, reviewer, sign_in):
    study = in_review(study, researcher)
    submitted = study.latest_revision
    action = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    comment = {"workflow-action-extra-data": json.dumps({"comment": "Good."})}

    post(sign_in(reviewer), study, title="Candles", **action, **comment)

    study = again(study)
    assert (study.state, study.title, study.draft_title) == (State.APPROVED, "Cups", "Cups")
    assert study.lifecycle.approved_revision == study.live_revision == submitted
    assert (study.logs.first().comment, study.revisions.count()) == ("Good.", 1)


def test_rejecting_in_the_editor_saves_nothing(study, researcher, reviewer, sign_in):
    study = in_review(study, researcher)
    action = {"action-workflow-action": "true", "workflow-action-name": "reject"}

    post(sign_in(reviewer), study, title="Candles", **action)

    assert (again(study).state, again(study).draft_title) == (State.REJECTED, "Cups")
    assert wagtail_status(study) == "needs_changes"


def test_a_researcher_does_not_approve_in_the_editor(study, researcher, sign_in):
    study = in_review(study, researcher)
    before = facts(study)

    post(sign_in(researcher), study, **{"action-workflow-action": "true", "workflow-action-name": "approve"})

    assert facts(study) == before


def test_a_researchers_editor_is_locked_while_in_review(study, researcher, sign_in):
    study = in_review(study, researcher)
    before = facts(study)

    response = post(sign_in(researcher), study, title="Candles")

    assert response.context["locked_for_user"] is True
    assert messages_of(response) == ["The page could not be saved as it is locked."]
    assert facts(study) == before


def test_submitting_in_the_editor_submits_what_was_written(study, researcher, sign_in):
    post(sign_in(researcher), study, title="Candles", **{"action-submit": "true"})

    study = again(study)
    assert (study.state, wagtail_status(study), study.draft_title) == (
        State.SUBMITTED,
        "in_progress",
        "Candles",
    )
    assert study.current_workflow_task_state.revision == study.latest_revision


def test_submitting_in_the_editor_that_is_refused_leaves_nothing_behind(study, researcher, sign_in):
    study.lab.approved_to_test = False
    study.lab.save()

    post(sign_in(researcher), study, **{"action-submit": "true"})

    assert again(study).state == State.CREATED
    assert not WorkflowState.objects.for_instance(study).exists()


def test_resubmitting_in_the_editor_after_a_rejection(study, researcher, reviewer, sign_in):
    study = moved(in_review(study, researcher), "reject")

    post(sign_in(researcher), study, title="Candles", **{"action-submit": "true"})

    assert (again(study).state, wagtail_status(study)) == (State.SUBMITTED, "in_progress")
    assert again(study).draft_title == "Candles"


def test_restarting_in_the_editor_after_a_rejection(study, researcher, sign_in):
    study = moved(in_review(study, researcher), "reject")

    post(sign_in(researcher), study, **{"action-restart-workflow": "true"})

    assert (again(study).state, wagtail_status(study)) == (State.SUBMITTED, "in_progress")


def test_cancelling_in_the_editor_by_the_researcher_retracts(study, researcher, sign_in):
    study = in_review(study, researcher)

    post(sign_in(researcher), study, title="Candles", **{"action-cancel-workflow": "true"})

    assert (again(study).state, wagtail_status(study)) == (State.RETRACTED, "cancelled")
    assert again(study).draft_title == "Cups"


def test_cancelling_in_the_editor_by_a_reviewer_rejects_and_saves_nothing(
    study, researcher, reviewer, sign_in
):
    study = in_review(study, researcher)

    post(sign_in(reviewer), study, title="Candles", **{"action-cancel-workflow": "true"})

    assert (again(study).state, wagtail_status(study)) == (State.REJECTED, "cancelled")
    assert (again(study).draft_title, again(study).revisions.count()) == ("Cups", 1)


def test_publishing_in_the_editor_by_a_superuser_only_saves_a_draft(study, django_user_model, sign_in):
    root = django_user_model.objects.create_superuser("root", "root@vitrine.example")

    post(sign_in(root), study, title="Candles", **{"action-publish": "true"})

    study = again(study)
    assert (study.draft_title, study.state, study.live) == ("Candles", State.CREATED, False)


@pytest.mark.parametrize("rejected", [False, True])
def test_a_reviewer_submits_no_change_of_an_approved_study(study, researcher, reviewer, sign_in, rejected):
    study = amended(study, researcher)
    if rejected:
        moderation.review(study.current_workflow_task_state, "reject", by=reviewer)
    before = facts(study)

    post(sign_in(reviewer), study, title="Candles", **{"action-submit": "true"})

    assert facts(study) == before


def test_who_lost_the_role_on_an_approved_study_submits_no_change_of_it(study, researcher, sign_in):
    study = moved(in_review(study, researcher), "approve")
    give_study_role(study, "preview", to=researcher)
    study.lab.roles.get(role="member").group.user_set.add(researcher)
    before = facts(study)

    post(sign_in(researcher), study, title="Candles", **{"action-submit": "true"})

    assert facts(study) == before


def test_a_researcher_submits_a_change_of_an_approved_study(study, researcher, sign_in):
    study = moved(in_review(study, researcher), "approve")

    post(sign_in(researcher), study, title="Candles", **{"action-submit": "true"})

    study = again(study)
    assert (study.state, study.title, study.draft_title) == (State.APPROVED, "Cups", "Candles")
    assert wagtail_status(study) == "in_progress"


@pytest.mark.parametrize("role", ["researcher", "reviewer"])
def test_the_editor_shows_the_workflow_beside_the_study(study, researcher, reviewer, sign_in, role):
    study = in_review(study, researcher)
    person = {"researcher": researcher, "reviewer": reviewer}[role]

    content = sign_in(person).get(reverse("wagtailadmin_pages:edit", args=[study.pk])).content.decode()

    assert f'action="{reverse("studies:move", args=[study.pk])}"' in content
    assert '<li class="here" aria-current="step">Submitted</li>' in content

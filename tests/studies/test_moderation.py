import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState

from home.models import HomePage, Mail, StandardPage, User
from studies import moderation
from studies.actions import give_lab_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.workflow import Refused
from tests.factories import LabFactory, StudyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(by=researcher)
    study.save_revision(user=researcher)
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def wagtail_status(study):
    state = WorkflowState.objects.for_instance(study).order_by("-pk").first()
    return state.status if state else None


def in_review(study, researcher):
    moderation.perform(study, "submit", by=researcher)
    return again(study)


def test_submitting_here_starts_the_moderation(study, researcher):
    study = in_review(study, researcher)

    assert (study.state, wagtail_status(study)) == (State.SUBMITTED, "in_progress")


def test_submitting_in_wagtail_submits_the_study(study, researcher):
    study.get_workflow().start(study, researcher)

    assert again(study).state == State.SUBMITTED
    assert [log.action for log in study.logs.all()] == ["submitted", "created"]


def test_approving_here_approves_and_publishes_in_wagtail(study, researcher, reviewer):
    study = in_review(study, researcher)

    moderation.perform(study, "approve", by=reviewer, comment="Good.")

    study = again(study)
    assert (study.state, wagtail_status(study), study.live) == (State.APPROVED, "approved", True)
    assert study.lifecycle.approved_revision == study.live_revision
    assert not study.is_public()


@pytest.mark.parametrize(
    ("action", "state", "status"),
    [("approve", "approved", "approved"), ("reject", "rejected", "needs_changes")],
)
def test_the_reviewers_buttons_in_wagtail_are_the_same_triggers(
    study, researcher, reviewer, sign_in, action, state, status
):
    study = in_review(study, researcher)
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[study.pk, action, study.current_workflow_task_state.pk]
    )

    sign_in(reviewer).post(url, {"comment": "Seen."})

    study = again(study)
    assert (study.state, wagtail_status(study)) == (state, status)
    assert study.logs.first().comment == "Seen."


def test_a_researcher_has_no_reviewers_buttons_in_wagtail(study, researcher, sign_in):
    study = in_review(study, researcher)
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[study.pk, "approve", study.current_workflow_task_state.pk]
    )

    sign_in(researcher).post(url, {"comment": "Me."})

    assert again(study).state == State.SUBMITTED


def test_cancelling_in_wagtail_retracts(study, researcher):
    study = in_review(study, researcher)

    study.current_workflow_state.cancel(user=researcher)

    assert again(study).state == State.RETRACTED


def test_retracting_here_cancels_in_wagtail(study, researcher):
    study = in_review(study, researcher)

    moderation.perform(study, "retract", by=researcher)

    assert (again(study).state, wagtail_status(study)) == (State.RETRACTED, "cancelled")


def test_resubmitting_in_wagtail_resubmits(study, researcher, reviewer):
    study = in_review(study, researcher)
    moderation.perform(study, "reject", by=reviewer)

    again(study).current_workflow_state.resume(user=researcher)

    assert again(study).state == State.SUBMITTED


def test_resubmitting_here_resumes_in_wagtail(study, researcher, reviewer):
    study = in_review(study, researcher)
    moderation.perform(study, "reject", by=reviewer)

    moderation.perform(again(study), "resubmit", by=researcher)

    assert (again(study).state, wagtail_status(study)) == (State.SUBMITTED, "in_progress")


def test_a_study_that_changed_since_it_was_shown_is_not_approved(study, researcher, reviewer):
    study = in_review(study, researcher)
    study.title = "Something else"
    study.save_revision(user=researcher)

    with pytest.raises(Refused, match="The study was changed since you opened it"):
        moderation.perform(again(study), "approve", by=reviewer)

    assert again(study).state == State.SUBMITTED


def test_a_change_of_an_approved_study_waits_for_its_own_approval(study, researcher, reviewer):
    study = in_review(study, researcher)
    moderation.perform(study, "approve", by=reviewer)
    study = again(study)
    first = study.live_revision
    study.title = "A better title"
    study.save_revision(user=researcher)
    study.get_workflow().start(study, researcher)
    assert (again(study).state, again(study).live_revision) == (State.APPROVED, first)

    moderation.review(again(study).current_workflow_task_state, "approve", by=reviewer)

    study = again(study)
    assert (study.title, study.state) == ("A better title", State.APPROVED)
    assert study.lifecycle.approved_revision == study.live_revision != first


def test_wagtail_sends_no_mail_of_its_own_of_a_study(study, researcher, reviewer, mailoutbox):
    moderation.perform(in_review(study, researcher), "reject", by=reviewer)
    moderation.perform(again(study), "resubmit", by=researcher)
    moderation.perform(again(study), "approve", by=reviewer)

    assert mailoutbox == []
    assert Mail.objects.filter(to=researcher.email).count() == 2


def test_wagtail_mails_of_the_moderation_of_other_pages(researcher, mailoutbox):
    page = HomePage.objects.get().add_child(instance=StandardPage(title="About", live=False))
    page.save_revision(user=researcher)
    moderators = Workflow.objects.get(name="Moderators approval")

    root = User.objects.create_superuser("root", "root@vitrine.example")
    moderators.start(page, researcher).current_task_state.approve(user=root)

    assert [researcher.email] in [mail.to for mail in mailoutbox]


def test_nobody_publishes_a_study_by_hand(study, researcher, django_user_model):
    root = django_user_model.objects.create_superuser("root", "root@vitrine.example")

    assert not study.permissions_for_user(root).can_publish()


def test_a_study_published_past_the_workflow_stays_hidden(study, sign_in):
    study.save_revision().publish()
    study.lifecycle.state = State.ACTIVE
    study.lifecycle.save()

    assert again(study).live
    assert sign_in().get(study.get_url()).status_code == 404


def test_a_revision_that_was_not_shown_is_not_approved(study, researcher, reviewer):
    study = in_review(study, researcher)
    shown = study.latest_revision_id
    moderation.perform(study, "retract", by=researcher)
    study = again(study)
    study.title = "Something else"
    study.save_revision(user=researcher)
    moderation.perform(again(study), "resubmit", by=researcher)

    with pytest.raises(Refused, match="The study was changed since you opened it"):
        moderation.perform(again(study), "approve", by=reviewer, shown_revision=shown)

    assert again(study).state == State.SUBMITTED


def test_a_late_decision_is_refused(study, researcher, reviewer):
    study = in_review(study, researcher)
    stale = study.current_workflow_task_state
    moderation.perform(study, "approve", by=reviewer)

    with pytest.raises(Refused, match="This review has ended: it was approved."):
        moderation.review(stale, "reject", by=reviewer)

    assert (again(study).state, wagtail_status(study)) == (State.APPROVED, "approved")


def test_only_a_new_study_can_be_deleted(study, researcher):
    assert study.permissions_for_user(researcher).can_delete()

    study = in_review(study, researcher)

    assert not study.permissions_for_user(researcher).can_delete()


def test_the_lab_is_chosen_among_ones_own_and_once(study, researcher, sign_in):
    mine, foreign = LabFactory(), LabFactory()
    give_lab_role(mine, "member", to=researcher)
    form_class = StudyPage.get_edit_handler().get_form_class()

    new = form_class(instance=StudyPage(), for_user=researcher)
    old = form_class(instance=again(study), for_user=researcher)

    assert list(new.fields["lab"].queryset) == [mine]
    assert foreign not in new.fields["lab"].queryset
    assert old.fields["lab"].disabled

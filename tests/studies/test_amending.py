import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from studies import amending, comparing, moderation, workflow
from studies.actions import give_study_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.workflow import Refused
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

SMALL = {"preview_summary": "Other words."}
LARGE = {"title": "Candles", "purpose": "What else it is for."}


@pytest.fixture
def study(researcher, reviewer):
    """Active, with its deployment."""
    study = StudyPageFactory(title="Cups", by=researcher)
    study.save_revision(user=researcher)
    study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
    for trigger, by in (("submit", researcher), ("approve", reviewer), ("activate", researcher)):
        moderation.perform(again(study), trigger, by=by)
    return again(study)


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def write(study, by, **changes):
    draft = study.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    return again(study)


def take(study, step, by, **said):
    moderation.perform(again(study), step, by=by, **said)
    return again(study)


def someone(study, role):
    person = UserFactory(permissions=["wagtailadmin.access_admin"])
    give_study_role(study, role, to=person)
    return person


def last(study):
    log = study.logs.first()
    return log.action, log.user, log.comment


def test_changes_of_a_running_study_are_approved_beside_it(study, researcher, reviewer):
    first = study.live_revision_id
    study = write(study, researcher, **LARGE)

    study = take(study, "submit_changes", researcher, comment="Clearer.")
    assert (study.state, study.live_revision_id, study.is_public()) == (State.ACTIVE, first, True)
    assert last(study) == ("amendment submitted", researcher, "Clearer.")

    shown = study.current_workflow_task_state.revision_id
    study = take(study, "approve_changes", reviewer, shown_revision=shown)
    assert (study.title, study.state, study.is_public()) == ("Candles", State.ACTIVE, True)
    assert study.lifecycle.approved_revision_id == study.lifecycle.reviewed_revision_id == shown
    assert last(study) == ("amendment approved", reviewer, "")


@pytest.mark.parametrize(
    ("step", "status", "action"),
    [
        ("reject_changes", "needs_changes", "amendment rejected"),
        ("retract_changes", "cancelled", "amendment retracted"),
    ],
)
def test_changes_that_are_not_approved_leave_the_study_running(
    study, researcher, reviewer, step, status, action
):
    study = write(study, researcher, **LARGE)
    take(study, "submit_changes", researcher)

    study = take(study, step, reviewer if step == "reject_changes" else researcher, comment="Not so.")

    assert (study.state, study.title, study.is_public()) == (State.ACTIVE, "Cups", True)
    assert study.logs.filter(action=action).values_list("comment", flat=True).get() == "Not so."
    assert WorkflowState.objects.for_instance(study).latest("pk").status == status
    assert take(study, "submit_changes", researcher).workflow_in_progress


def test_changes_are_submitted_by_who_may_change_the_status(study, researcher):
    designer = someone(study, "design")
    study = write(study, designer, **LARGE)

    with pytest.raises(Refused, match="You don't have the permission for this step."):
        take(study, "submit_changes", designer)
    with pytest.raises(Refused, match="You don't have the permission for this step."):
        study.get_workflow().start(study, designer)

    assert not study.permissions_for_user(designer).can_submit_for_moderation()
    assert take(study, "submit_changes", someone(study, "researcher")).workflow_in_progress


@pytest.mark.parametrize("step", amending.STEPS)
def test_steps_with_changes_are_not_for_who_only_reads(study, researcher, step):
    study = write(study, researcher, **SMALL)
    logs = study.logs.count()

    with pytest.raises(Refused, match="You don't have the permission for this step."):
        take(study, step, someone(study, "preview"))

    assert again(study).logs.count() == logs


@pytest.mark.parametrize(
    "state", [state for state in State if state not in amending.APPROVED_STATES], ids=str
)
@pytest.mark.parametrize("step", amending.STEPS)
def test_steps_with_changes_need_an_approved_study(study, state, step):
    study.lifecycle.state = state
    study.lifecycle.save()
    everything = UserFactory(is_superuser=True)

    with pytest.raises(Refused, match=f"A study that is {state} is not approved"):
        take(study, step, everything)


def test_what_needs_no_review_is_changed_directly_and_recorded(study, researcher):
    reviewed = study.lifecycle.reviewed_revision_id
    study = write(study, researcher, **SMALL)

    study = take(study, "apply_changes", researcher, comment="A typing error.")

    assert (study.preview_summary, study.state, study.is_public()) == ("Other words.", State.ACTIVE, True)
    assert study.lifecycle.approved_revision_id == study.live_revision_id != reviewed
    assert study.lifecycle.reviewed_revision_id == reviewed
    assert last(study) == ("changed directly", researcher, "A typing error.")
    assert study.logs.first().extra == {"fields": ["preview_summary"]}


def test_what_needs_a_review_is_not_changed_directly(study, researcher):
    study = write(study, researcher, **SMALL, **LARGE)

    with pytest.raises(Refused, match="These changes have to be reviewed: Title, Purpose."):
        take(study, "apply_changes", researcher)

    assert (again(study).preview_summary, again(study).is_public()) == ("A short summary.", True)


def test_a_study_is_activated_again_after_a_direct_change_without_another_deployment(study, researcher):
    study = write(study, researcher, **SMALL)
    take(study, "apply_changes", researcher)
    take(study, "pause", researcher)

    assert take(study, "activate", researcher).state == State.ACTIVE


def test_a_study_whose_experiment_was_approved_anew_is_deployed_again(study, researcher, reviewer):
    study = write(study, researcher, sha="a" * 40)
    take(study, "submit_changes", researcher)
    take(study, "approve_changes", reviewer)
    study = take(study, "pause", researcher)

    assert workflow.decide(researcher, study, "activate").reason.startswith("Deploy the study first")


def test_a_direct_change_waits_for_the_end_of_a_review(study, researcher):
    study = write(study, researcher, **SMALL)
    take(study, "submit_changes", researcher)

    with pytest.raises(Refused, match="The changes are being reviewed already."):
        take(study, "apply_changes", researcher)


def test_nothing_is_to_be_done_without_changes(study, researcher):
    assert amending.decisions(researcher, study) == []
    with pytest.raises(Refused, match="Nothing was changed since the approval."):
        take(study, "submit_changes", researcher)


def test_changes_that_were_changed_again_are_not_approved(study, researcher, reviewer):
    study = write(study, researcher, **LARGE)
    study = take(study, "submit_changes", researcher)
    shown = study.latest_revision_id
    write(study, researcher, title="Lamps")

    for said in ({"shown_revision": shown}, {}):
        with pytest.raises(Refused, match="The study was changed since you opened it"):
            take(study, "approve_changes", reviewer, **said)

    assert (again(study).title, again(study).is_public()) == ("Cups", True)


def test_a_review_in_wagtail_of_changes_leaves_the_state(study, researcher, reviewer):
    study = write(study, researcher, **LARGE)
    study.get_workflow().start(study, researcher)

    moderation.review(again(study).current_workflow_task_state, "reject", by=reviewer, comment="No.")

    assert (again(study).state, last(study)) == (State.ACTIVE, ("amendment rejected", reviewer, "No."))


def test_rejecting_a_running_study_is_its_own_step_and_ends_the_review_of_changes(
    study, researcher, reviewer
):
    study = write(study, researcher, **LARGE)
    take(study, "submit_changes", researcher)

    study = take(study, "reject", reviewer, comment="Stop.")

    assert (study.state, study.workflow_in_progress) == (State.REJECTED, False)


def test_the_page_of_changes_tells_them_field_by_field(study, researcher, reviewer, sign_in):
    study = write(study, researcher, **SMALL, title="Candles <b>")
    take(study, "submit_changes", researcher)

    answer = sign_in(reviewer).get(reverse("studies:changes", args=[study.pk]))

    content = answer.content.decode()
    assert [change.name for change in answer.context["found"]] == ["title", "preview_summary"]
    assert "<del>Cups</del><ins>Candles &lt;b&gt;</ins>" in content
    assert f'name="revision" value="{again(study).latest_revision_id}"' in content
    assert [step.trigger for step in answer.context["steps"]] == ["approve_changes", "reject_changes"]


def test_the_page_of_changes_is_not_there_before_an_approval_and_for_strangers(study, researcher, sign_in):
    new = StudyPageFactory(by=researcher)
    assert sign_in(researcher).get(reverse("studies:changes", args=[new.pk])).status_code == 404

    study = write(study, researcher, **SMALL)
    assert sign_in(researcher).get(reverse("studies:changes", args=[study.pk])).status_code == 200
    outsider = UserFactory(permissions=["wagtailadmin.access_admin"])
    assert sign_in(outsider).get(reverse("studies:changes", args=[study.pk])).status_code == 404


def test_what_needs_no_review_names_fields_of_a_study():
    names = {field.name for field in StudyPage._meta.get_fields()}

    assert names >= comparing.UNREVIEWED
    assert not {"title", "description", "purpose", "repository", "sha", "lab"} & comparing.UNREVIEWED

import pytest

from home.models import Mail
from studies import moderation, workflow
from studies.actions import give_study_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.workflow import TRANSITIONS, Refused
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def put_into(study, state):
    study.lifecycle.state = state
    study.lifecycle.save()
    return StudyPage.objects.get(pk=study.pk)


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(by=researcher)
    study.save_revision(user=researcher)
    return study


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("trigger", TRANSITIONS)
def test_fire_moves_exactly_as_the_table_says(study, state, trigger):
    everything = UserFactory(
        permissions=["studies.change_study_status", "studies.approve_study", "studies.read_study_details"]
    )
    if trigger == "activate":
        study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
        study.lifecycle.approved_revision = study.latest_revision
    study = put_into(study, state)
    sources, destination = TRANSITIONS[trigger]
    logs = study.logs.count()

    if state in sources:
        workflow.fire(study, trigger, by=everything, revision=study.latest_revision)
        expected = (destination, logs + 1)
    else:
        with pytest.raises(Refused, match=f"A study that is {state} can't take this step."):
            workflow.fire(study, trigger, by=everything, revision=study.latest_revision)
        expected = (state, logs)

    study = StudyPage.objects.get(pk=study.pk)
    assert (study.state, study.logs.count()) == expected


@pytest.mark.parametrize("trigger", ["to_active", "delete", "save", "__init__", "machine", "", "x" * 10_000])
def test_fire_refuses_what_is_no_trigger(study, researcher, trigger):
    with pytest.raises(Refused, match="There is no step called"):
        workflow.fire(study, trigger, by=researcher)

    assert StudyPage.objects.get(pk=study.pk).state == State.CREATED


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("preview", False),
        ("design", False),
        ("analysis", False),
        ("submission processor", True),
        ("researcher", True),
        ("manager", True),
        ("admin", True),
    ],
)
def test_decide_asks_the_role_to_change_the_status(study, role, may):
    person = UserFactory()
    give_study_role(study, role, to=person)

    assert workflow.decide(person, study, "submit").allowed is may


def test_decide_lets_no_admin_of_the_study_approve(study, researcher):
    study = put_into(study, State.SUBMITTED)

    decision = workflow.decide(researcher, study, "approve")

    assert decision.reason == "You don't have the permission for this step."


def test_decide_wants_the_lab_approved_to_test(researcher):
    study = StudyPageFactory(by=researcher, lab=LabFactory(approved_to_test=False))

    assert (
        workflow.decide(researcher, study, "submit").reason == "The study's lab is not approved to test yet."
    )


def test_decide_wants_a_deployed_experiment_before_activating(study, researcher):
    study = put_into(study, State.APPROVED)

    decision = workflow.decide(researcher, study, "activate")

    assert decision.reason == "Deploy the study first: what was approved is not built."


def test_decide_counts_no_deployment_of_what_was_not_approved(study, researcher):
    study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
    study = put_into(study, State.APPROVED)

    assert not workflow.decide(researcher, study, "activate").allowed


@pytest.mark.parametrize(("kind", "status"), [("preview", "previewing"), ("deployment", "deploying")])
def test_decide_lets_nothing_move_while_a_build_is_active(study, researcher, kind, status):
    study.builds.create(kind=kind, state="running", requested_by=researcher)

    assert study.status == status
    assert workflow.decide(researcher, study, "submit").reason == (
        f"The study is {status}; wait until the build has ended."
    )


def test_fire_logs_who_and_what_and_mails_the_reviewers(study, researcher, reviewer):
    workflow.fire(study, "submit", by=researcher, comment="Ready.")

    log = study.logs.first()
    assert (log.action, log.from_state, log.to_state, log.user, log.comment) == (
        "submitted",
        "created",
        "submitted",
        researcher,
        "Ready.",
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (reviewer.email, f"“{study.title}” is now submitted")


def test_fire_leaves_nothing_behind_when_something_fails(study, researcher, reviewer, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the outbox is gone")

    monkeypatch.setattr(workflow, "tell", fail)
    with pytest.raises(RuntimeError):
        workflow.fire(study, "submit", by=researcher)

    study = StudyPage.objects.get(pk=study.pk)
    assert (study.state, study.logs.count(), Mail.objects.count()) == (State.CREATED, 1, 0)


def test_a_study_without_a_lifecycle_is_only_just_created(study):
    study.lifecycle.delete()

    study = StudyPage.objects.get(pk=study.pk)

    assert study.state == State.CREATED
    assert not study.is_public()


def test_perform_rejects_an_active_study(study, researcher, reviewer):
    study = put_into(study, State.ACTIVE)

    moderation.perform(study, "reject", by=reviewer, comment="Stop.")

    assert StudyPage.objects.get(pk=study.pk).state == State.REJECTED

import pytest

from home.models import Mail
from studies import amending, notices
from studies.actions import give_lab_role, give_study_role
from studies.workflow import TRANSITIONS
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

RESEARCHERS = {"admin of the study", "manager of the study", "researcher of the study", "admin of the lab"}
TOLD = {
    "submit": {"reviewer"},
    "resubmit": {"reviewer"},
    "retract": {"reviewer"},
    "approve": RESEARCHERS,
    "reject": RESEARCHERS,
    "activate": RESEARCHERS | {"reviewer"},
    "pause": RESEARCHERS | {"reviewer"},
    "deactivate": RESEARCHERS | {"reviewer"},
    "archive": set(),
    "submit_changes": {"reviewer"},
    "retract_changes": {"reviewer"},
    "approve_changes": RESEARCHERS,
    "reject_changes": RESEARCHERS,
    "apply_changes": set(),
}


@pytest.fixture
def study():
    """A study with somebody in each relation to it."""
    study = StudyPageFactory()
    for role in ("admin", "manager", "researcher"):
        give_study_role(study, role, to=named(f"{role} of the study"))
    for role in ("admin", "member"):
        give_lab_role(study.lab, role, to=named(f"{role} of the lab"))
    named("reviewer", permissions=["studies.approve_study"])
    named("root", is_superuser=True)
    give_study_role(StudyPageFactory(), "admin", to=named("admin of another study"))
    return study


def named(name, **fields):
    return UserFactory(username=name, email=f"{name.replace(' ', '.')}@vitrine.example", **fields)


def told():
    return {mail.to.partition("@")[0].replace(".", " ") for mail in Mail.objects.all()}


@pytest.mark.parametrize("trigger", [*TRANSITIONS, *amending.STEPS])
def test_tell_mails_those_whom_a_trigger_concerns(study, trigger):
    notices.tell(study, trigger, by=UserFactory())

    assert told() == TOLD[trigger]


@pytest.mark.parametrize("trigger", ["approve", "submit"])
def test_tell_does_not_mail_who_fired(study, django_user_model, trigger):
    for person in django_user_model.objects.filter(username__in=TOLD[trigger]):
        Mail.objects.all().delete()

        notices.tell(study, trigger, by=person)

        assert told() == TOLD[trigger] - {person.username}


@pytest.mark.parametrize("trigger", ["approve", "submit"])
def test_tell_does_not_mail_the_inactive(study, django_user_model, trigger):
    django_user_model.objects.update(is_active=False)

    notices.tell(study, trigger, by=UserFactory())

    assert told() == set()


def test_tell_mails_an_admin_of_both_the_study_and_the_lab_once(study, django_user_model):
    admin = django_user_model.objects.get(username="admin of the study")
    give_lab_role(study.lab, "admin", to=admin)

    notices.tell(study, "approve", by=UserFactory())

    assert Mail.objects.filter(to=admin.email).count() == 1


def test_tell_mails_the_reviewers_of_a_group(study):
    group_member = named("second reviewer")
    group_member.groups.create(name="Reviewers").permissions.set(
        UserFactory(permissions=["studies.approve_study"], is_active=False).user_permissions.all()
    )

    notices.tell(study, "submit", by=UserFactory())

    assert told() == {"reviewer", "second reviewer"}


def test_tell_mails_nobody_of_a_lab_for_a_study_without_one():
    study = StudyPageFactory(lab=None, by=named("maker"))
    give_lab_role(StudyPageFactory().lab, "admin", to=named("admin of a lab"))

    notices.tell(study, "approve", by=UserFactory())

    assert told() == {"maker"}


def test_tell_writes_who_did_what_and_where_to_look(study, settings):
    settings.BASE_URL = "https://vitrine.example"

    notices.tell(study, "submit", by=UserFactory(first_name="Robin"), comment="Cups & <candles>.")

    text = Mail.objects.get().text
    assert f"Robin has taken a step in the workflow of the study “{study.title}”: submit." in text
    assert "They wrote:\n\nCups & <candles>." in text
    assert text.endswith(f"https://vitrine.example/admin/studies/{study.pk}/\n")


@pytest.mark.parametrize(
    ("step", "subject"),
    [
        ({"action": "approved", "from_state": "submitted", "to_state": "approved"}, "“Cups” is now approved"),
        (
            {"action": "rejected", "from_state": "approved", "to_state": "rejected"},
            "“Cups”: the approval was rescinded",
        ),
        ({"action": "amendment approved"}, "“Cups”: amendment approved"),
    ],
)
def test_tell_names_the_step_in_the_subject(step, subject):
    study = StudyPageFactory(title="Cups", by=named("maker"))
    study.logs.create(**step)

    notices.tell(study, "approve", by=UserFactory())

    assert Mail.objects.get().subject == subject


def test_tell_of_submitted_changes_leads_to_them(study, settings):
    settings.BASE_URL = "https://vitrine.example"

    notices.tell(study, "submit_changes", by=UserFactory())

    assert Mail.objects.get().text.endswith(f"https://vitrine.example/admin/studies/{study.pk}/changes/\n")


def test_tell_repeats_nothing_for_the_same_step(study):
    for _ in range(2):
        notices.tell(study, "submit", by=UserFactory())

    assert Mail.objects.count() == 1

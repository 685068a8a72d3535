import pytest
from django.urls import reverse

from studies import listing, moderation
from studies.actions import give_lab_role, give_study_role
from studies.models import StudyPage
from studies.permissions import LAB_ROLES, STUDY_ROLES, StudyPermission, can
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

INDEX = "studies:index"


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(title="Cups", by=researcher)
    study.save_revision(user=researcher)
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def messages_of(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def steps_of(answer):
    return [[trigger for trigger, _ in study.steps] for study in answer.context["studies"]]


@pytest.mark.parametrize("role", [*STUDY_ROLES, *(f"lab {role}" for role in LAB_ROLES), "reviewer", "nobody"])
def test_permissions_of_many_are_those_of_each(study, role):
    person = UserFactory(permissions=["studies.approve_study"] if role == "reviewer" else [])
    if role in STUDY_ROLES:
        give_study_role(study, role, to=person)
    elif role.startswith("lab "):
        give_lab_role(study.lab, role.removeprefix("lab "), to=person)
    others = [StudyPageFactory(lab=study.lab), StudyPageFactory(), StudyPageFactory(lab=None)]

    for one in (everything := [study, *others]):
        held = {permission for permission in StudyPermission if can(person, permission, one)}
        assert listing.permissions(person, everything)[one.pk] == held


def test_list_offers_the_steps_that_are_the_persons(study, researcher, reviewer, sign_in):
    assert steps_of(sign_in(researcher).get(reverse(INDEX))) == [["submit", "archive"]]

    moderation.perform(again(study), "submit", by=researcher)

    assert steps_of(sign_in(researcher).get(reverse(INDEX))) == [["retract", "archive"]]
    assert steps_of(sign_in(reviewer).get(reverse(INDEX))) == [["approve", "reject"]]


def test_list_tells_that_a_study_is_being_built(study, researcher, sign_in):
    study.builds.create(kind="preview", state="running")

    assert "<td>previewing</td>" in sign_in(researcher).get(reverse(INDEX)).content.decode()


def test_list_has_pages(researcher, sign_in, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    lab = LabFactory()
    studies = [StudyPageFactory(lab=lab, by=researcher) for _ in range(3)]
    browser = sign_in(researcher)

    first, second = (list(browser.get(reverse(INDEX), {"p": p}).context["studies"]) for p in (1, 2))

    assert [*first, *second] == studies[::-1]


@pytest.mark.parametrize("count", [1, 10])
def test_list_of_a_researcher_costs_the_same_queries_for_one_and_many(
    researcher, sign_in, django_assert_num_queries, count
):
    for _ in range(count):
        study = StudyPageFactory(by=researcher)
        study.builds.create(kind="preview", state="running")
    browser = sign_in(researcher)
    browser.get(reverse(INDEX))

    with django_assert_num_queries(18):
        assert len(browser.get(reverse(INDEX)).context["studies"]) == count


def test_step_is_confirmed_on_a_page_of_its_own(study, researcher, sign_in):
    browser = sign_in(researcher)

    content = browser.get(reverse("studies:step", args=[study.pk, "submit"])).content.decode()

    assert 'name="trigger" value="submit">Submit for review</button>' in content
    assert 'name="declarations" value="issue_deception"' in content
    assert browser.get(reverse("studies:step", args=[study.pk, "save"])).status_code == 404


def test_step_that_can_not_be_taken_says_why(study, researcher, sign_in):
    content = sign_in(researcher).get(reverse("studies:step", args=[study.pk, "pause"])).content.decode()

    assert "A study that is created can&#x27;t take this step." in content


def test_many_are_moved_or_told_why_not(study, researcher, sign_in):
    other = StudyPageFactory(title="Lamps", by=researcher, lab=LabFactory(approved_to_test=False))
    foreign = StudyPageFactory(title="Foreign")
    sent = {"studies": [study.pk, other.pk, foreign.pk], "trigger": "submit", "comment": "All."}

    answer = sign_in(researcher).post(reverse("studies:move_many"), sent)

    assert sorted(messages_of(answer)) == [
        "“Cups” is now submitted.",
        "“Lamps”: The study's lab is not approved to test yet.",
    ]
    assert [again(one).state for one in (study, other, foreign)] == ["submitted", "created", "created"]
    assert study.logs.first().comment == "All."


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"trigger": "archive"}, "Choose the studies first."),
        ({"studies": ["x"], "trigger": "archive"}, "Select a valid choice."),
        (
            {"studies": ["1"], "trigger": "approve", "revision": "1"},
            "trigger: Studies are approved one by one, each as it was looked at.",
        ),
    ],
)
def test_many_are_refused_what_can_not_be_asked(study, reviewer, sign_in, sent, problem):
    answer = sign_in(reviewer).post(reverse("studies:move_many"), sent)

    assert messages_of(answer)[0].startswith(problem)
    assert again(study).state == "created"

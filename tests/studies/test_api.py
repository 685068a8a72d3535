import pytest
from django.test import Client
from django.urls import reverse

from home.models import Mail
from studies import moderation
from studies.models import StudyPage
from studies.models.lifecycle import State
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
NO_TRIGGERS = [
    "to_active",
    "delete",
    "save",
    "refresh_from_db",
    "machine",
    "__init__",
    "state",
    "",
    "x" * 10_000,
    ["submit"],
    {"submit": 1},
    None,
    7,
]


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(title="Cups", by=researcher)
    study.save_revision(user=researcher)
    return again(study)


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def address(study):
    return reverse("studies_public:transitions", args=[getattr(study, "uuid", study)])


def post(browser, study, sent):
    return browser.post(address(study), sent, content_type="application/json")


def facts(study):
    return again(study).state, study.logs.count(), Mail.objects.count()


def test_get_tells_where_the_study_stands_and_why_not(study, researcher, sign_in):
    told = sign_in(researcher).get(address(study)).json()

    assert (told["study"], told["state"], told["status"]) == (str(study.uuid), "created", "created")
    assert told["revision"] == study.latest_revision_id
    assert [step["trigger"] for step in told["transitions"] if step["allowed"]] == ["submit", "archive"]
    assert told["transitions"][3] == {
        "trigger": "approve",
        "label": "Approve",
        "to": "approved",
        "allowed": False,
        "reason": "You don't have the permission for this step.",
    }


def test_post_moves_and_keeps_what_was_declared(study, researcher, sign_in):
    sent = {"trigger": "submit", "comment": "Ready.", "declarations": ["issue_deception"]}

    answer = post(sign_in(researcher), study, sent | {"issues_description": "A cover story."})

    log = study.logs.first()
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    assert (log.user, log.comment, log.extra["issues_description"]) == (
        researcher,
        "Ready.",
        "A cover story.",
    )
    assert [name for name, is_so in log.extra["declarations"].items() if is_so] == ["issue_deception"]


@pytest.mark.parametrize("trigger", NO_TRIGGERS, ids=lambda trigger: f"{trigger!r:.20}")
def test_post_of_what_is_no_trigger_changes_nothing(study, researcher, sign_in, trigger):
    before = facts(study)

    answer = post(sign_in(researcher), study, {"trigger": trigger})

    assert (answer.status_code, facts(study)) == (422, before)
    assert "There is no step called" in answer.json()["reason"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The body is no JSON."),
        (b"\xff", "The body is no JSON."),
        (b"[1]", "The body must be a JSON object with a trigger."),
        (b'{"trigger": "submit", "comment": "\\u0000"}', "comment: Null characters are not allowed."),
        (b'{"trigger": "submit", "revision": "new"}', "Enter a whole number."),
        (b'{"trigger": "approve"}', "An approval must name the revision that was reviewed."),
    ],
)
def test_post_of_what_can_not_be_read_says_what_is_wrong(study, researcher, sign_in, body, reason):
    before = facts(study)

    answer = sign_in(researcher).post(address(study), body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (422, {"reason": reason})
    assert facts(study) == before


def test_post_of_a_condition_that_is_not_met_is_a_conflict(researcher, sign_in):
    study = StudyPageFactory(by=researcher, lab=LabFactory(approved_to_test=False))

    answer = post(sign_in(researcher), study, {"trigger": "submit"})

    assert (answer.status_code, answer.json()) == (
        409,
        {"reason": "The study's lab is not approved to test yet."},
    )


def test_post_of_an_approval_of_what_was_not_shown_is_a_conflict(study, researcher, reviewer, sign_in):
    moderation.perform(study, "submit", by=researcher)
    shown = sign_in(reviewer).get(address(study)).json()["revision"]
    study = again(study)
    study.title = "Something else"
    study.save_revision(user=researcher)

    answer = post(sign_in(reviewer), study, {"trigger": "approve", "revision": shown})

    assert answer.status_code == 409
    assert answer.json()["reason"].startswith("The study was changed since you opened it.")
    assert (again(study).state, again(study).live) == (State.SUBMITTED, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_study_that_one_may_not_read_answers_as_one_that_is_not_there(study, sign_in, method):
    browser = sign_in(UserFactory())

    private, missing = (getattr(browser, method)(address(which)) for which in (study, NOWHERE))

    assert (private.status_code, private.content) == (missing.status_code, missing.content)
    assert private.status_code == 404


def test_a_stranger_is_told_to_sign_in(study, sign_in):
    for which in (study, NOWHERE):
        answer = post(sign_in(), which, {"trigger": "submit"})

        assert (answer.status_code, answer.json()) == (403, {"reason": "Sign in first."})


def test_post_without_the_token_of_the_form_is_refused(study, researcher):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(researcher, backend="django.contrib.auth.backends.ModelBackend")

    answer = post(browser, study, {"trigger": "submit"})

    assert (answer.status_code, again(study).state) == (403, State.CREATED)


def test_get_costs_the_same_queries_whatever_the_history(
    study, researcher, sign_in, django_assert_max_num_queries
):
    browser = sign_in(researcher)
    study.logs.model.objects.bulk_create(study.logs.model(study=study, action="looked at") for _ in range(50))

    with django_assert_max_num_queries(26):
        browser.get(address(study))

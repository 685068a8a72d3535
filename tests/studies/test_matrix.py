"""Each state × trigger × role, from each place where one can be fired: exactly the table's cells move."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from home.models import Mail
from studies import moderation
from studies.actions import give_lab_role, give_study_role
from studies.models import StudyLog, StudyPage
from studies.permissions import LAB_ROLES, STUDY_ROLES
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

#: Lookit's workflow, written down a second time: from -> trigger -> to.
TABLE = {
    "created": {"submit": "submitted", "archive": "archived"},
    "submitted": {
        "retract": "retracted",
        "approve": "approved",
        "reject": "rejected",
        "archive": "archived",
    },
    "rejected": {"resubmit": "submitted", "archive": "archived"},
    "retracted": {"resubmit": "submitted", "archive": "archived"},
    "approved": {"reject": "rejected", "activate": "active", "archive": "archived"},
    "active": {
        "reject": "rejected",
        "pause": "paused",
        "deactivate": "deactivated",
        "archive": "archived",
    },
    "paused": {
        "reject": "rejected",
        "activate": "active",
        "deactivate": "deactivated",
        "archive": "archived",
    },
    "deactivated": {"reject": "rejected", "archive": "archived"},
    "archived": {},
}
TRIGGERS = [
    "submit",
    "resubmit",
    "retract",
    "approve",
    "reject",
    "activate",
    "pause",
    "deactivate",
    "archive",
]
APPROVED = ("approved", "active", "paused", "deactivated")
BUSY = {"": None, "previewing": "preview", "deploying": "deployment"}
REVIEWERS = {"reviewer", "superuser"}
MOVERS = {"submission processor", "researcher", "manager", "admin", "lab admin", "superuser"}
STRANGERS = {"lab guest", "stranger"}
ROLES = [*STUDY_ROLES, *(f"lab {role}" for role in LAB_ROLES), "reviewer", "superuser", "stranger"]


def may(role: str, trigger: str) -> bool:
    return role in (REVIEWERS if trigger in ("approve", "reject") else MOVERS)


@pytest.fixture
def person(request):
    """Somebody who may enter the admin, and has that role on the study."""
    fields = {"permissions": ["wagtailadmin.access_admin"]}
    if request.param == "reviewer":
        fields["permissions"].append("studies.approve_study")
    person = UserFactory(is_superuser=request.param == "superuser", **fields)
    person.role = request.param
    return person


@pytest.fixture
def study(researcher, person):
    """A study that lacks nothing: submitted, its lab approved, its experiment deployed."""
    study = StudyPageFactory(by=researcher)
    study.save_revision(user=researcher)
    moderation.perform(again(study), "submit", by=researcher)
    study = again(study)
    study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
    study.lifecycle.approved_revision = study.latest_revision
    study.lifecycle.save()
    if person.role in STUDY_ROLES:
        give_study_role(study, person.role, to=person)
    elif person.role.startswith("lab "):
        give_lab_role(study.lab, person.role.removeprefix("lab "), to=person)
    UserFactory(permissions=["studies.approve_study"])
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def put_into(study, state: str, busy: str) -> None:
    """The state, and of Wagtail's side what goes with it."""
    study.lifecycle.state = state
    study.lifecycle.save()
    if state != "submitted":
        status = {"rejected": "needs_changes", "retracted": "cancelled"}.get(state, "approved")
        WorkflowState.objects.for_instance(study).update(status=status)
    if kind := BUSY[busy]:
        study.builds.create(kind=kind, state="running")


def facts(study) -> tuple:
    """All that must stay as it is when nothing moves."""
    return (
        again(study).state,
        StudyLog.objects.count(),
        Mail.objects.count(),
        list(WorkflowState.objects.values_list("status", flat=True)),
    )


def walk(study, fire, triggers=TRIGGERS, *, all_while_busy=False) -> list[str]:
    """Fires each trigger in each state, each undone after; returns what came out otherwise than the table.

    While a build is active only what could move otherwise is fired, unless `all_while_busy`.
    """
    wrong = []
    for state in TABLE:
        for busy in BUSY:
            with transaction.atomic():
                put_into(again(study), state, busy)
                before = facts(study)
                for trigger in triggers:
                    if busy and not all_while_busy and not could_move(trigger, state):
                        continue
                    with transaction.atomic():
                        problem = fire(trigger, state, busy, before)
                        if problem:
                            wrong.append(f"{trigger}, {state} {busy}: {problem}")
                        transaction.set_rollback(True)
                transaction.set_rollback(True)
    return wrong


def could_move(trigger: str, state: str) -> bool:
    return trigger in TABLE[state] or trigger not in TRIGGERS or state in APPROVED and trigger == "submit"


def judge(study, role, trigger, state, busy, before, refusal) -> str:
    """What is wrong after a trigger was fired; nothing if all is as the table says."""
    target = TABLE[state].get(trigger)
    after = facts(study)
    if target and not busy and may(role, trigger):
        if (after[0], after[1]) != (target, before[1] + 1):
            return f"{after[0]} with {after[1] - before[1]} rows instead of {target}: {refusal}"
        return "" if not refusal else f"moved, but said {refusal}"
    if after != before:
        return f"{before} became {after}"
    return "" if refusal else "refused without a reason"


def with_every(what):
    return pytest.mark.parametrize(what, ROLES, indirect=True, ids=lambda role: role.replace(" ", "-"))


@with_every("person")
def test_the_api_moves_exactly_as_the_table_says(study, person, sign_in):
    browser = sign_in(person)
    url = reverse("studies_public:transitions", args=[study.uuid])
    revision = study.latest_revision_id

    def fire(trigger, state, busy, before):
        answer = browser.post(
            url, {"trigger": trigger, "revision": revision}, content_type="application/json"
        )
        problem = judge(study, person.role, trigger, state, busy, before, answer.json().get("reason", ""))
        expected = 409
        if TABLE[state].get(trigger) and not busy:
            expected = 200
        if not may(person.role, trigger):
            expected = 404 if person.role in STRANGERS else 403
        return problem or (answer.status_code != expected and f"answered {answer.status_code}")

    assert walk(study, fire, all_while_busy=True) == []


@with_every("person")
def test_the_panel_moves_exactly_as_the_table_says(study, person, sign_in):
    browser = sign_in(person)
    url = reverse("studies:move", args=[study.pk])
    revision = study.latest_revision_id

    def fire(trigger, state, busy, before):
        answer = browser.post(url, {"trigger": trigger, "revision": revision})
        told = [note for note in answer.wsgi_request._messages._queued_messages if note.level_tag == "error"]
        refusal = "not there" if answer.status_code == 404 else "".join(map(str, told))
        return judge(study, person.role, trigger, state, busy, before, refusal)

    assert walk(study, fire) == []


#: Who may write, and so submit in the editor, of those who may change the status.
WRITERS = {"manager", "admin", "lab admin", "superuser"}
BUTTONS = {
    "submit": {"action-submit": "true"},
    "restart": {"action-restart-workflow": "true"},
    "cancel": {"action-cancel-workflow": "true"},
    "approve": {"action-workflow-action": "true", "workflow-action-name": "approve"},
    "reject": {"action-workflow-action": "true", "workflow-action-name": "reject"},
}


def target_of(button: str, state: str, role: str) -> str | None:
    """Where a button of the editor leads in a state; its names are not those of the workflow."""
    if button == "submit" and role in WRITERS:
        return TABLE[state].get("submit") or TABLE[state].get("resubmit")
    if button == "restart" and role in WRITERS and state == "rejected":
        return "submitted"
    if state == "submitted" and button == "cancel":
        return "retracted" if role in WRITERS else "rejected" if role == "reviewer" else None
    if state == "submitted" and role in REVIEWERS:
        return TABLE[state].get(button)
    return None


def form_of(study) -> dict:
    """What the editor's form sends."""
    names = ("title", "slug", "preview_summary", "purpose", "duration", "contact", "repository", "priority")
    fields = {name: getattr(study, name) for name in names}
    fields |= {"lab": study.lab_id, "description": rich_text(study.description, features=["bold"])}
    return nested_form_data(fields | {"discoverable": "on", "comments": inline_formset([])})


@with_every("person")
def test_wagtails_editor_moves_exactly_as_the_table_says(study, person, sign_in):
    """Beside an approved study a change of it is submitted, which leaves the study where it is."""
    browser, form = sign_in(person), form_of(study)
    url = reverse("wagtailadmin_pages:edit", args=[study.pk])

    def fire(button, state, busy, before):
        answer = browser.post(url, form | BUTTONS[button])
        told = "".join(str(note) for note in answer.wsgi_request._messages._queued_messages)
        if answer.status_code == 404:
            told = "not there"
        target = None if busy else target_of(button, state, person.role)
        logs = 1 if target else 0
        if button == "submit" and state in APPROVED and person.role in WRITERS and not busy:
            target, logs = state, 1
        after = facts(study)
        if logs and after[:2] == (target, before[1] + 1):
            return ""
        if logs or after != before:
            return f"{before[:3]} became {after[:3]}, and not {target}: {told}"
        return "" if told else "refused without a reason"

    assert walk(study, fire, BUTTONS) == []

"""A step that fails after any of its statements leaves nothing of itself behind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from home.models import Mail
from studies import moderation
from studies.models import StudyLog, StudyPage
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

#: step -> the steps before it
ROADS = {
    "submit": [],
    "retract": ["submit"],
    "approve": ["submit"],
    "reject": ["submit"],
    "resubmit": ["submit", "reject"],
    "activate": ["submit", "approve"],
    "pause": ["submit", "approve", "activate"],
    "archive": ["submit"],
    "submit_changes": ["submit", "approve", "write"],
    "approve_changes": ["submit", "approve", "write", "submit_changes"],
    "apply_changes": ["submit", "approve", "write"],
}


class Failure(Exception):
    """What goes wrong, where the test wants it to."""


class FailAfter:
    """Lets that many statements through, and fails right after the last of them; then never again."""

    def __init__(self, statements: int | None = None):
        self.left, self.count = statements, 0

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        self.count += 1
        if self.left == self.count:
            raise Failure
        return answer


@pytest.fixture
def person():
    return UserFactory(
        permissions=[
            "studies.change_study_status",
            "studies.approve_study",
            "studies.write_study_details",
        ]
    )


@pytest.fixture
def study(person, reviewer):
    study = StudyPageFactory(by=person)
    study.save_revision(user=person)
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def prepare(study, road, person):
    for step in road:
        now = again(study)
        if step == "write":
            now.preview_summary = "Other words."
            now.save_revision(user=person)
        else:
            moderation.perform(now, step, by=person)
        if step == "approve":
            study.builds.create(
                kind="deployment",
                state="succeeded",
                prefix="x",
                revision=again(study).lifecycle.approved_revision,
            )


def facts(study):
    now = again(study)
    lifecycle = now.lifecycle
    return (
        (lifecycle.state, lifecycle.approved_revision_id, lifecycle.reviewed_revision_id),
        (now.live, now.live_revision_id, now.latest_revision_id, now.preview_summary),
        list(WorkflowState.objects.order_by("pk").values_list("status", flat=True)),
        list(TaskState.objects.order_by("pk").values_list("status", "finished_by")),
        [model.objects.count() for model in (StudyLog, Mail, PageLogEntry)],
    )


def take(study, step, person, failing: FailAfter) -> bool:
    """Whether the step came to its end."""
    try:
        with transaction.atomic(), connection.execute_wrapper(failing):
            moderation.perform(study, step, by=person)
    except (Failure, transaction.TransactionManagementError):
        return False
    return True


def taken_and_undone(study, step, person, failing):
    """What came of the step; nothing if it failed."""
    with transaction.atomic():
        after = facts(study) if take(again(study), step, person, failing) else None
        transaction.set_rollback(after is not None)
    return after


@pytest.mark.parametrize("step", ROADS)
def test_a_step_that_fails_anywhere_leaves_nothing_behind(study, person, step):
    prepare(study, ROADS[step], person)
    before, counting = facts(study), FailAfter()
    whole = taken_and_undone(study, step, person, counting)
    assert whole not in (before, None)
    assert counting.count > 5

    for statements in range(1, counting.count + 1):
        after = taken_and_undone(study, step, person, FailAfter(statements))

        # Wagtail's index of words takes its own failures to itself.
        assert after in (None, whole), f"after statement {statements}"
        assert facts(study) == before, f"after statement {statements}"


def test_a_record_of_what_happened_is_neither_changed_nor_deleted(study):
    log = study.logs.get()
    log.comment = "Otherwise."

    for tampering in (
        log.save,
        log.delete,
        study.logs.all().delete,
        lambda: study.logs.update(comment="Otherwise."),
        lambda: StudyLog.objects.bulk_update([log], ["comment"]),
    ):
        with pytest.raises(PermissionDenied, match="is recorded for good"):
            tampering()

    assert study.logs.get().comment == ""


def test_a_record_outlives_who_made_it_and_goes_with_its_study(study, person):
    log = study.logs.get()
    person.delete()
    assert StudyLog.objects.get(pk=log.pk).user is None

    again(study).delete()

    assert not StudyLog.objects.filter(pk=log.pk).exists()

from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from studies import consistency, moderation
from studies.models import StudyPage
from studies.models.lifecycle import APPROVED_STATES, State
from studies.tasks import check_studies
from tests.factories import StudyPageFactory

pytestmark = pytest.mark.django_db

REVIEWS = ["none", "in_progress", "needs_changes", "approved", "cancelled"]


@pytest.fixture
def study(researcher, reviewer):
    """Active and public."""
    study = StudyPageFactory(title="Cups", by=researcher)
    study.save_revision(user=researcher)
    study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
    for trigger, by in (("submit", researcher), ("approve", reviewer), ("activate", researcher)):
        moderation.perform(again(study), trigger, by=by)
    return again(study)


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def force(study, state, live, review):
    """A combination that no road leads to."""
    lifecycle = study.lifecycle
    lifecycle.state = state
    lifecycle.save()
    StudyPage.objects.filter(pk=study.pk).update(
        live=live, live_revision=study.live_revision if live else None
    )
    reviews = WorkflowState.objects.for_instance(study)
    if review == "none":
        reviews.delete()
        return
    reviews.update(status=review)
    task = {"needs_changes": "rejected"}.get(review, review)
    TaskState.objects.filter(workflow_state__in=reviews).update(status=task)


def is_bad(state, live, review):
    return (state == State.SUBMITTED and review != "in_progress") or (
        review == "in_progress" and state not in (State.SUBMITTED, *APPROVED_STATES)
    )


def facts(study):
    now = again(study)
    return now.state, now.live, list(WorkflowState.objects.values_list("status", flat=True)), now.logs.count()


def test_every_forced_combination_is_safe_named_and_repaired_once(study, client):
    address, wrong = study.get_url(), []
    for state, live, review in product(State.values, [True, False], REVIEWS):
        with transaction.atomic():
            force(again(study), state, live, review)
            seen = client.get(address).status_code == 200
            found = list(consistency.findings())
            for finding in found:
                consistency.repair(finding)
            repaired = facts(study)
            again_found = list(consistency.findings())
            transaction.set_rollback(True)
        expected = (state == "active" and live, is_bad(state, live, review), [])
        if (seen, bool(found), again_found) != expected or (repaired[1] and not live):
            wrong.append((state, live, review, seen, found, again_found))

    assert wrong == []


def test_what_was_published_past_the_review_is_named_and_hidden(study, researcher, client):
    draft = again(study)
    draft.title = "Candles"
    draft.save_revision(user=researcher).publish()

    [finding] = consistency.findings()
    assert finding.problem == "is published in another version than the approved one"
    assert client.get(study.get_url()).status_code == 404

    consistency.repair(finding)
    assert (again(study).live, again(study).state, again(study).logs.first().action) == (
        False,
        "active",
        "repaired",
    )


def test_an_approval_of_nothing_is_taken_back(study):
    study.lifecycle.approved_revision = None
    study.lifecycle.save()

    for finding in list(consistency.findings()):
        consistency.repair(finding)

    assert (again(study).state, again(study).live, list(consistency.findings())) == ("rejected", False, [])


def test_check_studies_names_and_mends(study):
    def run(*words):
        out = StringIO()
        call_command("check_studies", *words, stdout=out)
        return out.getvalue()

    assert run() == "All studies are consistent.\n"
    force(study, State.SUBMITTED, True, "approved")
    with pytest.raises(CommandError, match="1 contradictions"):
        run()
    assert run("--fix") == f"{study.uuid} is submitted, but is under no review.\n1 repaired.\n"
    assert run() == "All studies are consistent.\n"


def test_each_night_the_operators_are_told_of_what_can_not_be(study, caplog, settings):
    force(study, State.SUBMITTED, True, "approved")

    assert check_studies.run() == 1

    assert f"Study {study.uuid} is submitted, but is under no review." in caplog.messages
    assert "studies.tasks.check_studies" in {beat["task"] for beat in settings.CELERY_BEAT_SCHEDULE.values()}
    assert again(study).state == State.SUBMITTED

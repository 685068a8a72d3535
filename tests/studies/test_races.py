"""Several people at the same moment; it needs PostgreSQL, whose rows can be locked."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from home.models import Mail, User
from studies import moderation
from studies.models import StudyLog, StudyPage
from studies.workflow import Refused
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROUNDS = 100
AT_ONCE = {"approve": "approved", "reject": "rejected", "retract": "retracted"}
BACK = {"approved": ("reject", "resubmit"), "rejected": ("resubmit",), "retracted": ("resubmit",)}


@pytest.fixture
def needs_row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database; set TEST_DATABASE_URL=postgres://….")


@pytest.fixture
def study(needs_row_locks, researcher, reviewer):
    study = StudyPageFactory(by=researcher)
    study.save_revision(user=researcher)
    moderation.perform(study, "submit", by=researcher)
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def fire(study_pk, trigger, username, start=None):
    """Fires as that person in a connection of its own; returns the trigger, or nothing if it was refused."""
    study, person = StudyPage.objects.get(pk=study_pk), User.objects.get(username=username)
    if start:
        start.wait()
    try:
        moderation.perform(study, trigger, by=person, shown_state="submitted")
    except Refused:
        return None
    finally:
        connection.close()
    return trigger


def who_may(trigger):
    return "reviewer" if trigger in ("approve", "reject") else "researcher"


def test_of_three_steps_at_once_one_is_taken(study):
    UserFactory(permissions=["studies.approve_study"])
    told = []
    with ThreadPoolExecutor(len(AT_ONCE)) as people:
        for _ in range(ROUNDS):
            logs, mails, start = StudyLog.objects.count(), Mail.objects.count(), threading.Barrier(3)
            asked = [people.submit(fire, study.pk, one, who_may(one), start) for one in AT_ONCE]
            won = [future.result() for future in asked if future.result()]
            state = again(study).state
            told.append((len(won), AT_ONCE[won[0]] == state, StudyLog.objects.count() - logs))
            assert Mail.objects.count() > mails
            for trigger in BACK[state]:
                moderation.perform(again(study), trigger, by=User.objects.get(username=who_may(trigger)))

    assert told == [(1, True, 1)] * ROUNDS


def test_of_the_same_step_twice_at_once_one_is_taken(study):
    logs = StudyLog.objects.count()
    start = threading.Barrier(2)

    with ThreadPoolExecutor(2) as people:
        asked = [people.submit(fire, study.pk, "approve", "reviewer", start) for _ in range(2)]

    assert sorted(future.result() or "" for future in asked) == ["", "approve"]
    assert StudyLog.objects.count() == logs + 1


def test_what_is_saved_after_the_reviewer_looked_is_not_approved(study, researcher, reviewer):
    shown = again(study)
    changed = again(study)
    changed.title = "Something else"
    changed.save_revision(user=researcher)

    with pytest.raises(Refused, match="The study was changed since you opened it"):
        moderation.perform(shown, "approve", by=reviewer)

    assert again(study).state == "submitted"

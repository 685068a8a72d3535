from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studies.models import StudyPage
from studies.models.lifecycle import State
from tests.factories import StudyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(by=researcher)
    study.save_revision(user=researcher)
    return study


def run(study, *words, by="researcher"):
    out = StringIO()
    call_command("study_transition", str(getattr(study, "uuid", study)), *words, "--by", by, stdout=out)
    return out.getvalue()


def state(study):
    return StudyPage.objects.get(pk=study.pk).state


def test_study_transition_moves_and_says_so(study, researcher):
    assert run(study, "submit", "--comment", "Ready.") == "The study is now submitted.\n"

    assert (study.logs.first().user, study.logs.first().comment) == (researcher, "Ready.")


def test_study_transition_without_a_trigger_lists_them(study):
    told = run(study).splitlines()

    assert told[0].startswith("The study is created; its newest revision is ")
    assert told[1].split(maxsplit=1) == ["submit", "can be fired."]
    assert told[2].split(maxsplit=1) == ["resubmit", "A study that is created can't take this step."]
    assert state(study) == State.CREATED


def test_study_transition_approves_the_revision_that_is_named(study, reviewer):
    run(study, "submit")

    run(study, "approve", "--revision", str(study.latest_revision_id), by="reviewer")

    assert state(study) == State.APPROVED


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["to_active"], "There is no step called “to_active”."),
        (["pause"], "A study that is created can't take this step."),
        (["reject"], "You don't have the permission for this step."),
        (["approve"], "An approval must name the revision that was reviewed."),
    ],
)
def test_study_transition_refuses_with_the_reason(study, words, reason):
    with pytest.raises(CommandError, match=reason):
        run(study, *words)

    assert (state(study), study.logs.count()) == (State.CREATED, 1)


@pytest.mark.parametrize("uuid", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_study_transition_of_no_study_says_so(study, uuid):
    with pytest.raises(CommandError, match=f"There is no study with the UUID {uuid}."):
        run(uuid, "submit")


def test_study_transition_by_nobody_says_so(study):
    with pytest.raises(CommandError, match="There is nobody with the user name “ghost”."):
        run(study, "submit", by="ghost")

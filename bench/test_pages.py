"""What pages, permission checks and moves of the workflow cost."""

from transitions import Machine

from bench.measuring import cpu_ms, queries_of, row
from home.models import User
from studies import workflow
from studies.actions import give_lab_role, give_study_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.permissions import StudyPermission, can
from tests.factories import LabFactory, StudyPageFactory, UserFactory


def test_pages(archive, viewer):
    for name, page in archive.items():
        url = page.get_url()

        def visit(url=url):
            assert viewer.get(url).status_code == 200

        row(name, f"{queries_of(visit)} queries", f"{cpu_ms(visit):.1f} ms")


def reader_of_100_studies():
    """Half of them are read through the lab, half by a role on each."""
    person, ours, theirs = UserFactory(), LabFactory(), LabFactory()
    give_lab_role(ours, "member", to=person)
    for number in range(100):
        study = StudyPageFactory(lab=theirs if number % 2 else ours)
        if number % 2:
            give_study_role(study, "analysis", to=person)
    return person


def test_permissions(db):
    person = reader_of_100_studies()
    studies = list(StudyPage.objects.select_related("lab"))

    def all_readable(user):
        return all(can(user, StudyPermission.READ, study) for study in studies)

    for name, call, result in [
        ("100 studies: can(), by a new request", lambda: all_readable(User.objects.get(pk=person.pk)), True),
        ("100 studies: can(), again in the request", lambda: all_readable(person), True),
        ("100 studies: the list, readable_by()", lambda: len(StudyPage.objects.readable_by(person)), 100),
    ]:
        assert call() == result
        row(name, f"{queries_of(call)} queries", f"{cpu_ms(call):.2f} ms")


class Moved:
    """What a machine moves, with nothing of the database."""

    state = "created"

    def _finalize_state_change(self, event):
        pass


def test_machines():
    transitions = [
        {"trigger": trigger, "source": list(sources), "dest": destination}
        for trigger, (sources, destination) in workflow.TRANSITIONS.items()
    ]

    def own():
        model = Moved()
        Machine(model, State.values, "created", transitions, auto_transitions=False, send_event=True)
        assert model.submit()

    def shared():
        assert workflow.machine.events["submit"].trigger(Moved())

    for name, call in [
        ("move by a machine of the instance's own", own),
        ("move by the machine that all share", shared),
    ]:
        row(name, "0 queries", f"{cpu_ms(call, times=2000) * 1000:.0f} µs")

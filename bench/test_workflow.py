"""What the workflow costs: a machine for all beside one in each instance, and the list of studies."""

import pytest
from django.test import Client
from django.urls import reverse
from transitions import Machine
from wagtail.models import Page

from bench.measuring import cpu_ms, queries_of, row
from studies.models import StudyIndexPage, StudyLifecycle, StudyPage
from studies.models.lifecycle import State
from studies.workflow import TRANSITIONS, machine
from tests.factories import LabFactory, StudyPageFactory, UserFactory

MANY = 1_000
TABLE = [
    {"trigger": trigger, "source": list(sources), "dest": target}
    for trigger, (sources, target) in TRANSITIONS.items()
]


class Bare:
    """A study as far as a machine is concerned."""

    state = "created"

    def _finalize_state_change(self, event):
        """Nothing: the database is not measured."""


class WithItsOwn(Bare):
    """As Lookit has it: each instance makes a machine when it is loaded."""

    def __init__(self):
        self.machine = Machine(
            self,
            states=State.values,
            transitions=TABLE,
            initial="created",
            auto_transitions=False,
            send_event=True,
            after_state_change="_finalize_state_change",
        )


@pytest.fixture
def many(db):
    """Makes so many studies of one lab, for a reader of everything."""
    lab = LabFactory()
    StudyPageFactory(lab=lab)

    def fill(count):
        section = StudyIndexPage.objects.get()
        known = StudyPage.objects.first()
        for number in range(StudyPage.objects.count(), count):
            study = StudyPage(title=f"Study {number}", slug=f"study-{number}", lab=lab, live=False)
            study.draft_title, study.depth = study.title, known.depth
            study.path = StudyPage._get_path(section.path, known.depth, number + 1)
            study.url_path = f"{section.url_path}{study.slug}/"
            study.content_type_id, study.locale_id = known.content_type_id, known.locale_id
            study.save_base()
            StudyLifecycle.objects.create(study=study)
        Page.objects.filter(pk=section.pk).update(numchild=count)

    return fill


def test_a_machine_for_all_and_one_for_each():
    def load(kind):
        return cpu_ms(lambda: [kind() for _ in range(MANY)], times=3)

    def move(fire):
        return cpu_ms(lambda: [fire() for _ in range(MANY)], times=3)

    row(f"{MANY:,} studies in memory, a machine in each", f"{load(WithItsOwn):,.0f} ms")
    row(f"{MANY:,} studies in memory, one for all", f"{load(Bare):,.1f} ms")
    row(f"{MANY:,} moves, a machine in each", f"{move(lambda: WithItsOwn().submit()):,.0f} ms")
    row(f"{MANY:,} moves, one for all", f"{move(lambda: machine.events['submit'].trigger(Bare())):,.0f} ms")


def test_the_list_of_studies(many):
    person = UserFactory(permissions=["wagtailadmin.access_admin", "studies.approve_study"])
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for count in (10, 1_000):
        many(count)

        def ask():
            assert browser.get(reverse("studies:index")).status_code == 200

        row(
            f"the admin's list of {count:,} studies",
            f"{queries_of(ask)} queries",
            f"{cpu_ms(ask, times=5):.0f} ms",
        )

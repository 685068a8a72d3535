"""`manage.py study_transition STUDY TRIGGER --by PERSON`: a step of its workflow."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.models import User
from studies import moderation, workflow
from studies.forms import MoveForm
from studies.models import StudyPage


class Command(BaseCommand):
    help = "Fires a trigger of a study's workflow as a person who may; without a trigger it lists them."

    def add_arguments(self, parser):
        parser.add_argument("study", help="The study's UUID.")
        parser.add_argument("trigger", nargs="?", help=", ".join(workflow.TRANSITIONS))
        parser.add_argument("--by", required=True, metavar="PERSON", help="The acting person's user name.")
        parser.add_argument("--comment", default="")
        parser.add_argument("--revision", help="To approve: the number of the revision that was reviewed.")

    def handle(self, *, study, trigger, by, comment, revision, **options):
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name “{by}”.")
        study = find(study)
        if trigger is None:
            self.list_steps(study, person)
            return
        form = MoveForm({"trigger": trigger, "comment": comment, "revision": revision})
        if not form.is_valid():
            raise CommandError(form.problem())
        try:
            moderation.perform(study, by=person, **form.step())
        except workflow.Refused as refused:
            raise CommandError(str(refused))
        self.stdout.write(f"The study is now {find(str(study.uuid)).state}.")

    def list_steps(self, study, person) -> None:
        self.stdout.write(f"The study is {study.status}; its newest revision is {study.latest_revision_id}.")
        for decision in workflow.all_decisions(person, study):
            self.stdout.write(f"  {decision.trigger:<12} {decision.reason or 'can be fired.'}")


def find(uuid: str) -> StudyPage:
    try:
        return StudyPage.objects.select_related("lab", "lifecycle").get(uuid=uuid)
    except (StudyPage.DoesNotExist, ValidationError):
        raise CommandError(f"There is no study with the UUID {uuid}.")

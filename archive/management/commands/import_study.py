"""`manage.py import_study BAG --lab SLUG`: takes in a study that export_study wrote, here or elsewhere."""

from django.core.management.base import BaseCommand, CommandError

from archive.exchange import studies
from archive.exchange.reading import Refused
from archive.preservation import places
from studies.models import Lab


class Command(BaseCommand):
    help = "Checks a bag and makes its study in a lab, as one that was just created."

    def add_arguments(self, parser):
        parser.add_argument("bag", help="The bag's folder, or s3://bucket/prefix.")
        parser.add_argument("--lab", required=True, metavar="SLUG", help="Whose study it becomes.")

    def handle(self, *, bag, lab, **options):
        found = Lab.objects.filter(slug=lab).first()
        if found is None:
            slugs = ", ".join(Lab.objects.values_list("slug", flat=True)) or "none; make one first"
            raise CommandError(f"There is no lab {lab}: {slugs}.")
        try:
            study = studies.take_in(places.place(bag), found)
        except (Refused, places.BadPlace) as reason:
            raise CommandError(str(reason))
        except OSError as error:
            raise CommandError(f"Nothing was taken in: {error.strerror or error}.")
        self.stdout.write(f"{study.slug} is here, for the lab to submit.")

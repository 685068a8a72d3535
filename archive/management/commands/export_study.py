"""`manage.py export_study SLUG PLACE`: what a study says, as a BagIt bag."""

from django.core.management.base import BaseCommand, CommandError

from archive.exchange import studies
from archive.exchange.reading import Refused
from archive.preservation import places


class Command(BaseCommand):
    help = "Writes a study's newest draft into PLACE; what participants gave is no part of it."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="The end of its address, such as picture-memory.")
        parser.add_argument("place", help="An empty folder, or s3://bucket/prefix.")

    def handle(self, *, slug, place, **options):
        try:
            studies.export(slug, places.place(place))
        except (Refused, places.BadPlace) as reason:
            raise CommandError(str(reason))
        except OSError as error:
            raise CommandError(f"The bag was not finished: {error.strerror or error}. Delete {place}.")
        self.stdout.write(f"{slug} is in {place}.")

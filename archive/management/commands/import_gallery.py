"""`manage.py import_gallery BAG`: takes a gallery in that export_gallery wrote, here or elsewhere."""

from django.core.management.base import BaseCommand, CommandError

from archive.exchange import importing
from archive.exchange.reading import Refused
from archive.management.commands.import_confabulations import the_exhibition
from archive.preservation import places


class Command(BaseCommand):
    help = "Checks a bag and makes its gallery as a draft; nothing that is here is overwritten."

    def add_arguments(self, parser):
        parser.add_argument("bag", help="The bag's folder, or s3://bucket/prefix.")
        parser.add_argument(
            "--exhibition", metavar="SLUG", help="Into which exhibition, if there are several."
        )

    def handle(self, *, bag, exhibition, **options):
        try:
            gallery = importing.take_in(places.place(bag), the_exhibition(exhibition))
        except (Refused, places.BadPlace) as reason:
            raise CommandError(str(reason))
        except OSError as error:
            raise CommandError(f"Nothing was taken in: {error.strerror or error}.")
        self.stdout.write(
            f"{gallery.code} is here as a draft: have it approved and exhibited, and give grants."
        )

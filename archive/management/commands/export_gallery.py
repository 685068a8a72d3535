"""`manage.py export_gallery CODE PLACE [--story SLUG]`: one gallery, or one story of it, as a BagIt bag."""

from django.core.management.base import BaseCommand, CommandError

from archive.exchange import exporting
from archive.exchange.reading import Refused
from archive.preservation import places


class Command(BaseCommand):
    help = "Writes a gallery with its media, words and consent into PLACE, a folder or s3://bucket/prefix."

    def add_arguments(self, parser):
        parser.add_argument("code", help="The participant's code, such as XY.")
        parser.add_argument("place", help="An empty folder, or s3://bucket/prefix.")
        parser.add_argument("--story", default="", metavar="SLUG", help="Only this story, such as xy001.")

    def handle(self, *, code, place, story, **options):
        try:
            done = exporting.export(code, places.place(place), only=story)
        except (Refused, places.BadPlace) as reason:
            raise CommandError(str(reason))
        except OSError as error:
            raise CommandError(f"The bag was not finished: {error.strerror or error}. Delete {place}.")
        self.stdout.write(f"{code} with {done.media} media is in {place}. It is as private as the archive.")
        if done.missing:
            raise CommandError(
                "\n".join(["Not in the bucket, so not in the bag:", *done.missing]), returncode=3
            )

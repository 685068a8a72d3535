"""`manage.py inventory`: what lies in the participants' bucket, now instead of in the night."""

from django.core.management.base import BaseCommand, CommandError

from archive import inventory


class Command(BaseCommand):
    help = "Records what lies in the participants' bucket, and marks the media that is missing or another."

    def add_arguments(self, parser):
        parser.add_argument(
            "--checksums",
            action="store_true",
            help="Read each object and compare its SHA-256 with what was filed; this takes long.",
        )

    def handle(self, *, checksums, **options):
        try:
            run = inventory.take(checksums=checksums)
        except inventory.AlreadyTaken as reason:
            raise CommandError(str(reason))
        self.stdout.write(
            f"{run.found} objects. Media items without theirs: {run.missing}; with another one than was "
            f"filed: {run.changed}. Objects that belong to nothing: {run.extra}."
        )

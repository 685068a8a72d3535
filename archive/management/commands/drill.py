"""`manage.py drill [PLACE]`: restores the newest backup into nothing, compares it, and reports."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.preservation import drilling, places


class Command(BaseCommand):
    help = "Proves that the newest backup can be restored; nothing in service is touched."

    def add_arguments(self, parser):
        parser.add_argument(
            "place",
            nargs="?",
            default=settings.BACKUP_PLACE,
            help="Where backups are: a folder, or s3://bucket/prefix. Without it, BACKUP_PLACE.",
        )
        parser.add_argument("--report", type=Path, metavar="FOLDER", help="Where a dated report is written.")
        parser.add_argument(
            "--trust", action="append", default=[], metavar="KEY", help="A public key to trust too."
        )

    def handle(self, *, place, report, trust, **options):
        if not place:
            raise CommandError("Say where the backups are, or set BACKUP_PLACE.")
        try:
            found = drilling.drill(place, trusted=tuple(trust), report=report, tell=self.stdout.write)
        except places.BadPlace as reason:
            raise CommandError(str(reason))
        self.stdout.write(found.as_text())
        if not found.is_sound:
            raise CommandError("The backup is not sound.", returncode=2)

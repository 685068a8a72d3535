"""`manage.py replay_withdrawals [FILE]`: after a restore, what was withdrawn is withdrawn again."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.withdrawal.tombstones import replay

TOLD = {
    "written": "Tombstones that were not here yet",
    "hidden": "Hidden again, to be deleted when their time comes",
    "deleted": "Deleted again",
    "unknown": "Withdrawn here, but not by the file (perhaps taken back since, as an archivist can)",
}


class Command(BaseCommand):
    help = (
        "Applies the tombstones of participants who withdrew to a restored database; again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="What export_withdrawals wrote later than the backup was made."
        )

    def handle(self, *args, file=None, **options):
        try:
            exported = json.loads(file.read_text(encoding="utf-8")) if file else None
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} can't be read: it must be a file of export_withdrawals.") from error
        done = replay(exported)
        for name, sentence in TOLD.items():
            codes = getattr(done, name)
            self.stdout.write(f"{sentence}: {', '.join(codes) or 'none'}.")

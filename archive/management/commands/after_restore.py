"""`manage.py after_restore`: makes a database that was restored by other means safe to serve."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.preservation import settling


class Command(BaseCommand):
    help = "Ends sessions, holds mail that waits, ends builds that were under way, applies withdrawals again."

    def add_arguments(self, parser):
        parser.add_argument("--mail", type=Path, help="A backup's mail.jsonl.")
        parser.add_argument(
            "--withdrawals", type=Path, action="append", default=[], help="A file of export_withdrawals."
        )

    def handle(self, *, mail, withdrawals, **options):
        try:
            lines = mail.read_text(encoding="utf-8").splitlines() if mail else []
            done = settling.settle([json.loads(line) for line in lines], withdrawals)
        except (OSError, ValueError) as error:
            raise CommandError(f"A file can't be read: {error}.")
        self.stdout.write(
            f"Sessions ended: {done.sessions}. Mails held: {done.held}. "
            f"Withdrawn again: {', '.join(done.withdrawn) or 'none'}."
        )

"""`manage.py restore BAG [--replace]`: brings a backup back; `--undo` takes that back."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.preservation import places, restoring
from archive.preservation.bags import BadBag
from archive.preservation.engines.failing import EngineFailed


class Command(BaseCommand):
    help = (
        "Checks a backup, restores it beside the database in service, compares, migrates, and swaps the two."
    )

    def add_arguments(self, parser):
        parser.add_argument("bag", nargs="?", help="The backup's folder, or s3://bucket/prefix/name.")
        parser.add_argument(
            "--replace", action="store_true", help="Also if the database is in use; that one is kept beside."
        )
        parser.add_argument(
            "--undo", action="store_true", help="Bring back the database of before the restore."
        )
        parser.add_argument(
            "--trust", action="append", default=[], metavar="KEY", help="A public key to trust too."
        )
        parser.add_argument(
            "--server",
            default="",
            metavar="URL",
            help="For a backup of PostgreSQL that shall become SQLite: a database beside which it is read.",
        )
        parser.add_argument(
            "--withdrawals",
            type=Path,
            metavar="FILE",
            help="What export_withdrawals wrote after the backup was made.",
        )

    def handle(self, *, bag, replace, undo, trust, server, withdrawals, **options):
        if bool(bag) == undo:
            raise CommandError("Name a backup, or say --undo.")
        try:
            if undo:
                restoring.undo()
                self.stdout.write("The database of before the restore is in service again.")
                return
            done = restoring.restore(
                places.place(bag),
                replace=replace,
                trusted=tuple(trust),
                withdrawals=withdrawals,
                server=server,
                tell=self.stdout.write,
            )
        except (BadBag, EngineFailed, places.BadPlace, restoring.Refused) as reason:
            raise CommandError(str(reason))
        except DatabaseError as error:
            raise CommandError(f"The database can't be asked: {str(error).strip().splitlines()[0]}")
        except OSError as error:
            raise CommandError(f"Nothing was restored: {error.strerror or error}.")
        self.stdout.write(f"Restored {done.rows} rows in {done.tables} tables; all are as the backup says.")
        if done.kept:
            self.stdout.write(
                f"What was in service is kept as {done.kept}; manage.py restore --undo brings it back."
            )
        if done.problems:
            raise CommandError("\n".join(["Some media are not as they were:", *done.problems]), returncode=3)

"""`manage.py exhibition_box FOLDER --scope USE`: a copy of the exhibition that opens without a server."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.box import writing
from archive.box.choosing import SCOPES


class Command(BaseCommand):
    help = "Writes what is exhibited, and what participants allow for a use, as pages that open from a stick."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="An empty folder, or one that is not there yet.")
        parser.add_argument("--scope", required=True, choices=SCOPES, help="What the box is for.")
        parser.add_argument(
            "--gallery", action="append", default=[], metavar="CODE", help="Only these participants."
        )

    def handle(self, *, folder, scope, gallery, **options):
        try:
            box = writing.make(folder, scope, codes=tuple(gallery))
        except writing.Refused as reason:
            raise CommandError(str(reason))
        except OSError as error:
            raise CommandError(f"The box was not finished: {error.strerror or error}. Delete {folder}.")
        self.stdout.write(f"{box.galleries} participants, {box.stories} stories, {box.files} files.")
        if box.missing:
            raise CommandError(
                "\n".join(["Not in the bucket, so not in the box:", *box.missing]), returncode=3
            )

"""`manage.py backup PLACE [--with-media]`: everything that a Vitrine is made of, as one signed BagIt bag."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.preservation import backup
from archive.preservation.bags import BadBag
from archive.preservation.engines.failing import EngineFailed
from archive.preservation.places import BadPlace


class Command(BaseCommand):
    help = "Makes a backup at PLACE, a folder or s3://bucket/prefix, or finishes one that was broken off."

    def add_arguments(self, parser):
        parser.add_argument("place", help="A folder, or s3://bucket/prefix.")
        parser.add_argument(
            "--with-media",
            action="store_true",
            help="Keep the photographs and recordings too, not only their list.",
        )

    def handle(self, *, place, with_media, **options):
        try:
            made = backup.make(place, with_media=with_media, tell=self.tell)
        except (BadBag, BadPlace, EngineFailed) as reason:
            raise CommandError(str(reason))
        except DatabaseError as error:
            raise CommandError(f"The database can't be asked: {str(error).strip().splitlines()[0]}")
        except OSError as error:
            raise CommandError(
                f"The backup could not be written: {error.strerror or error}. Run the same command again "
                "when that is mended; it goes on from there."
            )
        finished = "Finished what was broken off" if made.resumed else "Made"
        self.stdout.write(
            f"{finished}: {made.name}, {made.objects} files of {made.size} bytes, {made.rows} rows. "
            "Prove it: manage.py verify PLACE/NAME"
        )
        if made.problems:
            raise CommandError(
                "\n".join(
                    ["The backup is whole, but these media are not in it as they were filed:", *made.problems]
                ),
                returncode=3,
            )

    def tell(self, done: int, of: int) -> None:
        if self.stderr.isatty():
            width = 30
            full = width * done // max(of, 1)
            self.stderr.write(f"\r[{'#' * full}{'.' * (width - full)}] {done} of {of} media", ending="")

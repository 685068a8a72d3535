"""`manage.py import_confabulations DUMP|DATABASE_URL [--media PLACE] [--apply]`: the old exhibition."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.confabulations import reading, writing
from archive.models import ExhibitionPage
from archive.preservation import places


class Command(BaseCommand):
    help = "Reads a dump or the database of Confabulations; without --apply it only reports what it would do."

    def add_arguments(self, parser):
        parser.add_argument("source", help="A dump of pg_dump, in text or custom format, or postgres://…")
        parser.add_argument(
            "--media", metavar="PLACE", help="The media tree: a folder, or s3://bucket/prefix."
        )
        parser.add_argument(
            "--exhibition", metavar="SLUG", help="Into which exhibition, if there are several."
        )
        parser.add_argument("--apply", action="store_true", help="Import; without it nothing is changed.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Write the report as JSON too.")

    def handle(self, *, source, media, exhibition, apply, report, **options):
        try:
            place = places.place(media) if media else None
            done = writing.bring_in(
                reading.rows_of(source), exhibition=the_exhibition(exhibition), source=place, apply=apply
            )
        except (reading.NotTheirs, places.BadPlace) as reason:
            raise CommandError(f"{reason} Nothing was imported.")
        except OSError as error:
            raise CommandError(
                f"The files could not all be copied: {error.strerror or error}. When that is mended, "
                "run the same command again; it goes on from there."
            )
        if report:
            report.write_text(done.as_json(), encoding="utf-8")
        self.stdout.write(done.as_text())
        if apply:
            self.stdout.write(
                "Imported. Galleries and stories are drafts that nobody but editors sees: record each "
                "participant's consent, have the galleries approved, and give grants."
            )
        else:
            self.stdout.write("Nothing was changed. To import: the same command with --apply.")


def the_exhibition(slug: str | None) -> ExhibitionPage:
    """The one of that slug, or the only one there is."""
    found = ExhibitionPage.objects.filter(slug=slug) if slug else ExhibitionPage.objects.all()
    if found.count() != 1:
        slugs = ", ".join(ExhibitionPage.objects.values_list("slug", flat=True)) or "none; make one first"
        raise CommandError(f"Say into which exhibition with --exhibition: {slugs}.")
    return found.get()

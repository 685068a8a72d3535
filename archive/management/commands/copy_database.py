"""`manage.py copy_database SOURCE`: copies a database of any kind into DATABASE_URL."""

import dj_database_url
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from archive.preservation import copying
from archive.preservation.bags import BadBag

SOURCE = "source"


class Command(BaseCommand):
    help = "Replaces every row of the database in DATABASE_URL with those of another one, and compares."

    def add_arguments(self, parser):
        parser.add_argument(
            "source", help="postgres://… or sqlite:////path; it must be migrated like this one."
        )

    def handle(self, *, source, **options):
        default = connections.settings["default"]
        connections.settings[SOURCE] = {
            **default,
            "HOST": "",
            "PORT": "",
            "OPTIONS": {},
        } | dj_database_url.parse(source)
        try:
            counts = copying.copy_all(SOURCE, "default")
        except BadBag as reason:
            raise CommandError(str(reason))
        self.stdout.write(f"{sum(counts.values())} rows in {len(counts)} tables.")

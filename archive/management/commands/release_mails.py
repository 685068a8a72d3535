"""`manage.py release_mails`: sends the mails that a restore has held."""

from django.core.management.base import BaseCommand

from archive.preservation import settling


class Command(BaseCommand):
    help = "Sends the mails that waited when the backup was made, and were held when it was restored."

    def handle(self, *args, **options):
        self.stdout.write(f"Released: {settling.release()}.")

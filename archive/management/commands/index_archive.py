"""`manage.py index_archive`: writes the index that the exhibition is searched by anew."""

from django.core.management.base import BaseCommand

from archive.search.index import index_everything


class Command(BaseCommand):
    help = "Reads all galleries and stories that are live into the search index."

    def handle(self, **options):
        pages = index_everything()
        self.stdout.write(f"{pages} pages can be found.")

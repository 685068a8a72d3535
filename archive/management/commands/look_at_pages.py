"""`manage.py look_at_pages`: opens the front page, the exhibitions, and a gallery and a story of each.

For a database that is thrown away afterwards (archive.preservation.drilling): it makes a person who sees all.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand
from django.test import Client
from django.test.utils import override_settings

from archive.access.grants import SEE_EVERYTHING
from archive.models import ExhibitionPage, GalleryPage, StoryPage

LOOKER = "looks-at-pages"


class Command(BaseCommand):
    help = "Writes a line for each page: its status and its address."

    def handle(self, **options):
        base = urlsplit(settings.BASE_URL)
        client = Client(headers={"host": base.netloc})
        with override_settings(TWO_STEP_REQUIRED=False):
            client.force_login(looker(), backend="django.contrib.auth.backends.ModelBackend")
            for address in addresses():
                answer = client.get(address, secure=base.scheme == "https")
                self.stdout.write(f"{answer.status_code} {address}")


def looker():
    app, _, codename = SEE_EVERYTHING.partition(".")
    person, _ = get_user_model().objects.get_or_create(username=LOOKER)
    person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return person


def addresses() -> list[str]:
    """Of the first gallery of each exhibition that is shown, and of that one's first story."""
    found = ["/"]
    for exhibition in ExhibitionPage.objects.live():
        found.append(exhibition.get_url())
        gallery = GalleryPage.objects.live().descendant_of(exhibition).first()
        story = StoryPage.objects.live().descendant_of(exhibition).first()
        found += [page.get_url() for page in (gallery, story) if page]
    return found

"""`manage.py demo`: fills an empty Vitrine with its demo archive; again, it mends what is missing.

A site that was not filled by it is never touched.
"""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive import demo as archive_demo
from archive.models import GalleryPage
from builds import actions, archives
from builds.models import Build
from home import demo as home_demo
from home.models import HomePage, User
from studies import demo as studies_demo
from studies.models import StudyPage


class Command(BaseCommand):
    help = "Loads the demo archive: an exhibition, studies, and people to sign in as."

    def handle(self, **options):
        if not home_demo.may_load(is_empty=not GalleryPage.objects.exists()):
            raise CommandError(
                "This site has people or galleries of its own; the demo fills an empty one only."
            )
        folder = settings.BASE_DIR / "demo"
        password = settings.DEMO_PASSWORD or made_up_password()
        with transaction.atomic():
            people = home_demo.load(password)
            users = {user.username: user for user in User.objects.all()}
            exhibition = archive_demo.load(
                folder, front=HomePage.objects.get(), viewers=[users["viewer"], users["editor"]]
            )
            home_demo.may_edit("Archive editors", exhibition)
            studies_demo.load(researcher=users["researcher"], reviewer=users["reviewer"])
        for owner in sorted((folder / "repositories").iterdir()):
            for repository in sorted(owner.iterdir()):
                archives.install(repository, owner.name, repository.name)
        deploy(StudyPage.objects.get(slug=studies_demo.DEPLOYED), by=users["researcher"])
        self.stdout.write(f"\nVitrine is at {settings.BASE_URL}. Sign in as:")
        for person in people:
            self.stdout.write(f"  {person.username:<12} {password}   {person.what_for}")


def deploy(study: StudyPage, *, by: User) -> None:
    """Asks for the study's deployment, once; a worker builds it, and so it becomes active."""
    if not study.builds.exists():
        actions.request_build(study, Build.Kind.DEPLOYMENT, by=by)


def made_up_password() -> str:
    """Made up once and kept, so that the sign-ins of yesterday still work today."""
    path = settings.VAR_DIR / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()

"""Switches the second step of signing in off for somebody whose telephone and recovery codes are lost."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from home import two_step


class Command(BaseCommand):
    help = "Lets a person sign in by the password alone again, and ends her sessions."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is nobody called {username}.")
        if not two_step.has_device(user):
            raise CommandError(f"{username} has no second step.")
        two_step.switch_off(user)
        self.stdout.write(
            f"{username} signs in by the password alone now; all sessions of that account ended."
        )

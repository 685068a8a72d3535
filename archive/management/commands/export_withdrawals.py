"""`manage.py export_withdrawals > FILE`: the tombstones, for replay_withdrawals in a restored database."""

import json

from django.core.management.base import BaseCommand

from archive.withdrawal.tombstones import export


class Command(BaseCommand):
    help = "Writes the tombstones of participants who withdrew, as JSON; they hold no names."

    def handle(self, *args, **options):
        self.stdout.write(json.dumps(export(), ensure_ascii=False, indent=1))

"""`manage.py check_fixity [--all] [--bytes N]`: reads objects of the bucket again and compares them."""

from django.core.management.base import BaseCommand, CommandError

from archive import fixity


class Command(BaseCommand):
    help = "Reads the objects whose last reading is the oldest, and says which are no longer what they were."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Read everything, however long it takes.")
        parser.add_argument("--bytes", type=int, metavar="N", help="End after so many bytes.")

    def handle(self, *, all, bytes, **options):
        if bytes is not None and bytes < 1:
            raise CommandError("--bytes must be 1 or more.")
        seconds = float("inf") if all else fixity.SECONDS
        done = fixity.check(everything=all, most_bytes=bytes, seconds=seconds)
        self.stdout.write(f"{done.read} objects read, {done.bytes} bytes.")
        if done.doubtful:
            raise CommandError("\n".join(["Not as they were:", *done.doubtful]), returncode=2)

"""`manage.py copy_media PLACE`: copies the media into a folder or a bucket, and proves every copy."""

from django.core.management.base import BaseCommand, CommandError

from archive.preservation import moving, places


class Command(BaseCommand):
    help = "Copies all media to PLACE, a folder or s3://bucket/prefix; run again, it goes on."

    def add_arguments(self, parser):
        parser.add_argument("place", help="A folder, or s3://bucket/prefix.")

    def handle(self, *, place, **options):
        try:
            done = moving.copy_all(places.place(place))
        except places.BadPlace as reason:
            raise CommandError(str(reason))
        self.stdout.write(f"{done.copied} copied, {done.bytes} bytes; {done.present} were there already.")
        if done.problems:
            raise CommandError("\n".join(["Not copied:", *done.problems]), returncode=2)
        self.stdout.write("Every copy was read back and is what it should be. Nothing was deleted here.")

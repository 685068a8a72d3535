"""`manage.py verify BAG [--sample PERCENT]`: proves a backup whole, or says what is wrong with it."""

from django.core.management.base import BaseCommand, CommandError

from archive.preservation import places, verifying


class Command(BaseCommand):
    help = "Checks a backup's signature, and each of its files by SHA-256; a sentence for whatever is wrong."

    def add_arguments(self, parser):
        parser.add_argument("bag", help="The backup's folder, or s3://bucket/prefix/name.")
        parser.add_argument(
            "--sample",
            type=int,
            default=verifying.WHOLE,
            metavar="PERCENT",
            help="Read that part of the media only.",
        )
        parser.add_argument(
            "--trust", action="append", default=[], metavar="KEY", help="A public key to trust too."
        )

    def handle(self, *, bag, sample, trust, **options):
        if not 0 <= sample <= verifying.WHOLE:
            raise CommandError("--sample is a percentage, from 0 to 100.")
        try:
            found = list(verifying.findings(places.place(bag), sample=sample, trusted=tuple(trust)))
        except places.BadPlace as reason:
            raise CommandError(str(reason))
        if found:
            raise CommandError("\n".join(found))
        part = "" if sample == verifying.WHOLE else f" ({sample} % of the media were read)"
        self.stdout.write(f"The backup is whole, and signed with a key that is trusted here{part}.")

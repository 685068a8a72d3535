"""`manage.py verify_log [--head NUMBER:DIGEST]`: whether the record of openings is whole; 1 if it is not."""

import argparse
import re

from django.core.management.base import BaseCommand, CommandError

from archive import openings


def kept_head(text: str) -> openings.Head:
    match = re.fullmatch(r"(\d+):([0-9a-f]{64})", text)
    if match is None:
        raise argparse.ArgumentTypeError("A head is what this command printed: a number, a colon, 64 digits.")
    return openings.Head(int(match[1]), match[2])


class Command(BaseCommand):
    help = "Checks the record of who opened what: each row against its digest and the one before it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--head", type=kept_head, help="what it printed before: shows that nothing was cut off since"
        )

    def handle(self, *, head, **options):
        findings = 0
        for finding in openings.findings(head):
            findings += 1
            self.stderr.write(finding)
        if findings:
            raise CommandError(f"The log is not whole: {findings} findings.")
        self.stdout.write(f"The log is whole. Keep its head: {openings.head()}")

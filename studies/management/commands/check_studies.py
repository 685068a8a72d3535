"""`manage.py check_studies [--fix]`: whether each study's state, page and review say the same."""

from django.core.management.base import BaseCommand, CommandError

from studies import consistency


class Command(BaseCommand):
    help = "Names the studies whose state, page and review contradict each other; --fix hides them."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="Makes good what is found, hiding only.")

    def handle(self, *, fix, **options):
        found = list(consistency.findings())
        for finding in found:
            self.stdout.write(f"{finding.study.uuid} {finding.problem}.")
            if fix:
                consistency.repair(finding)
        if found and not fix:
            raise CommandError(f"{len(found)} contradictions. With --fix they are made good, hiding only.")
        self.stdout.write(f"{len(found)} repaired." if found else "All studies are consistent.")

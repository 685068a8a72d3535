"""`manage.py study_diagram [STUDY] [--roi] --output FILE`: the workflow as a picture."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from studies import diagram
from studies.management.commands.study_transition import find

KINDS = (".png", ".svg", ".mmd")


class Command(BaseCommand):
    help = "Draws the workflow of studies, or where one stands in it, into a .png, .svg or .mmd file."

    def add_arguments(self, parser):
        parser.add_argument("study", nargs="?", help="A study's UUID: the picture shows where it stands.")
        parser.add_argument("--roi", action="store_true", help="Only what is around where the study stands.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *, study, roi, output, **options):
        if output.suffix not in KINDS:
            raise CommandError(f"{output} should end with {', '.join(KINDS)}.")
        if roi and not study:
            raise CommandError("--roi shows what is around a study: name one by its UUID.")
        study = find(study) if study else None
        part = diagram.around(study) if roi else diagram.whole(study)
        try:
            output.write_bytes(picture(part, output.suffix))
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}.")
        self.stdout.write(f"Written to {output}.")


def picture(part: diagram.Part, suffix: str) -> bytes:
    if suffix == ".mmd":
        return diagram.mermaid(part).encode()
    try:
        return diagram.render(part, suffix[1:])
    except diagram.GraphvizMissing as missing:
        if suffix == ".svg":
            return diagram.svg(part, heading="The workflow of a study").encode()
        raise CommandError(f"{missing} Choose .svg or .mmd, which need none.")

"""`manage.py whose_link LINK`: for whom a link was made that has come to where it should not be."""

from django.core.management.base import BaseCommand, CommandError

from archive.links import viewers
from archive.links.refusal import LinkRefused


class Command(BaseCommand):
    help = "Tells for whom a signed link was made, if links carry the viewer's tag (VIEWER_TAG=1)."

    def add_arguments(self, parser):
        parser.add_argument("link", help="The whole address, in quotation marks.")

    def handle(self, *, link, **options):
        try:
            trace = viewers.trace(link)
        except LinkRefused as refusal:
            raise CommandError(
                f"{refusal} So nothing is known of it: it was changed, made elsewhere, or signed with a key "
                "that is not in use any more."
            )
        if not trace.tag:
            raise CommandError("The link was made here, but without the viewer's tag.")
        if not trace.viewers:
            raise CommandError("The link was made here, for somebody whose account is not there any more.")
        ends = f"{trace.ends:%Y-%m-%d %H:%M:%S} UTC"
        for user in trace.viewers:
            self.stdout.write(f"Made for {user.get_username()} (number {user.pk}), until {ends}.")

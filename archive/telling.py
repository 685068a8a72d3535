"""Who tells what in an exhibition, through the gate: light rows in natural order, for pages of very many."""

from urllib.parse import quote

from django.db.models import Q
from wagtail.models import Page

from archive.languages import said
from archive.models.pages import GalleryPage, StoryPage
from archive.models.taxonomy import natural_key

PARTICIPANT = ("path", "url_path", "code", "title", "translations")
STORY = ("pk", "path", "url_path", "slug", "number", "title", "translations")


def teller_path(row) -> str:
    """The tree path of the participant who tells a story."""
    return row.path[: -Page.steplen]


def participants_of(exhibition, user, language: str) -> dict:
    """The participants by their tree paths, in the natural order of their names."""
    rows = GalleryPage.objects.child_of(exhibition).visible_to(user).values_list(*PARTICIPANT, named=True)
    ordered = sorted(rows, key=lambda row: (natural_key(said(row, "title", language).text), row.code))
    return {row.path: row for row in ordered}


def stories_of(exhibition, user, participants: dict, condition: Q | None = None) -> list:
    """The stories as the participants tell them: one participant's after another's, by number."""
    rows = StoryPage.objects.descendant_of(exhibition).visible_to(user).filter(condition or Q())
    place = {path: number for number, path in enumerate(participants)}
    told = [row for row in rows.values_list(*STORY, named=True) if teller_path(row) in place]
    return sorted(told, key=lambda row: (place[teller_path(row)], row.number, row.path))


class Addresses:
    """The addresses of an exhibition's galleries and stories, without asking Wagtail for each of 20,000."""

    def __init__(self, exhibition, request):
        self.base = exhibition.get_url(request)
        self.root = exhibition.url_path

    def __call__(self, row) -> str:
        return self.base + quote(row.url_path.removeprefix(self.root))

"""Rows that describe media items, which are there already: uploads make them."""

import re

from archive import paths
from archive.importing.columns import YesNo, texts
from archive.importing.rights import Rights
from archive.importing.subject import Fate, Subject
from archive.importing.table import Problem, Row
from archive.importing.writing import write_media
from archive.models import GalleryPage, MediaItem

NAME = re.compile(rf"({paths.CODE})(\d{{3}})", re.ASCII)
FIELDS = ("title", "alt_text", "is_decorative", "translations")


class MediaRows:
    kind = "media"
    things = "media items"
    #: Which file a row is about: its key, or its name and kind.
    identity = ("key", "name", "kind")

    def __init__(self, rights: Rights, make_keywords: bool = False):
        self.rights = rights
        decorative = YesNo("decorative", MediaItem._meta.get_field("is_decorative"))
        text = texts(MediaItem, "title", "alt_text")
        self.columns = {column.name: column for column in [*text[:2], decorative, *text[2:]]}

    @staticmethod
    def are_in(columns: list[str]) -> bool:
        return "key" in columns or "kind" in columns

    def refusals(self, columns: list[str]) -> list[Problem]:
        """Why a file with these columns can't be taken at all."""
        if not self.rights.may_describe_media:
            return [Problem("You may not change what is said of media items.", 1)]
        if "key" not in columns and not {"name", "kind"} <= set(columns):
            return [Problem("A column is missing: give each file's key, or its name and its kind.", 1)]
        return []

    def find(self, rows: list[Row]):
        """What each row is about, or what is wrong with that. Three queries."""
        asked = [(row, self._identity(row)) for row in rows]
        codes = {about[1] for _, about in asked if not isinstance(about, Problem)}
        galleries = self.rights.galleries(codes)
        editable = self.rights.among(GalleryPage.objects.filter(code__in=codes), "change")
        items = {}
        for item in MediaItem.objects.filter(gallery__in=galleries.values()).select_related("gallery"):
            items[item.kind, item.gallery.code, item.number] = item
        for row, about in asked:
            yield row, about if isinstance(about, Problem) else self._subject(row, about, items, editable)

    def judge(self, row: Row, subject: Subject) -> Problem | None:
        return None

    def save(self, subjects: list[Subject], by) -> None:
        write_media(subjects, by)

    def _identity(self, row: Row) -> tuple[str, str, int] | Problem:
        key, name, kind = (row.cells.get(column, "").strip() for column in self.identity)
        if key:
            try:
                about = paths.parse(key)
            except paths.BadKey:
                return Problem(f"“{key}” is no key; write one such as XY/i/XY001.jpg.", row.number, "key")
            if name and name != paths.name(*about[1:]):
                return Problem(f"“{name}” is not the name of {key}.", row.number, "name")
            return about
        if not name:
            return Problem("Write here which file it is.", row.number, "name" if kind else "key")
        found = NAME.fullmatch(name)
        if not found or found[2] == "000":
            return Problem(f"“{name}” is no name; write one such as XY001.", row.number, "name")
        kinds = {word: value for value, label in MediaItem.Kind.choices for word in (value, label)}
        if kind.casefold() not in kinds:
            return Problem(f"“{kind}” is no kind; write photo, voice or video.", row.number, "kind")
        return kinds[kind.casefold()], found[1], int(found[2])

    def _subject(self, row: Row, about, items, editable) -> Subject | Problem:
        item, column = items.get(about), "key" if "key" in row.cells else "name"
        key = paths.media_key(*about)
        if item is None:
            return Problem(f"There is no media item {key}.", row.number, column)
        if item.gallery_id not in editable:
            return Problem(f"You may not change what is said of the media of {about[1]}.", row.number, column)
        return described(item)


def described(item: MediaItem) -> Subject:
    description = {name: getattr(item, name) for name in FIELDS}
    return Subject(item.key, Fate.CHANGED, description, item)

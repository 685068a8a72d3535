"""Rows that describe stories; one that is not there yet is made."""

import re

from archive import paths
from archive.importing.catalogue import Eras, Keywords, Names, Points
from archive.importing.columns import Duration, texts
from archive.importing.revising import write_stories
from archive.importing.rights import Rights
from archive.importing.stories_there import StoriesThere
from archive.importing.subject import Fate, Subject
from archive.importing.table import Problem, Row
from archive.models import StoryPage

NUMBER = re.compile(r"0*([1-9][0-9]{0,4})", re.ASCII)
MOST = 32_767
#: What one may see to say something of it.
PERMISSIONS = {"eras": "view_era", "keywords": "view_keyword", "analysis_points": "view_analysispoint"}


class StoryRows:
    kind = "stories"
    things = "stories"
    identity = ("participant", "number")

    def __init__(self, rights: Rights, make_keywords: bool = False):
        self.rights = rights
        self.keywords = Keywords(make_keywords and rights.may("add_keyword"))
        field = StoryPage._meta.get_field
        text = texts(StoryPage, "title", "summary", "notes")
        self.names = [
            Names("eras", field("eras"), Eras()),
            Names("keywords", field("keywords"), self.keywords),
            Names("analysis_points", field("analysis_points"), Points()),
        ]
        columns = [*text[:3], Duration("duration", field("duration")), *self.names, *text[3:]]
        self.columns = {column.name: column for column in columns}

    @staticmethod
    def are_in(columns: list[str]) -> bool:
        return "participant" in columns

    @property
    def closed(self) -> set[str]:
        """The columns that the person may not see."""
        return {name for name, permission in PERMISSIONS.items() if not self.rights.may(permission)}

    def refusals(self, columns: list[str]) -> list[Problem]:
        """Why a file with these columns can't be taken at all."""
        if not self.rights.may_write_stories:
            return [Problem("You may not write stories.", 1)]
        if "number" not in columns:
            return [Problem("A column is missing: give each story's number.", 1)]
        return [
            Problem("You may not see these, so you can't change them; take the column out.", 1, name)
            for name in columns
            if name in self.closed
        ]

    def find(self, rows: list[Row]):
        """What each row is about, or what is wrong with that."""
        asked = [(row, self._identity(row)) for row in rows]
        named = [about for _, about in asked if not isinstance(about, Problem)]
        used = {name for row in rows for name in row.cells}
        there = StoriesThere(self.rights, named, [column for column in self.names if column.name in used])
        for row, about in asked:
            yield row, about if isinstance(about, Problem) else there.subject(row, *about)

    def judge(self, row: Row, subject: Subject) -> Problem | None:
        """What is wrong with a story as a whole."""
        if subject.fate is Fate.MADE and not subject.description["title"] and "title" not in row.cells:
            return Problem("This story is not there yet; a new one needs a title.", row.number, "title")
        return None

    def save(self, subjects: list[Subject], by) -> None:
        self.keywords.make()
        ids = {column.field.name: column.catalogue.ids for column in self.names}
        write_stories(subjects, ids, by)

    def _identity(self, row: Row) -> tuple[str, int] | Problem:
        code, number = (row.cells.get(column, "").strip() for column in self.identity)
        if not re.fullmatch(paths.CODE, code):
            said = f"“{code}” is no code; write" if code else "Write here"
            return Problem(f"{said} the participant's, such as XY.", row.number, "participant")
        digits = NUMBER.fullmatch(number)
        if not digits or int(digits[1]) > MOST:
            said = f"“{number}” is no number; write" if number else "Write here"
            return Problem(f"{said} the story's, such as 1.", row.number, "number")
        return code, int(digits[1])

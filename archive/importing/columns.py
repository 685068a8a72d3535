"""The columns of descriptions: what a cell may say, and where that is kept.

A thing's description is a dictionary of its fields, as they are or as they would be.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from archive.importing.cells import plain, unified
from archive.languages import first_language, other_languages

#: A cell that says this empties what is there; a blank one leaves it.
EMPTIES = "-"
YES_AND_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(\.\d{1,6})?", re.ASCII)


class Wrong(ValueError):
    """What a cell says can't be taken; in a sentence for whoever wrote it."""


@dataclass(frozen=True)
class Column:
    name: str
    field: models.Field

    def read(self, cell: str):
        """What the cell says; raises Wrong."""
        if cell.strip() == EMPTIES:
            return self.emptied()
        return self.said(plain(cell))

    def emptied(self):
        raise Wrong(
            f"“{EMPTIES}” would empty this, and it can't be empty. Leave the cell blank to keep what it says."
        )

    def said(self, text: str):
        raise AttributeError(f"{type(self).__name__} does not say how its cells are read.")

    @property
    def kept_in(self) -> str:
        """The field that changes with it."""
        return self.field.name

    def value(self, description: dict):
        return description[self.field.name]

    def put(self, description: dict, value) -> None:
        description[self.field.name] = value

    def told(self, value) -> str:
        """The value as it stands in a cell."""
        return value


@dataclass(frozen=True)
class Text(Column):
    """Words in one language: of a field, or of its translations."""

    language: str

    def emptied(self) -> str:
        if self.is_first and not self.field.blank:
            return super().emptied()
        return ""

    def said(self, text: str) -> str:
        longest = self.field.max_length
        if longest and len(text) > longest:
            raise Wrong(f"This has {len(text)} characters; shorten it to {longest}.")
        if "\n" in text and not isinstance(self.field, models.TextField):
            raise Wrong("This has several lines; write it in one.")
        return text

    @property
    def is_first(self) -> bool:
        return self.language == first_language()

    @property
    def kept_in(self) -> str:
        return self.field.name if self.is_first else "translations"

    def value(self, description: dict) -> str:
        if self.is_first:
            return unified(description[self.field.name])
        return unified(description["translations"].get(self.language, {}).get(self.field.name, ""))

    def put(self, description: dict, value: str) -> None:
        if self.is_first:
            description[self.field.name] = value
            return
        words = description["translations"].get(self.language, {})
        kept = {name: text for name, text in (words | {self.field.name: value}).items() if text}
        others = {code: texts for code, texts in description["translations"].items() if code != self.language}
        description["translations"] = others | ({self.language: kept} if kept else {})


class YesNo(Column):
    def said(self, text: str) -> bool:
        if text.casefold() not in YES_AND_NO:
            raise Wrong(f"“{text}” is neither yes nor no; write one of them.")
        return YES_AND_NO[text.casefold()]

    def told(self, value: bool) -> str:
        return "yes" if value else "no"


class Duration(Column):
    def emptied(self) -> None:
        return None

    def said(self, text: str) -> timedelta:
        clock = CLOCK.fullmatch(text)
        if not clock or int(clock[2]) > 59 or int(clock[3]) > 59:
            raise Wrong(f"“{text}” is no duration; write hours:minutes:seconds, such as 0:04:30.")
        seconds = float(clock[3] + (clock[4] or ""))
        return timedelta(hours=int(clock[1] or 0), minutes=int(clock[2]), seconds=seconds)

    def told(self, value: timedelta | None) -> str:
        if value is None:
            return ""
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        part = f".{value.microseconds:06d}" if value.microseconds else ""
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}{part}"


def texts(model, *names: str) -> list[Text]:
    """The columns of text fields: in the first language, then in each other, its tag behind the name."""
    fields = [model._meta.get_field(name) for name in names]
    first = [Text(field.name, field, first_language()) for field in fields]
    others = [
        Text(f"{field.name}_{language.casefold()}", field, language)
        for language in other_languages()
        for field in fields
    ]
    return first + others

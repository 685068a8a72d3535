"""What a row describes, and what becomes of it."""

from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Model

from archive.importing.columns import Column


class Fate(Enum):
    """What happens to something that a file describes, if anything about it changes."""

    CHANGED = "changed"
    MADE = "made"
    PUBLISHED = "published"
    NOT_PUBLISHED = "not published"
    UNFINISHED = "unfinished"
    DRAFT = "draft"


@dataclass
class Subject:
    """A media item or a story as it is described, and as it would be."""

    name: str
    fate: Fate
    description: dict
    #: The media item or story.
    thing: Model
    #: The gallery below which a new story is made.
    gallery: Model | None = None
    #: The fields that are not what they were.
    changed: set[str] = field(default_factory=set)

    def take(self, column: Column, value) -> tuple[str, str] | None:
        """Takes what a cell says; what was there before and is there now, if that is not the same."""
        before = column.value(self.description)
        if value == before:
            return None
        column.put(self.description, value)
        self.changed.add(column.kept_in)
        return column.told(before), column.told(value)

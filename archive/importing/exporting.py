"""Writes what is said of media items and stories in the form in which it is read again, a part at a time."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from archive.admin.known import known
from archive.importing.cells import harmless
from archive.importing.columns import Column
from archive.importing.described import descriptions
from archive.importing.media import MediaRows, described
from archive.importing.rights import Rights
from archive.importing.stories import StoryRows
from archive.models import MediaItem, StoryPage

PART = 500
#: With it, Excel reads UTF-8.
BYTE_ORDER_MARK = "\ufeff"


class Line:
    """What a CSV writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def media(user, gallery=None) -> Iterator[str]:
    """The media items that the person may describe, of all galleries or of one."""
    rights = Rights(user)
    columns = list(MediaRows(rights).columns.values())
    items = known(MediaItem, user).filter(gallery__in=rights.pages("change").values("pk"))
    if gallery is not None:
        items = items.filter(gallery=gallery)
    items = items.select_related("gallery").order_by("gallery__code", "kind", "number")
    things = (([item.key], described(item).description) for item in items.iterator(chunk_size=PART))
    return table(["key"], columns, things)


def stories(user, gallery=None) -> Iterator[str]:
    """The stories that the person may change, as their latest drafts say."""
    rights = Rights(user)
    kind = StoryRows(rights)
    columns = [column for column in kind.columns.values() if column.name not in kind.closed]
    found = known(StoryPage, user).filter(pk__in=rights.pages("change").values("pk")).with_card()
    if gallery is not None:
        found = found.child_of(gallery)
    names = [column for column in columns if column in kind.names]
    return table(kind.identity, columns, _in_parts(found.order_by("code", "number", "path"), names))


def _in_parts(stories, names) -> Iterator[tuple[list[str], dict]]:
    stories = stories.iterator(chunk_size=PART)
    while part := list(islice(stories, PART)):
        said = descriptions(part, names)
        for story in part:
            yield [story.code, str(story.number)], said[story.pk]


def table(identity: Iterable[str], columns: list[Column], things) -> Iterator[str]:
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow([*identity, *(column.name for column in columns)])
    for named, description in things:
        cells = [column.told(column.value(description)) for column in columns]
        yield writer.writerow([*named, *(harmless(cell) for cell in cells)])

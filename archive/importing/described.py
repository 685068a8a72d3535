"""What is said of stories now: in the latest draft, where there is one, as their editors see it."""

from django.utils.dateparse import parse_duration
from wagtail.models import Revision

from archive.importing.catalogue import Names
from archive.models import StoryPage

#: The fields that stand in a row of the table or in a draft.
WORDS = ("title", "summary", "notes", "duration", "translations")
LISTS = ("eras", "keywords", "analysis_points")


def empty_description() -> dict:
    """Of a story that is to be made."""
    story = StoryPage()
    return {name: getattr(story, name) for name in WORDS} | dict.fromkeys(LISTS, frozenset())


def descriptions(stories: list[StoryPage], names: list[Names]) -> dict[int, dict]:
    """What is said of each story; its eras and the like only as far as there is a column for them in `names`.

    One query for the drafts and two for each list.
    """
    said = {story.pk: {name: getattr(story, name) for name in WORDS} for story in stories}
    for column in names:
        for pk, ids in _ids(stories, column).items():
            said[pk][column.field.name] = _named(ids, column)
    drafted = {story.latest_revision_id: story.pk for story in stories if story.has_unpublished_changes}
    for revision in Revision.objects.filter(pk__in=[pk for pk in drafted if pk]):
        said[drafted[revision.pk]] |= _of_draft(revision.content, names)
    return said


def _ids(stories, column: Names) -> dict[int, list[int]]:
    """The ids in a list of each story."""
    field, found = column.field, {story.pk: [] for story in stories}
    through = field.remote_field.through
    story, thing = field.m2m_column_name(), field.m2m_reverse_name()
    for pk, other in through.objects.filter(**{f"{story}__in": list(found)}).values_list(story, thing):
        found[pk].append(other)
    return found


def _of_draft(content: dict, names: list[Names]) -> dict:
    said = {name: content[name] for name in WORDS if name in content}
    if said.get("duration"):
        said["duration"] = parse_duration(said["duration"])
    lists = {column.field.name: _named(content.get(column.field.name, []), column) for column in names}
    return said | lists


def _named(ids, column: Names) -> frozenset:
    """By their names; what was deleted since has none."""
    return frozenset(column.catalogue.names[pk] for pk in ids if pk in column.catalogue.names)

"""Writes many descriptions at once, each with its line in the history, and tells the search's index."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from archive.importing.subject import Subject
from archive.models import MediaItem, StoryMedia
from archive.search.following import note

BATCH = 200


def write_media(subjects: list[Subject], by) -> None:
    """The descriptions of media items. A fixed number of queries for each two hundred."""
    items = [take_over(subject) for subject in subjects]
    key = MediaItem._meta.get_field("sort_key")
    for item in items:
        key.pre_save(item, add=False)
    fields = {name for subject in subjects for name in subject.changed} | {key.name}
    MediaItem.objects.bulk_update(items, fields, batch_size=BATCH)
    content_type = ContentType.objects.get_for_model(MediaItem)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(object_id=str(item.pk), **log_line(item, content_type, "wagtail.edit", by))
            for item in items
        ],
        batch_size=BATCH,
    )
    pks = [item.pk for item in items]
    note(lambda: StoryMedia.objects.filter(item__in=pks).values_list("story", flat=True).distinct())


def take_over(subject: Subject):
    """The thing, with what has changed of its description."""
    for name in subject.changed:
        setattr(subject.thing, name, subject.description[name])
    return subject.thing


def log_line(thing, content_type, action: str, by) -> dict:
    return {
        "content_type": content_type,
        "label": str(thing),
        "action": action,
        "timestamp": timezone.now(),
        "uuid": get_active_log_context().uuid,
        "user": by,
        "content_changed": True,
    }

"""Writes many stories at once, as their form would: new drafts, and new revisions that may be published."""

import copy
from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.duration import duration_string
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published

from archive.importing.described import LISTS
from archive.importing.subject import Fate, Subject
from archive.importing.writing import BATCH, log_line
from archive.models import StoryPage
from archive.search.following import note

#: What a revision changes in the page's row, and what its being published does.
DRAFTED = ["draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"]
PUBLISHED = ["title", "live_revision", "first_published_at", "last_published_at"]


def write_stories(subjects: list[Subject], ids: dict, by) -> None:
    """Makes the pages that are not there yet, and a revision of each; what may be published is live.

    But for the new pages, a fixed number of queries for each two hundred: Wagtail needs sixty for each story.
    """
    now = timezone.now()
    made = [subject for subject in subjects if subject.fate is Fate.MADE]
    live = [subject for subject in subjects if subject.fate is Fate.PUBLISHED]
    _make(made, by)
    revisions = _revisions(subjects, ids, by, now)
    for subject, revision in zip(subjects, revisions, strict=True):
        _draft(subject, revision)
        if subject.fate is Fate.PUBLISHED:
            _publish(subject, revision, now)
    _save(subjects, DRAFTED)
    words = {name for subject in live for name in subject.changed} - set(LISTS)
    _save(live, [*PUBLISHED, *(words - {"title"})])
    for name in LISTS:
        _relist(name, [subject for subject in [*made, *live] if name in subject.changed], ids)
    _log(made, "wagtail.create", by)
    _log([subject for subject in subjects if subject.fate is not Fate.MADE], "wagtail.edit", by)
    _log(live, "wagtail.publish", by)
    note(lambda: [subject.thing.pk for subject in live])
    for subject in live:
        page_published.send(StoryPage, instance=subject.thing, revision=subject.thing.live_revision)
        published.send(StoryPage, instance=subject.thing, revision=subject.thing.live_revision)


def _make(subjects: list[Subject], by) -> None:
    """Drafts, each as the last page of its gallery.

    Their places in the tree are taken beforehand, as where Wagtail copies pages; else it seeks each anew.
    """
    paths = {}
    with disable_reference_index_auto_update():
        for subject in subjects:
            story, gallery = subject.thing, subject.gallery
            for name in set(subject.description) - set(LISTS):
                setattr(story, name, subject.description[name])
            story.live, story.owner, story.locale_id = False, by, gallery.locale_id
            story.path = paths[gallery.pk] = _next_path(gallery, paths.get(gallery.pk))
            story.depth, story._cached_parent_obj = gallery.depth + 1, gallery
            story.save(clean=False, log_action=None)
    for gallery, count in Counter(subject.gallery for subject in subjects).items():
        Page.objects.filter(pk=gallery.pk).update(numchild=F("numchild") + count)


def _next_path(gallery, last: str | None) -> str:
    if last is None and (child := gallery.get_last_child()):
        last = child.path
    if last is None:
        return StoryPage._get_path(gallery.path, gallery.depth + 1, 1)
    return StoryPage(path=last, depth=gallery.depth + 1)._inc_path()


def _revisions(subjects, ids, by, now) -> list[Revision]:
    latest = Revision.objects.in_bulk({subject.thing.latest_revision_id for subject in subjects} - {None})
    types = {
        "content_type": ContentType.objects.get_for_model(StoryPage),
        "base_content_type": ContentType.objects.get_for_model(Page),
    }
    made = []
    for subject in subjects:
        story = subject.thing
        before = latest.get(story.latest_revision_id)
        content = copy.deepcopy(before.content) if before else story.serializable_data()
        content |= {name: _serialised(name, value, ids) for name, value in subject.description.items()}
        made.append(
            Revision(
                **types,
                object_id=str(story.pk),
                created_at=now,
                user=by,
                object_str=content["title"],
                content=content,
            )
        )
    return Revision.objects.bulk_create(made, batch_size=BATCH)


def _serialised(name: str, value, ids):
    if name in LISTS:
        return ids[name](value)
    if name == "duration":
        return None if value is None else duration_string(value)
    return value


def _draft(subject: Subject, revision: Revision) -> None:
    story = subject.thing
    story.draft_title = revision.content["title"]
    story.latest_revision, story.latest_revision_created_at = revision, revision.created_at
    story.has_unpublished_changes = subject.fate is not Fate.PUBLISHED


def _publish(subject: Subject, revision: Revision, now) -> None:
    story = subject.thing
    for name in subject.changed - set(LISTS):
        setattr(story, name, subject.description[name])
    story.live_revision, story.last_published_at = revision, now
    story.first_published_at = story.first_published_at or now


def _relist(name: str, subjects: list[Subject], ids) -> None:
    """What a list of the live stories has now."""
    field = StoryPage._meta.get_field(name)
    through, story, thing = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.filter(**{f"{story}__in": [subject.thing.pk for subject in subjects]}).delete()
    through.objects.bulk_create(
        [
            through(**{story: subject.thing.pk, thing: pk})
            for subject in subjects
            for pk in ids[name](subject.description[name])
        ],
        batch_size=BATCH,
    )


def _save(subjects: list[Subject], fields: list[str]) -> None:
    StoryPage.objects.bulk_update([subject.thing for subject in subjects], fields, batch_size=BATCH)


def _log(subjects: list[Subject], action: str, by) -> None:
    content_type = ContentType.objects.get_for_model(StoryPage)
    lines = [
        PageLogEntry(
            page=subject.thing,
            revision=subject.thing.latest_revision,
            **log_line(subject.thing, content_type, action, by),
        )
        for subject in subjects
    ]
    PageLogEntry.objects.bulk_create(lines, batch_size=BATCH)

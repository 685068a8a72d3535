"""Listens to what changes in the archive, so that the search index follows it.

What is written past the models' `save` (bulk_create, update) is not heard of: whoever does that tells
`archive.search.index.index`, as `manage.py index_archive` does of everything.
"""

from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_save,
)
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move, task_submitted, workflow_cancelled

from archive.models import (
    AnalysisPoint,
    Chain,
    ChainTheme,
    ConsentLimit,
    Cue,
    Era,
    ExhibitionPage,
    GalleryPage,
    GalleryReviewTask,
    Keyword,
    MediaItem,
    ParticipationGroup,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
)
from archive.moderation import steps
from archive.search import fulltext, tasks  # noqa: F401  the workers find the tasks here
from archive.search.following import note

#: What stories are described with, and the way to it from a story.
WAYS = {
    AnalysisPoint: "analysis_points",
    Chain: "themes__chains",
    Era: "eras",
    Keyword: "keywords",
    MediaItem: "placements__item",
    Theme: "themes",
}
#: What says to which story (or, in a chain, to which theme) something belongs.
TIES = {ChainTheme: "theme", StoryMedia: "story", ThemeStory: "story", Transcript: "story"}
MANY_TO_MANY = [
    StoryPage.analysis_points.through,
    StoryPage.eras.through,
    StoryPage.keywords.through,
    ChainTheme,
    ThemeStory,
]


def stories_by(way: str, *pks: int) -> list[int]:
    return list(StoryPage.objects.filter(**{f"{way}__in": pks}).values_list("pk", flat=True))


def note_stories(way: str, *pks: int) -> None:
    """Those at the end of the way after commit."""
    note(lambda: stories_by(way, *pks))


def note_stories_now(way: str, *pks: int) -> None:
    """Those at the end of the way now, which will not be found there after commit."""
    found = stories_by(way, *pks)
    note(lambda: found)


@receiver(post_migrate)
def make_index(sender, **kwargs):
    """A change of the documents' table may have taken the index along."""
    if sender.name == "archive":
        fulltext.make()


@receiver(post_save, sender=StoryPage)
@receiver(post_save, sender=GalleryPage)
def page_saved(sender, instance, **kwargs):
    note(lambda: [instance.pk])


@receiver(post_save, sender=ExhibitionPage)
def moderate_galleries(sender, instance, created, raw, **kwargs):
    """A new exhibition has the moderation of galleries from its first moment on."""
    if created and not raw:
        steps.moderate(instance)


@receiver(task_submitted)
def submit(sender, instance, user, **kwargs):
    gallery = _moderated(instance.workflow_state, instance.task)
    if gallery:
        steps.submitted_in_wagtail(gallery, by=user)


@receiver(workflow_cancelled)
def retract(sender, instance, user, **kwargs):
    gallery = _moderated(instance, instance.current_task_state.task)
    if gallery:
        steps.cancelled_in_wagtail(gallery, by=user)


def _moderated(workflow_state, task):
    """The gallery that is under the moderation of galleries; nothing if something else is."""
    page = workflow_state.content_object.specific_deferred
    is_ours = isinstance(page, GalleryPage) and isinstance(task.specific, GalleryReviewTask)
    return page.specific if is_ours else None


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    """Its stories have come to another participant."""
    note(lambda: Page.objects.filter(path__startswith=instance.path).values_list("pk", flat=True))


def description_saved(sender, instance, **kwargs):
    note_stories(WAYS[sender], instance.pk)


def description_going(sender, instance, **kwargs):
    note_stories_now(WAYS[sender], instance.pk)


for model in WAYS:
    post_save.connect(description_saved, sender=model)
    pre_delete.connect(description_going, sender=model)


def note_tie(sender, pk) -> None:
    """The story that a tie belongs to; if it leads to a theme, all of the theme's."""
    if TIES[sender] == "story":
        note(lambda: [pk])
    else:
        note_stories("themes", pk)


def tie_saved(sender, instance, **kwargs):
    note_tie(sender, getattr(instance, f"{TIES[sender]}_id"))


def tie_changing(sender, instance, **kwargs):
    """It may lead elsewhere from now on."""
    for pk in sender.objects.filter(pk=instance.pk).values_list(f"{TIES[sender]}_id", flat=True):
        note_tie(sender, pk)


for model in TIES:
    post_save.connect(tie_saved, sender=model)
    post_delete.connect(tie_saved, sender=model)
for model in (ChainTheme, ThemeStory, Transcript):
    pre_save.connect(tie_changing, sender=model)


def many_changed(sender, instance, action, model, pk_set, **kwargs):
    """Descriptions, themes or chains were given or taken in one step, from either side."""
    if isinstance(instance, StoryPage):
        note(lambda: [instance.pk])
    elif action == "pre_clear":
        note_stories_now("themes" if isinstance(instance, Theme) else WAYS[type(instance)], instance.pk)
    elif pk_set and model is StoryPage:
        note(lambda: pk_set)
    elif pk_set:
        note_stories("themes", *(pk_set if model is Theme else [instance.pk]))


for model in MANY_TO_MANY:
    m2m_changed.connect(many_changed, sender=model)


@receiver(post_save, sender=Cue)
def cue_saved(sender, instance, **kwargs):
    note_stories("transcripts", instance.transcript_id)


def item_changed(sender, instance, **kwargs):
    """What is limited, or a whole recording, is found by no words of its own (archive.search.documents)."""
    item = instance.sound_id if sender is Recording else instance.item_id
    if item:
        note_stories("placements__item", item)


for model in (ConsentLimit, Recording):
    post_save.connect(item_changed, sender=model)
    post_delete.connect(item_changed, sender=model)


@receiver(post_save, sender=ParticipationGroup)
def group_saved(sender, instance, **kwargs):
    note(lambda: instance.galleries.values_list("pk", flat=True))

"""The stories that a file is about, as they are, and what the person may do with each."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, WorkflowState

from archive.access import ancestor_path
from archive.importing.catalogue import Names
from archive.importing.described import descriptions, empty_description
from archive.importing.rights import Rights
from archive.importing.subject import Fate, Subject
from archive.importing.table import Problem, Row
from archive.models import GalleryPage, StoryPage


class StoriesThere:
    """Asks for all at once: a fixed number of queries, however many stories a file is about."""

    def __init__(self, rights: Rights, named: list[tuple[str, int]], names: list[Names]):
        self.galleries = rights.galleries({code for code, _ in named})
        tree_paths = [gallery.path for gallery in self.galleries.values()]
        below = StoryPage.objects.alias(gallery_path=ancestor_path(1)).filter(gallery_path__in=tree_paths)
        asked = below.filter(number__in={number for _, number in named})
        self.stories = defaultdict(list)
        for story in asked.annotate_approved_schedule():
            self.stories[story.path[: -Page.steplen], story.number].append(story)
        found = [story for those in self.stories.values() for story in those]
        self.descriptions, self.in_review = descriptions(found, names), in_review(found)
        self.may_change, self.may_publish = rights.among(asked, "change"), rights.among(asked, "publish")
        self.may_add = rights.among(GalleryPage.objects.filter(code__in=self.galleries), "add")
        self.slugs = {(path[: -Page.steplen], slug) for path, slug in below.values_list("path", "slug")}
        self.user = rights.user

    def subject(self, row: Row, code: str, number: int) -> Subject | Problem:
        gallery = self.galleries.get(code)
        if gallery is None:
            return Problem(f"There is no gallery of {code}.", row.number, "participant")
        found = self.stories.get((gallery.path, number), [])
        if len(found) > 1:
            return Problem("Several stories have this number; give each its own first.", row.number, "number")
        return self._changed(row, code, found[0]) if found else self._made(row, gallery, number)

    def _changed(self, row: Row, code: str, story: StoryPage) -> Subject | Problem:
        if story.pk not in self.may_change:
            return Problem(f"You may not change the stories of {code}.", row.number, "participant")
        if why := self._held_back(story):
            return Problem(why, row.number, "number")
        if not story.live:
            fate = Fate.DRAFT
        elif story.has_unpublished_changes:
            fate = Fate.UNFINISHED
        else:
            fate = Fate.PUBLISHED if story.pk in self.may_publish else Fate.NOT_PUBLISHED
        return Subject(called(code, story.number), fate, self.descriptions[story.pk], story)

    def _held_back(self, story: StoryPage) -> str:
        """Why nobody may change the story now; empty if it can be changed."""
        if story.alias_of_id:
            return "This story repeats another one; describe that one."
        if story.locked and story.locked_by_id != self.user.pk:
            return "This story is locked; whoever locked it can unlock it."
        if story.pk in self.in_review:
            return "This story is being reviewed; wait until that is done."
        if story.approved_schedule:
            return "This story waits for the day on which it is published; take it off the schedule first."
        return ""

    def _made(self, row: Row, gallery: GalleryPage, number: int) -> Subject | Problem:
        if gallery.pk not in self.may_add:
            return Problem(f"You may not add stories to {gallery.code}.", row.number, "participant")
        name = called(gallery.code, number)
        slug, extra = name.lower(), 1
        while (gallery.path, slug) in self.slugs:
            extra += 1
            slug = f"{name.lower()}-{extra}"
        return Subject(name, Fate.MADE, empty_description(), StoryPage(number=number, slug=slug), gallery)


def in_review(stories: list[StoryPage]) -> set[int]:
    """The stories that are being moderated; Wagtail keeps the ids of what it moderates as text."""
    going_on = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(story.pk) for story in stories],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return {int(pk) for pk in going_on.values_list("object_id", flat=True)}


def called(code: str, number: int) -> str:
    """What people call a story: XY001, like its media."""
    return f"{code}{number:03d}"

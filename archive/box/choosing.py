"""What may be in a box: what is exhibited, and what consent covers for its use; grants don't matter."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from archive.access.asking import Asked
from archive.access.consent import allows, closing_limits, current_consents
from archive.access.rules import participant_rules
from archive.models import Connection, GalleryPage, MediaItem, StoryPage, Theme

#: The uses that a consent can cover.
SCOPES = ("exhibition", "research", "teaching", "public")


@dataclass
class BoxedStory:
    page: StoryPage
    photographs: list[MediaItem]
    recordings: list[MediaItem]
    transcripts: list
    keywords: list
    themes: list = field(default_factory=list)
    #: Stories of the box that it is joined to, and by which kind of connection.
    ties: list = field(default_factory=list)

    @property
    def lead(self) -> MediaItem | None:
        return self.photographs[0] if self.photographs else None


@dataclass
class BoxedGallery:
    page: GalleryPage
    stories: list[BoxedStory]
    portrait: MediaItem | None


def choose(scope: str, *, at, codes: tuple[str, ...] = ()) -> list[BoxedGallery]:
    """The galleries of the box with their stories, at a moment; all, or those with these codes."""
    asked = Asked(AnonymousUser(), at)
    rules = participant_rules(asked) | {
        "consent": Q(pk__in=current_consents(asked).filter(allows(asked, scope)).values("gallery"))
    }
    galleries = GalleryPage._base_manager.filter(*rules.values()).order_by("path")
    if codes:
        galleries = galleries.filter(code__in=codes)
    items = MediaItem.objects.filter(is_missing=False).exclude(
        pk__in=closing_limits(asked, "item", scope).values("item")
    )
    closed = closing_limits(asked, "story", scope).values("story")
    boxed = [_gallery(page, items, closed) for page in galleries.iterator(chunk_size=100)]
    _join({story.page.pk: story for gallery in boxed for story in gallery.stories})
    return boxed


def _gallery(page, items, closed):
    stories = StoryPage.objects.child_of(page).live().exclude(pk__in=closed).order_by("number", "path")
    found = stories.prefetch_related("keywords", "transcripts__cues")
    portrait = items.filter(pk=page.portrait_id).first() if page.portrait_id else None
    return BoxedGallery(page, [_story(story, items) for story in found], portrait)


def _story(page, items):
    placed = list(
        items.filter(placements__story=page).select_related("gallery").order_by("placements__sort_order")
    )
    return BoxedStory(
        page,
        [item for item in placed if item.kind == MediaItem.Kind.PHOTO],
        sorted(
            (item for item in placed if item.kind != MediaItem.Kind.PHOTO),
            key=lambda item: item.kind == "voice",
        ),
        list(page.transcripts.all()),
        list(page.keywords.all()),
    )


def _join(stories: dict[int, BoxedStory]) -> None:
    """Themes and connections among the stories of the box; what leads out of it is not told."""
    for tie in Connection.objects.filter(from_story__in=stories, to_story__in=stories).select_related("type"):
        one, other = stories[tie.from_story_id], stories[tie.to_story_id]
        one.ties.append((tie.type.name, other))
        other.ties.append((tie.type.name, one))
    for theme in Theme.objects.filter(stories__in=stories).distinct().prefetch_related("stories"):
        for story in theme.stories.all():
            if story.pk in stories:
                stories[story.pk].themes.append(theme)

"""Stories, galleries and exhibitions with what belongs to them, through the gate; each in a few queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404

from archive.models import (
    ExhibitionPage,
    GalleryPage,
    MediaItem,
    Recording,
    StoryMedia,
    StoryPage,
    Transcript,
)
from archive.veil import veil


@dataclass(frozen=True)
class Story:
    """The items are in the order in which editors placed them."""

    page: StoryPage
    gallery: GalleryPage
    items: list[MediaItem]
    transcripts: list[Transcript]
    recorded: date | None


@dataclass(frozen=True)
class Gallery:
    """Its page and each story have `lead`, the picture that stands for it, or None."""

    page: GalleryPage
    exhibition: ExhibitionPage
    stories: list[StoryPage]
    recorded: date | None


@dataclass(frozen=True)
class Exhibition:
    """Each gallery has `lead`, the participant's portrait, or None."""

    page: ExhibitionPage
    galleries: list[GalleryPage]


def story(user, uuid) -> Story:
    page = get_object_or_404(StoryPage.objects.visible_to(user), uuid=uuid)
    prefetch_related_objects([page], "eras", "keywords")
    gallery = get_object_or_404(GalleryPage.objects.visible_to(user).parent_of(page))
    places = StoryMedia.objects.filter(story=page, item__in=MediaItem.objects.visible_to(user).values("pk"))
    places = places.select_related("item__gallery").order_by("sort_order", "pk")
    return Story(
        page=page,
        gallery=gallery,
        items=[place.item for place in places],
        transcripts=list(Transcript.objects.visible_to(user).filter(story=page).order_by("language")),
        recorded=recorded(user, gallery),
    )


def gallery(user, uuid) -> Gallery:
    page = get_object_or_404(GalleryPage.objects.visible_to(user).with_wholeness(user), uuid=uuid)
    if not page.is_whole:
        veil(page)
    stories = list(StoryPage.objects.child_of(page).visible_to(user).with_card().order_by("path"))
    leads = pictures(user, [page.portrait_id, *(story.lead_id for story in stories)])
    page.lead = leads.get(page.portrait_id)
    for story in stories:
        story.lead = leads.get(story.lead_id)
    exhibition = get_object_or_404(ExhibitionPage.objects.visible_to(user).parent_of(page))
    return Gallery(page, exhibition, stories, recorded(user, page))


def exhibition(user, slug) -> Exhibition:
    page = get_object_or_404(ExhibitionPage.objects.visible_to(user), slug=slug)
    galleries = list(GalleryPage.objects.child_of(page).visible_to(user).order_by("path"))
    portraits = pictures(user, [gallery.portrait_id for gallery in galleries])
    for gallery in galleries:
        gallery.lead = portraits.get(gallery.portrait_id)
    return Exhibition(page, galleries)


def recorded(user, gallery) -> date | None:
    """When the participant was first recorded, for those who may know."""
    dates = Recording.objects.visible_to(user).filter(gallery=gallery).exclude(date=None)
    return dates.order_by("date").values_list("date", flat=True).first()


def pictures(user, pks) -> dict[int, MediaItem]:
    return MediaItem.objects.visible_to(user).select_related("gallery").in_bulk(set(pks) - {None})

"""The gate: what of the exhibition a person may see at a moment. Every channel asks `visible_to`.

A grant on an exhibition opens all of it, one on a gallery its stories, one on a story that story and
the way to it. Grants are guardian rows with a beginning and an end, judged at the moment of the
request. Guardian's own `has_perm` knows nothing of those dates, so nothing but this module reads grants.
"""

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Length, Substr
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

#: Held globally (by a role such as the archivists'), it opens every exhibition without a grant.
SEE_EVERYTHING = "archive.view_exhibitionpage"


def sees_everything(user) -> bool:
    return user.is_active and user.has_perm(SEE_EVERYTHING)


def ancestor_path(levels: int):
    """The tree path of a page's ancestor, `levels` above it.

    PostgreSQL may ask it of any page before it filters, the root too, and refuses a negative length.
    """
    return Substr("path", 1, Greatest(Length("path") - levels * Page.steplen, 0))


def counting_grants(page_type: str, user, at):
    """The user's grants on pages of a type that count at that moment: his own, and his groups'."""
    counts = (Q(valid_from=None) | Q(valid_from__lte=at)) & (Q(valid_until=None) | Q(valid_until__gt=at))
    counts &= Q(permission__codename=f"view_{page_type}")
    by_user = apps.get_model("archive", f"{page_type}userobjectpermission").objects
    by_group = apps.get_model("archive", f"{page_type}groupobjectpermission").objects
    return by_user.filter(counts, user=user), by_group.filter(counts, group__user=user)


def granted(page_type: str, user, at):
    """The pages of a type that the user was granted, himself or through a group, at that moment."""
    by_user, by_group = counting_grants(page_type, user, at)
    pages = apps.get_model("archive", page_type)._base_manager
    return pages.filter(
        Q(pk__in=by_user.values("content_object")) | Q(pk__in=by_group.values("content_object")), live=True
    )


def live_paths(page_type: str):
    return apps.get_model("archive", page_type)._base_manager.filter(live=True).values("path")


class GatedQuerySet(models.QuerySet):
    """A queryset with the one question; subclasses say which rows a grant opens."""

    def visible_to(self, user, at=None):
        """The rows that `user` may see at the moment `at` (now, if not said); a stranger sees none."""
        if user.is_anonymous or not user.is_active:
            return self.none()
        return self._opened(user, at or timezone.now())

    def _opened(self, user, at):
        raise AttributeError(f"{type(self).__name__} does not say which rows a grant opens.")


class ExhibitionQuerySet(GatedQuerySet, PageQuerySet):
    def _opened(self, user, at):
        if sees_everything(user):
            return self.live()
        return self.live().filter(
            Q(pk__in=granted("exhibitionpage", user, at).values("pk"))
            | Q(path__in=granted("gallerypage", user, at).values_list(ancestor_path(1)))
            | Q(path__in=granted("storypage", user, at).values_list(ancestor_path(2)))
        )


class GalleryQuerySet(GatedQuerySet, PageQuerySet):
    def _opened(self, user, at):
        live = self.live().alias(exhibition_path=ancestor_path(1))
        live = live.filter(exhibition_path__in=live_paths("exhibitionpage"))
        if sees_everything(user):
            return live
        return live.filter(
            Q(pk__in=granted("gallerypage", user, at).values("pk"))
            | Q(exhibition_path__in=granted("exhibitionpage", user, at).values("path"))
            | Q(path__in=granted("storypage", user, at).values_list(ancestor_path(1)))
        )


class StoryQuerySet(GatedQuerySet, PageQuerySet):
    def _opened(self, user, at):
        live = self.live().alias(gallery_path=ancestor_path(1), exhibition_path=ancestor_path(2))
        live = live.filter(
            gallery_path__in=live_paths("gallerypage"), exhibition_path__in=live_paths("exhibitionpage")
        )
        if sees_everything(user):
            return live
        return live.filter(
            Q(pk__in=granted("storypage", user, at).values("pk"))
            | Q(gallery_path__in=granted("gallerypage", user, at).values("path"))
            | Q(exhibition_path__in=granted("exhibitionpage", user, at).values("path"))
        )

    def with_card(self):
        """Adds what a card shows: the participant's `code`, and `lead_id`, the picture that stands for it."""
        galleries = apps.get_model("archive", "gallerypage")._base_manager
        places = apps.get_model("archive", "storymedia").objects
        leads = places.filter(story=OuterRef("pk"), item__kind__in=["photo", "video"]).order_by("sort_order")
        return self.alias(gallery_path=ancestor_path(1)).annotate(
            code=Subquery(galleries.filter(path=OuterRef("gallery_path")).values("code")[:1]),
            lead_id=Subquery(leads.values("item")[:1]),
        )


def visible_stories(user, at):
    return apps.get_model("archive", "storypage").objects.visible_to(user, at)


class MediaItemQuerySet(GatedQuerySet):
    """A media item is seen where it is placed: in a story, or as the portrait of a gallery."""

    def _opened(self, user, at):
        placed = apps.get_model("archive", "storymedia").objects.filter(
            story__in=visible_stories(user, at).values("pk")
        )
        galleries = apps.get_model("archive", "gallerypage").objects.visible_to(user, at)
        return self.filter(
            Q(pk__in=placed.values("item")) | Q(pk__in=galleries.exclude(portrait=None).values("portrait"))
        )


class TranscriptQuerySet(GatedQuerySet):
    def _opened(self, user, at):
        return self.filter(story__in=visible_stories(user, at).values("pk"))


class OfStoriesQuerySet(GatedQuerySet):
    """What consists of stories is seen if one can be seen at the end of each of `paths_to_stories`."""

    def _opened(self, user, at):
        stories = visible_stories(user, at).values("pk")
        found = self
        for path in self.model.paths_to_stories:
            found = found.filter(**{f"{path}__in": stories})
        return found.distinct()


def open_until(story, user, at=None):
    """When the last of the user's grants that open a story ends; None if one of them never does.

    Links to the story's media live no longer than that. One query.
    """
    at = at or timezone.now()
    if sees_everything(user):
        return None
    way = {
        "storypage": story.path,
        "gallerypage": story.path[: -Page.steplen],
        "exhibitionpage": story.path[: -2 * Page.steplen],
    }
    ends = [
        grants.filter(content_object__path=path).order_by().values_list("valid_until", flat=True)
        for page_type, path in way.items()
        for grants in counting_grants(page_type, user, at)
    ]
    ends = list(ends[0].union(*ends[1:], all=True))
    return max(ends) if ends and None not in ends else None

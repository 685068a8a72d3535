"""The querysets with the one question, `visible_to`."""

from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.utils import timezone
from wagtail.query import PageQuerySet

from archive.access import rules
from archive.access.asking import Asked, ancestor_path, model, within
from archive.access.consent import not_withdrawn, unlimited
from archive.access.grants import granted_wholly, sees_everything


class GatedQuerySet(models.QuerySet):
    """A queryset with the one question; subclasses say by which rules."""

    def visible_to(self, user, at=None):
        """The rows that `user` may see at the moment `at` (now, if not said); a stranger sees none."""
        if rules.stranger(user):
            return self.none()
        return self._fulfilling(self.rules_for(Asked(user, at or timezone.now())))

    def lets_in(self, user, page) -> bool:
        """Whether the user may see the page now. One query."""
        return self.visible_to(user).filter(pk=page.pk).exists()

    def rules_for(self, asked: Asked) -> rules.Rules:
        raise AttributeError(f"{type(self).__name__} does not say by which rules its rows are seen.")

    def _fulfilling(self, conditions: rules.Rules):
        return self.filter(*conditions.values())


class ExhibitionQuerySet(GatedQuerySet, PageQuerySet):
    def rules_for(self, asked):
        return rules.exhibition_rules(asked)


class GalleryQuerySet(GatedQuerySet, PageQuerySet):
    def rules_for(self, asked):
        return rules.gallery_rules(asked)

    def lets_in(self, user, page) -> bool:
        """Whether the user may see the gallery now; it is told whether wholly (`is_whole`). One query."""
        seen = self.visible_to(user).filter(pk=page.pk).with_wholeness(user).order_by()
        page.is_whole = seen.values_list("is_whole", flat=True).first()
        return page.is_whole is not None

    def with_wholeness(self, user, at=None):
        """Adds `is_whole`: whether the user was granted the gallery, and not only some of its stories."""
        if rules.stranger(user) or sees_everything(user):
            return self.annotate(is_whole=Value(not rules.stranger(user)))
        return self.annotate(is_whole=granted_wholly(Asked(user, at or timezone.now())))

    def withdrawn(self):
        return self.exclude(not_withdrawn())

    def not_withdrawn(self):
        return self.filter(not_withdrawn())


def _of_withdrawn():
    """Of a story: that its participant withdrew."""
    return within(ancestor_path(1), model("gallerypage").objects.withdrawn().values("path"))


class StoryQuerySet(GatedQuerySet, PageQuerySet):
    def rules_for(self, asked):
        return rules.story_rules(asked)

    def withdrawn(self):
        return self.filter(_of_withdrawn())

    def not_withdrawn(self):
        return self.exclude(_of_withdrawn())

    def with_card(self, at=None):
        """Adds what a card shows: the participant's `code`, and `lead_id`, the picture that stands for it."""
        asked = Asked(None, at or timezone.now())
        galleries = rules.pages("gallerypage").filter(path=OuterRef("gallery_path"))
        leads = model("storymedia").objects.filter(
            unlimited(asked, "item", "item"),
            within("item__gallery", rules.open_galleries(asked).values("pk")),
            story=OuterRef("pk"),
            item__kind__in=["photo", "video"],
        )
        return self.alias(gallery_path=ancestor_path(1)).annotate(
            code=Subquery(galleries.values("code")[:1]),
            lead_id=Subquery(leads.order_by("sort_order").values("item")[:1]),
        )


class MediaItemQuerySet(GatedQuerySet):
    def rules_for(self, asked):
        return rules.item_rules(asked)


class RecordingQuerySet(GatedQuerySet):
    def rules_for(self, asked):
        return rules.recording_rules(asked)


class TranscriptQuerySet(GatedQuerySet):
    """A transcript is seen with its story."""

    def rules_for(self, asked):
        return rules.story_rules(asked, "story__")


class OfStoriesQuerySet(GatedQuerySet):
    """What consists of stories is seen if one can be seen at the end of each of `paths_to_stories`."""

    def rules_for(self, asked):
        stories = rules.pages("storypage").filter(*rules.story_rules(asked).values()).values("pk")
        return {path: within(F(path), stories) for path in self.model.paths_to_stories}

    def _fulfilling(self, conditions):
        return super()._fulfilling(conditions).distinct()

"""For which galleries a person may import descriptions: he has to know of them and may edit them."""

from functools import cached_property

from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.admin.known import known
from archive.models import GalleryPage, MediaItem


class Rights:
    """What one person may do; each answer costs one query, however many galleries there are."""

    def __init__(self, user):
        self.user = user

    def pages(self, *actions):
        """The pages on which Wagtail lets the person do one of these."""
        return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
            self.user, set(actions)
        )

    @cached_property
    def may_describe_media(self) -> bool:
        return policy_registry.get_by_type(MediaItem).user_has_permission(self.user, "change")

    @cached_property
    def may_write_stories(self) -> bool:
        return GalleryPage.objects.filter(pk__in=self.pages("add", "change").values("pk")).exists()

    @property
    def may_import(self) -> bool:
        return self.may_describe_media or self.may_write_stories

    def may(self, permission: str) -> bool:
        return self.user.has_perm(f"archive.{permission}")

    def galleries(self, codes=None) -> dict[str, GalleryPage]:
        """The galleries that the person may know of, by their codes."""
        galleries = known(GalleryPage, self.user)
        if codes is not None:
            galleries = galleries.filter(code__in=codes)
        return {gallery.code: gallery for gallery in galleries.order_by("path")}

    def among(self, pages, *actions) -> set[int]:
        """The ids of those pages on which the person may do one of these."""
        return set(self.pages(*actions).filter(pk__in=pages.values("pk")).values_list("pk", flat=True))

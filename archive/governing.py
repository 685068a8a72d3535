"""Whose access to what a person may see and change: the kinds of grants, and who governs which."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.access import SEE_EVERYTHING, sees_everything
from archive.admin.known import PRIVATE_PAGES

#: What may be done with grants, and the permission of their model that it needs.
ACTIONS = {"look": ("view", "add", "change"), "give": ("add",), "change": ("change",)}


@dataclass(frozen=True)
class Kind:
    """Grants on one type of page to persons, or to groups."""

    page_type: str
    #: The row's field that says to whom: `user` or `group`.
    holder: str

    @property
    def name(self) -> str:
        """How addresses and logs call it, such as `gallery-user`."""
        return f"{self.thing}-{self.holder}"

    @property
    def thing(self) -> str:
        return self.page_type.removesuffix("page")

    @property
    def model(self):
        return apps.get_model("archive", f"{self.page_type}{self.holder}objectpermission")

    @property
    def permission(self) -> Permission:
        """What a grant of this kind gives."""
        return Permission.objects.get(content_type__app_label="archive", codename=f"view_{self.page_type}")

    def needed(self, action: str) -> list[str]:
        """The permissions of which one lets a person do that with grants of this kind."""
        return [f"archive.{name}_{self.model._meta.model_name}" for name in ACTIONS[action]]


KINDS = {
    kind.name: kind
    for kind in (Kind(page_type, holder) for page_type in PRIVATE_PAGES for holder in ("user", "group"))
}


def kind_of(grant) -> Kind:
    return next(kind for kind in KINDS.values() if isinstance(grant, kind.model))


def kind_for(page_type: str, holder) -> Kind:
    """The kind of grant that opens pages of a type to a person or a group."""
    return KINDS[f"{page_type.removesuffix('page')}-{'group' if isinstance(holder, Group) else 'user'}"]


def may(user, action: str, kind: Kind) -> bool:
    """Whether the user's role lets him look at, give or change grants of a kind, on what he governs."""
    return user.is_active and any(user.has_perm(name) for name in kind.needed(action))


def may_any(user, action: str) -> bool:
    return any(may(user, action, kind) for kind in KINDS.values())


def governed(page_type: str, user):
    """The pages of a type whose access the user governs: what he edits; if he sees everything, all he sees.

    Who merely was granted a page hands that on to nobody; what was withdrawn nobody gives.
    """
    edited = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    governed = Q(pk__in=edited.order_by().values("pk"))
    pages = apps.get_model("archive", page_type).objects.all()
    if sees_everything(user):
        governed |= Q(pk__in=pages.visible_to(user).order_by().values("pk"))
    if hasattr(pages, "withdrawn"):
        pages = pages.exclude(pk__in=pages.withdrawn().order_by().values("pk"))
    return pages.filter(governed)


def governs(user, page) -> bool:
    return governed(page._meta.model_name, user).filter(pk=page.pk).exists()


def governed_pages(user):
    """The pages of all three types, as plain pages."""
    return Page.objects.filter(
        Q(
            *(("pk__in", governed(page_type, user).values("pk")) for page_type in PRIVATE_PAGES),
            _connector=Q.OR,
        )
    )


def grants_seen(user, action: str = "look") -> dict[Kind, object]:
    """The grants that a user may look at (or change), by their kinds."""
    return {
        kind: kind.model.objects.filter(
            permission__codename=f"view_{kind.page_type}",
            content_object__in=governed(kind.page_type, user).values("pk"),
        )
        for kind in KINDS.values()
        if may(user, action, kind)
    }


def is_own(user, holder) -> bool:
    """Whether what the holder is given, the user gets: a person himself, or a group that he is in."""
    if isinstance(holder, Group):
        return holder.user_set.filter(pk=user.pk).exists()
    return holder == user


def sees_all_by_role():
    """The people to whom a permission opens every exhibition, without any grant."""
    return get_user_model().objects.with_perm(
        SEE_EVERYTHING, backend="django.contrib.auth.backends.ModelBackend", include_superusers=True
    )

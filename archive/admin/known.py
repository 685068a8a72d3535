"""What of the archive an editor may know in Wagtail's admin: what the gate shows, or what one may edit.

What was withdrawn nobody knows of.
"""

from functools import wraps

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from archive.access import within
from archive.models.lifecycle import APPROVE

PRIVATE_PAGES = ("exhibitionpage", "gallerypage", "storypage")
ACTIONS = ("add", "change", "delete", "view")
#: By what a row belongs to private pages.
BELONGS_TO = {
    "consent": ["gallery"],
    "mediaitem": ["gallery"],
    "recording": ["gallery"],
    "transcript": ["story"],
    "connection": ["from_story", "to_story"],
}
#: The rows that place stories in something, how they lead to the stories, and what it is.
PLACES = {
    "theme": ("themestory", "story", "theme"),
    "chain": ("chaintheme", "theme__places__story", "chain"),
}


def archive(name: str):
    return apps.get_model("archive", name)


def private_pages_hidden_from(user):
    """Pages that neither the gate shows to the user nor Wagtail lets edit, and those that were withdrawn; who
    approves galleries knows all but drafts.

    Each time the database is asked anew; the question is put together once for a user object, that is for a
    request, because Wagtail puts it many times.
    """
    if not hasattr(user, "_private_pages_hidden"):
        user._private_pages_hidden = _private_pages_hidden_from(user)
    return user._private_pages_hidden.all()


def _private_pages_hidden_from(user):
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    page_types = [archive(name) for name in PRIVATE_PAGES]
    unknown = ~within("pk", mine.values("pk"))
    for page_type in page_types:
        unknown &= ~within("pk", page_type.objects.visible_to(user).values("pk"))
    if user.has_perm(APPROVE):
        on_their_way = archive("gallerylifecycle").objects.exclude(state="draft")
        unknown &= ~within("pk", on_their_way.values("gallery"))
    galleries, stories = (archive(name).objects.withdrawn() for name in ("gallerypage", "storypage"))
    withdrawn = within("pk", galleries.values("pk")) | within("pk", stories.values("pk"))
    return Page.objects.type(*page_types).filter(unknown | withdrawn)


def known(model, user):
    """The rows of a model that the user may know of; what joins stories is known if all of them are."""
    hidden = private_pages_hidden_from(user).values("pk")
    rows, name = model._default_manager.all(), model._meta.model_name
    if name in PLACES:
        place, story, owner = PLACES[name]
        return rows.exclude(pk__in=archive(place).objects.filter(**{f"{story}__in": hidden}).values(owner))
    if issubclass(model, Page):
        return rows.exclude(pk__in=hidden)
    for field in BELONGS_TO.get(name, []):
        rows = rows.exclude(**{f"{field}__in": hidden})
    return rows


def only_known(model, view):
    """A view of a model that answers those who may do something with it, about what they may know of."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not policy_registry.get_by_type(model).user_has_any_permission(request.user, ACTIONS):
            raise PermissionDenied
        pk = str(kwargs.get("pk", ""))
        if pk and not (pk.isdecimal() and known(model, request.user).filter(pk=pk).exists()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class KnownPolicy(ModelPermissionPolicy):
    """Wagtail's permissions of a model, but only for the rows that the user may know of."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self._is_known(user, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions) and self._is_known(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return known(self.model, user)

    def _is_known(self, user, instance):
        return known(self.model, user).filter(pk=instance.pk).exists()

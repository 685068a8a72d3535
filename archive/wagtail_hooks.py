"""What the archive registers with Wagtail."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from archive.admin import group as admin
from archive.admin.bulk import DeleteKnown
from archive.admin.known import KnownPolicy, private_pages_hidden_from
from archive.models import ExhibitionPage, GalleryPage, StoryPage

PRIVATE_PAGES = (ExhibitionPage, GalleryPage, StoryPage)


#: Before anything asks for a policy: Wagtail then would make one of its own.
for model in admin.EDITED:
    register_permission_policy(model, KnownPolicy(model))
register_snippet(admin.ArchiveGroup)


@hooks.register("on_serve_page", order=10)
def gate(next_serve):
    """A private page is served to whom the gate lets see it; to others it does not exist."""

    def serve(page, request, args, kwargs):
        if isinstance(page, PRIVATE_PAGES):
            if request.user.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if not type(page).objects.visible_to(request.user).filter(pk=page.pk).exists():
                raise Http404
        return next_serve(page, request, args, kwargs)

    return serve


@hooks.register("construct_main_menu_queryset")
def without_private_pages(pages):
    return pages.not_type(*PRIVATE_PAGES)


#: The front door keeps them out of Wagtail's admin (home.admin_gate).
hooks.register("hide_pages_in_admin", private_pages_hidden_from)


@hooks.register("extend_main_menu")
def exhibitions(request):
    if request.user.is_anonymous:
        return []
    pages = ExhibitionPage.objects.visible_to(request.user).order_by("path")
    return [(page.title, page.get_url(request), page.search_description) for page in pages]


#: After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", DeleteKnown, order=10)

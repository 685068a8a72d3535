"""What the archive registers with Wagtail."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.models import ExhibitionPage, GalleryPage, StoryPage

PRIVATE_PAGES = (ExhibitionPage, GalleryPage, StoryPage)


def private_pages_hidden_from(user):
    """Pages that neither the gate shows to the user nor Wagtail lets edit."""
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    hidden = Page.objects.type(*PRIVATE_PAGES).exclude(pk__in=mine.values("pk"))
    for page_type in PRIVATE_PAGES:
        hidden = hidden.exclude(pk__in=page_type.objects.visible_to(user).values("pk"))
    return hidden


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


@hooks.register("construct_page_chooser_queryset")
def only_what_may_be_known(pages, request):
    """Wagtail's page chooser shows the whole tree to whoever may edit a page somewhere."""
    hidden = private_pages_hidden_from(request.user)
    opened = request.resolver_match.kwargs.get("parent_page_id")
    if opened and hidden.filter(pk=opened).exists():
        raise Http404
    return pages.exclude(pk__in=hidden.values("pk"))


@hooks.register("extend_main_menu")
def exhibitions(request):
    if request.user.is_anonymous:
        return []
    pages = ExhibitionPage.objects.visible_to(request.user).order_by("path")
    return [(page.title, page.get_url(request), page.search_description) for page in pages]

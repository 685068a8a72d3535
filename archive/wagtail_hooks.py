"""What the archive registers with Wagtail."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks

from archive.models import ExhibitionPage, GalleryPage, StoryPage

PRIVATE_PAGES = (ExhibitionPage, GalleryPage, StoryPage)


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


@hooks.register("extend_main_menu")
def exhibitions(request):
    if request.user.is_anonymous:
        return []
    pages = ExhibitionPage.objects.visible_to(request.user).order_by("path")
    return [(page.title, page.get_url(request), page.search_description) for page in pages]

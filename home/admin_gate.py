"""Keeps hidden pages out of Wagtail's admin: it names pages to everybody who may edit one somewhere.

The apps above say which pages are hidden, with a Wagtail hook `hide_pages_in_admin` that takes the
user and returns a queryset. Lists and choosers leave those out; every address with the id of one is
answered as if it were not there; lists that can't be filtered are open to those from whom nothing is hidden.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail import hooks
from wagtail.models import Page

#: Who may not enter is sent to the sign-in page by Wagtail itself, whatever is asked for.
MAY_ENTER = "wagtailadmin.access_admin"
#: How the addresses of Wagtail's admin name the id of a page.
PAGE_IDS = {
    "page_id",
    "page_pk",
    "page_to_copy_id",
    "page_to_move_id",
    "parent_page_id",
    "parent_id",
    "destination_id",
}
#: Addresses whose plain `pk` or `object_id` is a page's.
OF_PAGES = ("wagtailadmin_pages", "wagtailadmin_api:pages")
#: Lists of pages that ask no hook.
UNFILTERED = {
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
}


def hidden_pages(user):
    """All pages that the user may not know of in the admin."""
    hidden = Page.objects.none()
    for hide in hooks.get_hooks("hide_pages_in_admin"):
        hidden = hidden | Page.objects.filter(pk__in=hide(user).values("pk"))
    return hidden


class AdminGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.has_perm(MAY_ENTER):
            return
        match = request.resolver_match
        if match.view_name in UNFILTERED and hidden_pages(request.user).exists():
            raise PermissionDenied
        asked = page_ids(match, request)
        if asked and hidden_pages(request.user).filter(pk__in=asked).exists():
            raise Http404


def page_ids(match, request) -> set[int]:
    """The ids of pages that a request names, in its address and in its lists of ids."""
    names = PAGE_IDS | ({"pk", "object_id"} if match.view_name.startswith(OF_PAGES) else set())
    found = [str(value) for name, value in match.kwargs.items() if name in names]
    for values in (request.GET, request.POST if request.method == "POST" else {}):
        for name in ("id", "target_pages[]", "child_of", "descendant_of", "parent_page", "new_parent_page"):
            found += values.getlist(name) if values else []
    return {int(value) for value in found if value.isdecimal()}

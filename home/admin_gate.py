"""Keeps hidden pages out of Wagtail's admin: it names pages to everybody who may edit one somewhere.

The apps above say which pages are hidden, with a Wagtail hook `hide_pages_in_admin` that takes the
user and returns a queryset. Lists and choosers leave those out; every address with the id of one
answers as it does to an id that nothing has; lists that can't be filtered are open to those from whom
nothing is hidden.
What they would rather answer themselves they do in `before_admin_view(request, match)`.
"""

from django.core.exceptions import PermissionDenied
from wagtail import hooks
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

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
#: How their queries and forms do; `chooser` is where several pages are moved to.
PAGE_LISTS = (
    "id",
    "target_pages[]",
    "child_of",
    "descendant_of",
    "parent_page",
    "new_parent_page",
    "chooser",
)
#: The id of no page; 0 would be taken for none at all.
NOTHING = str(2**31 - 1)
#: Addresses whose plain `pk` or `object_id` is a page's.
OF_PAGES = ("wagtailadmin_pages", "wagtailadmin_api:pages")
#: Lists that ask neither a hook nor the policy: what was done to pages, and which is the last of each type.
UNFILTERED = {
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


def known_pages(pages, user):
    """Those of the pages that the user may know of; flat, because the databases read only so deep."""
    for hide in hooks.get_hooks("hide_pages_in_admin"):
        pages = pages.exclude(pk__in=hide(user).values("pk"))
    return pages


class KnownPagesPolicy(PagePermissionPolicy):
    """Wagtail's permissions of pages; what may be explored leaves out what the user may not know of.

    That is what the explorer, the search and the admin's programming interface ask, each in questions of
    its own: the hidden ones are named to them one by one, because SQLite reads only so deep.
    """

    def explorable_instances(self, user):
        hidden = list(hidden_pages(user).values_list("pk", flat=True))
        return super().explorable_instances(user).exclude(pk__in=hidden)


class AdminGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.has_perm(MAY_ENTER):
            return None
        match = request.resolver_match
        if match.view_name in UNFILTERED and hidden_pages(request.user).exists():
            raise PermissionDenied
        if hidden := hidden_among(page_ids(match, request), request.user):
            forget(hidden, match, request)
        answers = (answer(request, match) for answer in hooks.get_hooks("before_admin_view"))
        return next((answer for answer in answers if answer), None)


def names_of_ids(match) -> set[str]:
    return PAGE_IDS | ({"pk", "object_id"} if match.view_name.startswith(OF_PAGES) else set())


def hidden_among(ids: set[int], user) -> set[int]:
    return set(hidden_pages(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def forget(hidden: set[int], match, request) -> None:
    """Puts the id of no page in place of those: whatever is asked answers as if they were not there.

    The view is called with the very dictionary that the match holds.
    """
    for name in names_of_ids(match) & match.kwargs.keys():
        if str(match.kwargs[name]) in map(str, hidden):
            match.kwargs[name] = type(match.kwargs[name])(NOTHING)
    request.GET = without(hidden, request.GET)
    if request.method == "POST":
        request.POST = without(hidden, request.POST)


def without(hidden: set[int], values):
    """A query or form whose lists of pages name none of the hidden ones."""
    values = values.copy()
    for name in set(PAGE_LISTS) & values.keys():
        listed = values.getlist(name)
        values.setlist(name, [NOTHING if one in map(str, hidden) else one for one in listed])
    return values


def page_ids(match, request) -> set[int]:
    """The ids of pages that a request names, in its address and in its lists of ids."""
    found = [str(value) for name, value in match.kwargs.items() if name in names_of_ids(match)]
    for values in (request.GET, request.POST if request.method == "POST" else {}):
        for name in PAGE_LISTS:
            found += values.getlist(name) if values else []
    return {int(value) for value in found if value.isdecimal()}

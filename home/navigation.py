"""The main navigation: public pages in menus, and what else the person in front may enter."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site


@dataclass(frozen=True)
class MenuEntry:
    title: str
    url: str
    description: str = ""
    is_current: bool = False


def unrestricted_children(root: Page):
    """The pages right below `root` that are in no section with a restriction.

    Wagtail's `public()` reads all restrictions of the site first and asks about each; every gallery and story
    can bear one.
    """
    way = [root.path[:end] for end in range(Page.steplen, len(root.path) + 1, Page.steplen)]
    closed = PageViewRestriction.objects.filter(Q(page=OuterRef("pk")) | Q(page__path__in=way))
    return Page.objects.child_of(root).filter(~Exists(closed))


def main_menu(request) -> list[MenuEntry]:
    """Public pages in menus, and before them what the apps above add for this person.

    They register two Wagtail hooks: `construct_main_menu_queryset` takes the pages and returns those
    that are public by nature; `extend_main_menu` takes the request and returns (title, url, description)
    of what this person may enter.
    """
    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = unrestricted_children(site.root_page).in_menu().live().order_by("path")
    for construct in hooks.get_hooks("construct_main_menu_queryset"):
        pages = construct(pages)
    entries = [(page.title, page.get_url(request), page.search_description) for page in pages]
    for extend in hooks.get_hooks("extend_main_menu"):
        entries = extend(request) + entries
    return [
        MenuEntry(title, url, description, is_current=request.path.startswith(url))
        for title, url, description in entries
    ]

"""What the front door registers with Wagtail."""

from wagtail import hooks

from home.admin_gate import hidden_pages


@hooks.register("construct_page_chooser_queryset")
def choosable(pages, request):
    return pages.exclude(pk__in=hidden_pages(request.user).values("pk"))


@hooks.register("construct_explorer_page_queryset")
def explorable(parent_page, pages, request):
    return pages.exclude(pk__in=hidden_pages(request.user).values("pk"))

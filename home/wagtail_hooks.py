"""What the front door registers with Wagtail."""

from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from home.admin_gate import KnownPagesPolicy, known_pages

register_permission_policy(Page, KnownPagesPolicy(Page))


@hooks.register("construct_page_chooser_queryset")
def choosable(pages, request):
    return known_pages(pages, request.user)

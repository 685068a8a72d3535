"""What the front door registers with Wagtail."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from home.admin_gate import KnownPagesPolicy, known_pages

register_permission_policy(Page, KnownPagesPolicy(Page))


@hooks.register("register_settings_menu_item")
def two_step_item():
    return MenuItem("Two-step sign-in", reverse("two-step"), name="two-step", icon_name="lock", order=900)


@hooks.register("construct_page_chooser_queryset")
def choosable(pages, request):
    return known_pages(pages, request.user)

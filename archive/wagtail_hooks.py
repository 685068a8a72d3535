"""What the archive registers with Wagtail."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from archive.admin import (
    consent_menu,
    copying,
    explorer,
    grant_menu,
    importing,
    inventory,
    moderation,
    preservation,
    reports,
    withdrawal_menu,
)
from archive.admin import group as admin
from archive.admin.bulk import DeleteKnown
from archive.admin.explorer_bulk import BULK_ACTIONS
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
            if not type(page).objects.lets_in(request.user, page):
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


#: After Wagtail's own, whose places they take.
for action in (DeleteKnown, *BULK_ACTIONS):
    hooks.register("register_bulk_action", action, order=10)

hooks.register("register_admin_urls", importing.import_urls)
hooks.register("register_admin_urls", reports.report_urls)
for item in reports.report_items():
    hooks.register("register_reports_menu_item", item)

hooks.register("register_admin_urls", inventory.inventory_urls)
hooks.register("register_permissions", inventory.permissions)
hooks.register("register_reports_menu_item", inventory.menu_item)
hooks.register("register_admin_urls", preservation.preservation_urls)
hooks.register("register_reports_menu_item", preservation.menu_item)

hooks.register("before_delete_page", explorer.ask_before_deleting)
hooks.register("before_move_page", explorer.refuse_move)
hooks.register("before_admin_view", copying.refuse_copy)
hooks.register("after_copy_page", copying.number_copy)

hooks.register("register_admin_urls", consent_menu.consent_urls)
hooks.register("register_permissions", consent_menu.permissions)
hooks.register("register_log_actions", consent_menu.register_log_actions)
hooks.register("register_admin_urls", grant_menu.grant_urls)
hooks.register("register_permissions", grant_menu.permissions)
hooks.register("register_log_actions", grant_menu.register_log_actions)
for place in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks.register(place, grant_menu.page_buttons)
    hooks.register(place, consent_menu.page_buttons)
    hooks.register(place, withdrawal_menu.page_buttons)
    hooks.register(place, moderation.page_buttons)
hooks.register("register_admin_urls", moderation.moderation_urls)
hooks.register("register_permissions", moderation.permissions)
hooks.register("register_reports_menu_item", moderation.menu_item)
hooks.register("register_admin_urls", withdrawal_menu.withdrawal_urls)
hooks.register("register_permissions", withdrawal_menu.permissions)
hooks.register("register_log_actions", withdrawal_menu.register_log_actions)
hooks.register("register_reports_menu_item", withdrawal_menu.menu_item)

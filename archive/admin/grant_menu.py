"""What Wagtail's admin is told of grants: addresses, menu, buttons, permissions, the log."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.access import sees_everything
from archive.admin import grant_views, grants, invitation_views, view_as_view
from archive.admin.known import PRIVATE_PAGES
from archive.governing import KINDS, may_any


class GrantsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_any(request.user, "look")


def menu_item(order: int) -> MenuItem:
    address = reverse("archive_grants:list")
    return GrantsMenuItem(grants.TITLE, address, name="who-may-see-what", icon_name="key", order=order)


def grant_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = [
        path("", grants.GrantsView.as_view(), name="list"),
        path("results/", grants.GrantsView.as_view(results_only=True), name="list-results"),
        path("of/<int:page_id>/", grants.PageGrantsView.as_view(), name="page"),
        path(
            "of/<int:page_id>/results/", grants.PageGrantsView.as_view(results_only=True), name="page-results"
        ),
        path("give/", grant_views.give, name="give"),
        path("invitations/", invitation_views.invitations, name="invitations"),
        path("invitations/<int:user_id>/again/", invitation_views.again, name="invite-again"),
        path("view-as/<int:user_id>/", view_as_view.view_as, name="view-as"),
        path("<slug:kind>/<int:grant_id>/", grant_views.grant, name="grant"),
        path("<slug:kind>/<int:grant_id>/end/", grant_views.end, name="end"),
    ]
    return [path("grants/", include((patterns, "archive_grants")))]


def page_buttons(page, user, view_name=None, next_url=None):
    """For Wagtail's hooks of a page's buttons; costs no query for each of an explorer's rows."""
    page_type = page.specific_class._meta.model_name if page.specific_class else ""
    if page_type not in PRIVATE_PAGES or not may_any(user, "look"):
        return []
    pages = policy_registry.get_by_type(Page)
    if not (sees_everything(user) or pages.user_has_permission_for_instance(user, "change", page)):
        return []
    address = reverse("archive_grants:page", args=[page.pk])
    return [Button("Who may see this", address, icon_name="key", priority=45)]


def permissions():
    """For Wagtail's hook `register_permissions`: what a group can be given."""
    names = [
        f"{action}_{kind.model._meta.model_name}"
        for kind in KINDS.values()
        for action in ("view", "add", "change")
    ]
    return Permission.objects.filter(content_type__app_label="archive", codename__in=names)


def register_log_actions(registry):
    """For Wagtail's hook of that name; what is told are numbers."""
    registry.register_action("archive.grant.give", "Give access", "Access was given")
    registry.register_action("archive.grant.change", "Change access", "The end of access was changed")
    registry.register_action("archive.grant.end", "End access", "Access was ended")
    registry.register_action("archive.invite", "Invite", "An invitation was sent")
    registry.register_action("archive.view_as", "View as", "The exhibition was viewed as this person")

"""Registers the builds in Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from builds.panels import BuildPanel
from builds.status import SEE_STATUS
from studies.models import StudyPage


class BuildsMenuItem(MenuItem):
    def is_shown(self, request):
        return StudyPage.objects.readable_by(request.user).exists()


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("builds/", include("builds.admin_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return BuildsMenuItem("Builds", reverse("builds_admin:index"), name="builds", icon_name="cogs", order=160)


class StatusItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(SEE_STATUS)


@hooks.register("register_reports_menu_item")
def status_item():
    address = reverse("builds_admin:status")
    return StatusItem("What waits, and who works", address, name="status", icon_name="cogs", order=500)


@hooks.register("register_permissions")
def permissions():
    """Who may see what waits and who works (builds.status)."""
    return Permission.objects.filter(content_type__app_label="builds", codename="view_worker")


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("builds/builds.css"))


@hooks.register("register_study_panel_blocks")
def panel_block(study, request):
    """Called by the side panel of a study's editor (studies); upward, so by a hook."""
    return BuildPanel(study, request)

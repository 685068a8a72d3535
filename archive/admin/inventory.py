"""The last inventory in Wagtail's Reports: what is missing, what is another, what belongs to nothing."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from archive.access import sees_everything
from archive.admin.known import known
from archive.inventory import belonging
from archive.models import InventoryRun, MediaItem

MAY_READ = "archive.view_inventoryrun"
#: Rows of each list; the numbers above them are of all.
MOST = 200


@require_safe
def inventory(request):
    """The media items that the person may know of. What else lies in the bucket may name any participant."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    items = (
        known(MediaItem, request.user).select_related("gallery").order_by("gallery__path", "kind", "number")
    )
    sees_all = sees_everything(request.user)
    context = {
        "page_title": "Inventory",
        "header_title": "Inventory",
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": "Inventory"},
        ],
        "run": InventoryRun.objects.exclude(finished_at=None).first(),
        "sees_all": sees_all,
        "lists": [
            listed("missing", items.filter(is_missing=True)),
            listed("changed", items.filter(is_changed=True)),
        ],
        "extra": listed("extra", belonging.extra()) if sees_all else None,
    }
    return TemplateResponse(request, "archive/admin/inventory.html", context)


def listed(name: str, rows) -> dict:
    return {"name": name, "count": rows.count(), "rows": rows[:MOST]}


def inventory_urls():
    """For Wagtail's hook `register_admin_urls`."""
    return [
        path("reports/inventory/", include(([path("", inventory, name="inventory")], "archive_inventory")))
    ]


class InventoryItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_READ)


def menu_item() -> MenuItem:
    """For Wagtail's hook `register_reports_menu_item`."""
    address = reverse("archive_inventory:inventory")
    return InventoryItem("Inventory", address, name="inventory", icon_name="clipboard-list", order=490)


def permissions():
    """For Wagtail's hook `register_permissions`."""
    return Permission.objects.filter(content_type__app_label="archive", codename="view_inventoryrun")

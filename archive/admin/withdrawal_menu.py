"""What Wagtail's admin is told of withdrawals: addresses, menu, button, permissions, the log."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from archive.admin import withdrawal
from archive.admin.consent_menu import edits


def withdrawal_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = [
        path("", withdrawal.tombstones, name="list"),
        path("of/<int:page_id>/", withdrawal.withdraw, name="withdraw"),
        path("<int:withdrawal_id>/", withdrawal.tombstone, name="tombstone"),
        path("<int:withdrawal_id>/undo/", withdrawal.undo, name="undo"),
        path("<int:withdrawal_id>/certificate/", withdrawal.certificate, name="certificate"),
        path("<int:withdrawal_id>/certificate.txt", withdrawal.certificate_text, name="certificate-text"),
    ]
    return [path("withdrawals/", include((patterns, "archive_withdrawals")))]


class WithdrawalsMenuItem(MenuItem):
    def is_shown(self, request):
        return withdrawal.may(request.user, "look")


def menu_item() -> MenuItem:
    """For Wagtail's hook `register_reports_menu_item`."""
    address = reverse("archive_withdrawals:list")
    return WithdrawalsMenuItem(withdrawal.TITLE, address, name="withdrawals", icon_name="bin", order=490)


def page_buttons(page, user, view_name=None, next_url=None):
    """For Wagtail's hook of a page's header."""
    page_type = page.specific_class._meta.model_name if page.specific_class else ""
    if page_type != "gallerypage" or not withdrawal.may(user, "withdraw") or not edits(user, page):
        return []
    address = reverse("archive_withdrawals:withdraw", args=[page.pk])
    return [Button("Withdraw", address, icon_name="bin", priority=60)]


def permissions():
    """For Wagtail's hook `register_permissions`: what a group can be given."""
    names = [name.partition(".")[2] for name in withdrawal.MAY.values()]
    return Permission.objects.filter(content_type__app_label="archive", codename__in=names)


def register_log_actions(registry):
    """For Wagtail's hook of that name; what is told are numbers."""
    for verb, label, message in (
        ("withdraw", "Withdraw", "The participant was withdrawn"),
        ("undo", "Take a withdrawal back", "The withdrawal was taken back"),
        ("change", "Change a withdrawal", "When everything is deleted was changed"),
        ("delete", "Carry out a withdrawal", "What was withdrawn was deleted"),
    ):
        registry.register_action(f"archive.withdrawal.{verb}", label, message)

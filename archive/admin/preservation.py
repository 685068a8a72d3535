"""Preservation in Wagtail's Reports: the age of the newest backup and drill, and what is not as it was."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from archive import fixity
from archive.access import sees_everything
from archive.admin.inventory import MAY_READ
from archive.models import BackupRun, DrillRun, FixityRecord

#: A backup, and a drill, that is older is warned of.
BACKUP_AGE, DRILL_AGE = timedelta(days=7), timedelta(days=90)
MOST = 200
SHOWN = 20


def may_see(user) -> bool:
    """An object's key names a participant, so only who sees everything sees them here."""
    return user.has_perm(MAY_READ) and sees_everything(user)


@require_safe
def preservation(request):
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    now = timezone.now()
    records = FixityRecord.objects.all()
    sound = DrillRun.objects.filter(is_sound=True).first()
    newest = BackupRun.objects.first()
    doubtful = records.exclude(outcome__in=["", FixityRecord.Outcome.SOUND])
    context = head("Preservation") | {
        "backup": newest,
        "backup_is_old": newest is None or newest.finished_at < now - BACKUP_AGE,
        "drill": DrillRun.objects.first(),
        "drill_is_old": sound is None or sound.finished_at < now - DRILL_AGE,
        "backup_days": BACKUP_AGE.days,
        "drill_days": DRILL_AGE.days,
        "numbers": records.aggregate(
            all=Count("pk"),
            unread=Count("pk", filter=Q(checked_at=None)),
            overdue=Count("pk", filter=Q(checked_at__lt=now - fixity.QUARTER)),
            doubtful=Count("pk", filter=Q(pk__in=doubtful.values("pk"))),
            oldest=Min("checked_at"),
        ),
        "doubtful": doubtful[:MOST] if sees_everything(request.user) else None,
    }
    return TemplateResponse(request, "archive/admin/preservation.html", context)


@require_safe
def record(request, pk):
    """One object with the history of its readings."""
    if not may_see(request.user):
        raise PermissionDenied
    row = get_object_or_404(FixityRecord, pk=pk)
    context = head(row.key) | {
        "record": row,
        "checks": row.checks.select_related("accepted_by")[:MOST],
        "is_wanted": fixity.is_wanted(row),
    }
    return TemplateResponse(request, "archive/admin/fixity_record.html", context)


@require_POST
def accept(request, pk):
    if not may_see(request.user):
        raise PermissionDenied
    row = get_object_or_404(FixityRecord, pk=pk)
    reason = request.POST.get("reason", "").strip()
    try:
        if not reason:
            raise ValueError("Say why the object was changed.")
        fixity.accept(row, by=request.user, reason=reason[:2000])
        messages.success(request, "From now on the object should be what it is.")
    except ValueError as refusal:
        messages.error(request, str(refusal))
    return redirect("archive_preservation:record", row.pk)


def head(title: str) -> dict:
    links = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    if title != "Preservation":
        links.append({"url": reverse("archive_preservation:preservation"), "label": "Preservation"})
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [*links, {"url": "", "label": title}],
    }


def preservation_urls():
    """For Wagtail's hook `register_admin_urls`."""
    addresses = [
        path("", preservation, name="preservation"),
        path("<int:pk>/", record, name="record"),
        path("<int:pk>/accept/", accept, name="accept"),
    ]
    return [path("reports/preservation/", include((addresses, "archive_preservation")))]


class PreservationItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_READ)


def menu_item() -> MenuItem:
    """For Wagtail's hook `register_reports_menu_item`."""
    address = reverse("archive_preservation:preservation")
    return PreservationItem("Preservation", address, name="preservation", icon_name="history", order=495)

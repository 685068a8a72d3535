"""Withdrawals in Wagtail's admin: withdrawing a participant, the tombstones, and their certificates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.admin.known import known
from archive.admin.withdrawal_forms import ChangeForm, WithdrawForm
from archive.governing import governs
from archive.models import GalleryPage, Withdrawal
from archive.withdrawal import actions, contents
from archive.withdrawal.certificate import Certificate

TITLE = "Withdrawals"
MAY = {
    "withdraw": "archive.add_withdrawal",
    "look": "archive.view_withdrawal",
    "change": "archive.change_withdrawal",
    "undo": "archive.delete_withdrawal",
}


def may(user, action: str) -> bool:
    return user.is_active and user.has_perm(MAY[action])


def require(user, action: str) -> None:
    if not may(user, action):
        raise PermissionDenied


def frame(title: str, **context) -> dict:
    """What the page furniture of Wagtail's admin needs."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("archive_withdrawals:list"), "label": TITLE},
        {"url": "", "label": title},
    ]
    told = {"page_title": title, "header_title": title, "header_icon": "bin", "breadcrumbs_items": crumbs}
    return told | context


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, page_id):
    """Tells what will happen; when the code is typed, it does."""
    gallery = get_object_or_404(known(GalleryPage, request.user), pk=page_id)
    require(request.user, "withdraw")
    if not governs(request.user, gallery):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, code=gallery.code)
    if form.is_valid():
        try:
            tombstone = actions.withdraw(gallery, by=request.user, **form.said)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{tombstone.code} is withdrawn: nothing of it is shown any more.")
            return redirect(after_withdrawing(request.user, tombstone))
    counts = {name: count for name, count in contents.counts(gallery).items() if count}
    context = frame(f"Withdraw {gallery.code}", gallery=gallery, form=form, counts=counts)
    return TemplateResponse(request, "archive/admin/withdrawal_begin.html", context)


def after_withdrawing(user, tombstone) -> str:
    if may(user, "look"):
        return reverse("archive_withdrawals:tombstone", args=[tombstone.pk])
    return reverse("wagtailadmin_home")


@require_safe
def tombstones(request):
    require(request.user, "look")
    rows = Withdrawal.objects.select_related("by")
    context = frame(TITLE, tombstones=rows)
    return TemplateResponse(request, "archive/admin/withdrawal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tombstone(request, withdrawal_id):
    """What is known of a withdrawal; when it is deleted, and which backups hold it, can be changed."""
    require(request.user, "change" if request.method == "POST" else "look")
    found = get_object_or_404(Withdrawal.objects.select_related("by"), pk=withdrawal_id)
    form = ChangeForm(found, request.POST or None)
    if form.is_valid():
        try:
            actions.change(found, by=request.user, **form.said)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "That was recorded.")
            return redirect("archive_withdrawals:tombstone", found.pk)
    is_open = found.deleted_at is None and found.delete_after > timezone.now()
    context = frame(
        f"Withdrawal of {found.code}",
        tombstone=found,
        certificate=Certificate(found),
        form=form,
        media=form.media,
        may_change=may(request.user, "change"),
        may_undo=is_open and may(request.user, "undo"),
    )
    return TemplateResponse(request, "archive/admin/withdrawal.html", context)


@require_POST
def undo(request, withdrawal_id):
    require(request.user, "undo")
    found = get_object_or_404(Withdrawal, pk=withdrawal_id)
    try:
        gallery = actions.undo(found, by=request.user)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("archive_withdrawals:tombstone", found.pk)
    messages.success(
        request, f"The withdrawal of {gallery.code} was taken back. What was granted counts again."
    )
    return redirect("archive_withdrawals:list")


@require_safe
def certificate(request, withdrawal_id):
    """For printing: the page has nothing around it."""
    require(request.user, "look")
    found = get_object_or_404(Withdrawal.objects.select_related("by"), pk=withdrawal_id)
    context = {"certificate": Certificate(found)}
    return TemplateResponse(request, "archive/admin/withdrawal_certificate.html", context)


@require_safe
def certificate_text(request, withdrawal_id):
    require(request.user, "look")
    found = get_object_or_404(Withdrawal.objects.select_related("by"), pk=withdrawal_id)
    answer = HttpResponse(Certificate(found).as_text(), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="withdrawal-{found.code}.txt"'
    return answer

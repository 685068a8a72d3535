"""Deleting and moving private pages in the explorer: what is lost is shown, what would break is refused."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.utils import type_to_delete_confirmation

from archive.admin import losing, moving
from archive.admin.known import archive


def is_private(page) -> bool:
    """Whether something of the exhibition is the page, or lies below it."""
    if issubclass(page.specific_class or type(page), archive("exhibitionpage")):
        return True
    return any(losing.below(name, [page]).exists() for name in ("gallerypage", "storypage"))


def ask_before_deleting(request, page):
    """Shows what would be lost; once that is confirmed, Wagtail deletes the page."""
    if not is_private(page):
        return None
    refusal = losing.refusal([page], request.user)
    if request.method == "POST":
        if refusal:
            messages.error(request, f"Nothing was deleted. {refusal}")
            return redirect("wagtailadmin_pages:delete", page.pk)
        if type_to_delete_confirmation(request):
            return None
    count = page.get_descendant_count()
    limit = getattr(settings, "WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT", 10)
    context = {
        "page": page,
        "refusal": refusal,
        "losses": losing.losses([page], request.user),
        "descendant_count": count,
        "type_to_confirm_before_delete": count + 1 >= limit,
        "wagtail_site_name": settings.WAGTAIL_SITE_NAME,
        "next": get_valid_next_url_from_request(request),
        "back": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    }
    return TemplateResponse(request, "archive/admin/page_delete.html", context)


def refuse_move(request, page, destination):
    """A story is moved to another participant only where nothing that joins it would become untrue."""
    if not isinstance(page, archive("storypage")):
        return None
    sentences = moving.refusals([page], destination, request.user)
    for sentence in sentences:
        messages.error(request, f"Nothing was moved. {sentence}")
    return redirect("wagtailadmin_explore", page.get_parent().pk) if sentences else None

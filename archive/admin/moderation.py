"""The moderation of galleries in Wagtail's admin: which there are, where one stands, and its next step."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.admin.consent import frame
from archive.governing import governs, may_any
from archive.models import GalleryPage
from archive.models.lifecycle import APPROVE, GalleryState
from archive.moderation import holders, machine, steps

TITLE = "Moderation of galleries"
#: How many steps are told; the newest.
LOGS = 50


def moderated(user):
    """The galleries of whose moderation somebody may know: which she edits; who approves, all but drafts."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    ours = Q(pk__in=pages.order_by().values("pk"))
    if user.has_perm(APPROVE):
        ours |= Q(lifecycle__state__in=[one for one in GalleryState if one != GalleryState.DRAFT])
    return GalleryPage.objects.not_withdrawn().filter(ours).select_related("lifecycle")


def may_know_any(user) -> bool:
    return user.has_perm(APPROVE) or policy_registry.get_by_type(Page).user_has_permission(user, "change")


@require_safe
def index(request):
    galleries = moderated(request.user).order_by("path")
    context = {"galleries": galleries, "page_title": TITLE, "header_title": TITLE, "header_icon": "tasks"}
    return TemplateResponse(request, "archive/admin/moderation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request, page_id):
    one = get_object_or_404(moderated(request.user), pk=page_id)
    if request.method == "POST":
        step(request, one)
        return redirect("archive_moderation:gallery", page_id)
    review = one.current_workflow_task_state
    context = frame(
        f"Moderation of {one.code}",
        one,
        state=one.state,
        road=[state for state in GalleryState if state != GalleryState.WITHDRAWN],
        decisions=machine.decisions(request.user, one),
        revision=review.revision if review else one.latest_revision,
        has_consent=machine.has_consent(one),
        may_edit=machine.may(request.user, one, "submit"),
        logs=one.logs.select_related("user")[:LOGS],
        table=holders.who_can(one) if may_any(request.user, "look") and governs(request.user, one) else None,
    )
    return TemplateResponse(request, "archive/admin/moderation.html", context)


def step(request, one) -> None:
    """Takes the step that was chosen, or says why not."""
    sent = request.POST
    revision = sent.get("revision", "")
    try:
        steps.perform(
            one,
            sent.get("trigger", ""),
            by=request.user,
            comment=sent.get("comment", "")[:5_000],
            shown_state=sent.get("state", ""),
            shown_revision=int(revision) if revision.isdecimal() else None,
        )
    except machine.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{one.code} is now {one.state}.")


# --- what Wagtail's admin is told -----------------------------------------------------------------


def moderation_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = [path("", index, name="list"), path("<int:page_id>/", gallery, name="gallery")]
    return [path("moderation/", include((patterns, "archive_moderation")))]


def page_buttons(page, user, view_name=None, next_url=None):
    """For Wagtail's hooks of a page's buttons; costs no query for each of an explorer's rows."""
    page_type = page.specific_class._meta.model_name if page.specific_class else ""
    if page_type != "gallerypage" or not may_know_any(user):
        return []
    address = reverse("archive_moderation:gallery", args=[page.pk])
    return [Button("Moderation", address, icon_name="tasks", priority=45)]


def permissions():
    """For Wagtail's hook `register_permissions`: what a group can be given."""
    return Permission.objects.filter(content_type__app_label="archive", codename="approve_gallerypage")


class ModerationItem(MenuItem):
    def is_shown(self, request):
        return may_know_any(request.user)


def menu_item():
    """For Wagtail's hook `register_reports_menu_item`."""
    return ModerationItem(
        TITLE, reverse("archive_moderation:list"), name="gallery-moderation", icon_name="tasks", order=890
    )

"""Participants' consent in Wagtail's admin: its versions, the signed forms, limits for stories and media."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from archive import consent as recording
from archive.access import Asked, current_consents
from archive.admin.consent_forms import ConsentForm, LimitForm
from archive.admin.known import known
from archive.governing import governs
from archive.models import Consent, ConsentLimit, GalleryPage, MediaItem, StoryPage

#: What may be done, and the permissions of which one lets a person do it, on what he governs.
MAY = {
    "read": ("archive.view_consent", "archive.add_consent"),
    "record": ("archive.add_consent",),
    "limit": ("archive.add_consentlimit", "archive.change_consentlimit"),
    "lift": ("archive.delete_consentlimit",),
}


def has_role(user, action: str) -> bool:
    return user.is_active and any(user.has_perm(name) for name in MAY[action])


def may(user, action: str, gallery) -> bool:
    return has_role(user, action) and governs(user, gallery)


def require(user, action: str, gallery) -> None:
    if not may(user, action, gallery):
        raise PermissionDenied


def frame(title: str, gallery, **context) -> dict:
    """What the page furniture of Wagtail's admin needs."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[gallery.pk]), "label": gallery.code},
        {"url": "", "label": title},
    ]
    told = {"page_title": title, "header_title": title, "header_icon": "check", "breadcrumbs_items": crumbs}
    return told | {"gallery": gallery} | context


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, page_id):
    """The versions of a participant's consent, and the form that records a new one."""
    gallery = get_object_or_404(known(GalleryPage, request.user), pk=page_id)
    require(request.user, "record" if request.method == "POST" else "read", gallery)
    form = ConsentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = recording.record(gallery, by=request.user, **form.said)
        except recording.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Version {given.version} of the consent was recorded; it counts now.")
            return redirect("archive_consent:gallery", gallery.pk)
    asked = Asked(request.user, recording.timezone.now())
    current = current_consents(asked).filter(gallery=gallery).values_list("pk", flat=True).first()
    context = frame(
        f"Consent of {gallery.code}",
        gallery,
        form=form,
        media=form.media,
        consents=gallery.consents.select_related("recorded_by"),
        current=current,
        may_record=may(request.user, "record", gallery),
    )
    return TemplateResponse(request, "archive/admin/consent.html", context)


@require_safe
def signed_form(request, page_id, version):
    """The signed form, through this view alone: there is no link to it."""
    gallery = get_object_or_404(known(GalleryPage, request.user), pk=page_id)
    require(request.user, "read", gallery)
    given = get_object_or_404(Consent.objects.exclude(form_file=""), gallery=gallery, version=version)
    file = given.form_file.open("rb")
    kind = recording.content_type(file) or "application/octet-stream"
    name = f"consent-{gallery.code}-{given.version}.{kind.rpartition('/')[2]}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@dataclass(frozen=True)
class Limited:
    """A story or a media item whose consent is limited, or may be."""

    thing: StoryPage | MediaItem
    gallery: GalleryPage
    edit_url: str

    @property
    def limit(self) -> ConsentLimit | None:
        return ConsentLimit.objects.filter(**{recording.kind_of(self.thing): self.thing}).first()


@require_http_methods(["GET", "HEAD", "POST"])
def story_limit(request, page_id):
    story = get_object_or_404(known(StoryPage, request.user), pk=page_id)
    edit_url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return _limit(request, Limited(story, story.gallery, edit_url))


@require_http_methods(["GET", "HEAD", "POST"])
def item_limit(request, item_id):
    item = get_object_or_404(known(MediaItem, request.user).select_related("gallery"), pk=item_id)
    edit_url = reverse(MediaItem.snippet_viewset.get_url_name("edit"), args=[item.pk])
    return _limit(request, Limited(item, item.gallery, edit_url))


def _limit(request, limited: Limited):
    found = limited.limit
    require(request.user, "limit" if request.method == "POST" else "read", limited.gallery)
    form = LimitForm(request.POST or None, instance=found)
    if "lift" in request.POST and found:
        require(request.user, "lift", limited.gallery)
        recording.lift(found, by=request.user)
        messages.success(
            request, "The limit was taken away. What the participant's consent says counts here."
        )
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        recording.limit(limited.thing, by=request.user, **form.said)
        messages.success(request, "The limit was recorded; it counts from this moment on.")
        return redirect(request.path)
    context = frame(
        "Limit of consent",
        limited.gallery,
        form=form,
        media=form.media,
        limited=limited,
        limit=found,
        may_limit=may(request.user, "limit", limited.gallery),
        may_lift=bool(found) and may(request.user, "lift", limited.gallery),
    )
    return TemplateResponse(request, "archive/admin/consent_limit.html", context)

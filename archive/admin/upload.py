"""Uploading many media at once in the editors' workroom, and telling what has become of them."""

from datetime import timedelta
from functools import wraps
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from archive.admin import outcomes
from archive.admin.known import known
from archive.intake import limits, reception, sizes
from archive.models import GalleryPage, MediaItem, Upload

ADDRESS = "wagtailsnippets_archive_mediaitem:upload"
#: What the page lists of a person's uploads when it is opened.
RECENT, MOST_RECENT = timedelta(days=7), 100
#: How many uploads may be asked about at once; more would not fit into an address.
MOST_ASKED = 50


def may_upload(user) -> bool:
    return policy_registry.get_by_type(MediaItem).user_has_permission(user, "add")


def only_who_may_upload(view):
    @wraps(view)
    def guarded(request):
        if not may_upload(request.user):
            raise PermissionDenied
        return view(request)

    return guarded


class UploadMenuItem(MenuItem):
    def is_shown(self, request):
        return may_upload(request.user)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what they are is judged by the task that reads them."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or [None]]


class GalleryField(forms.ModelChoiceField):
    def label_from_instance(self, gallery):
        return f"{gallery.title} ({gallery.code})"


class UploadForm(forms.Form):
    gallery = GalleryField(
        GalleryPage.objects.none(),
        label="Participant",
        empty_label="Choose whose media these are",
        error_messages={"required": "Choose whose media these are."},
    )
    files = FilesField(
        label="Files", allow_empty_file=True, error_messages={"required": "Choose one file or more."}
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gallery"].queryset = known(GalleryPage, user).order_by("path")


@only_who_may_upload
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """The page; or, of a form that was sent, its files are received: by the page's script one by one."""
    if request.method != "POST":
        return page(request, UploadForm(request.user, initial={"gallery": request.GET.get("gallery")}))
    form = UploadForm(request.user, request.POST, request.FILES)
    is_scripts = not request.accepts("text/html")
    if not form.is_valid():
        problem = " ".join(message for messages in form.errors.values() for message in messages)
        return JsonResponse({"problem": problem}, status=400) if is_scripts else page(request, form)
    gallery = form.cleaned_data["gallery"]
    files = form.cleaned_data["files"]
    uploads = [reception.receive(file, gallery=gallery, by=request.user) for file in files]
    if is_scripts:
        return JsonResponse({"uploads": outcomes.told(uploads, request.user)}, status=201)
    return redirect(f"{reverse(ADDRESS)}?gallery={gallery.pk}")


def page(request, form):
    recent = own(request.user).filter(created_at__gt=timezone.now() - RECENT)[:MOST_RECENT]
    context = {
        "page_title": "Upload media",
        "header_title": "Upload media",
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("wagtailsnippets_archive_mediaitem:list"), "label": "Media"},
            {"url": "", "label": "Upload media"},
        ],
        "form": form,
        "uploads": outcomes.told(recent, request.user),
        "most_bytes": limits.MOST_BYTES,
        "sizes": {
            "photograph": sizes.told(limits.PHOTOGRAPH_BYTES),
            "voice": sizes.told(limits.VOICE_BYTES),
            "video": sizes.told(limits.VIDEO_BYTES),
        },
    }
    return TemplateResponse(request, "archive/admin/upload.html", context)


@only_who_may_upload
@require_safe
def states(request):
    """What has become of the uploads whose ids are asked for, as far as they are the person's."""
    asked = [uuid for uuid in map(parsed, request.GET.getlist("id")[:MOST_ASKED]) if uuid]
    uploads = own(request.user).filter(uuid__in=asked)
    return JsonResponse({"uploads": outcomes.told(uploads, request.user)})


def own(user):
    """The person's own uploads, into galleries that he may still know of; the newest first."""
    # Asked first: within another question it would be too deep for SQLite.
    galleries = list(known(GalleryPage, user).values_list("pk", flat=True))
    return Upload.objects.filter(by=user, gallery__in=galleries).select_related("gallery")


def parsed(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

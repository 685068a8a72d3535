"""Asking the gate in Wagtail's admin why somebody sees a thing, or does not."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from archive.access import why
from archive.admin.known import PRIVATE_PAGES, archive, known
from archive.governing import governs, may_any

TITLE = "Why is it seen, or not?"


class WhyForm(forms.Form):
    person = forms.CharField(label="Who", help_text="A user name or a mail address.")
    item = forms.ModelChoiceField(
        None,
        required=False,
        label="Which media item",
        empty_label="The page itself",
        help_text="Of those that belong to it.",
    )
    at = forms.DateTimeField(
        required=False,
        label="When",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="Empty: now. The gate judges what is recorded today as of that moment.",
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items

    def clean_person(self):
        name = self.cleaned_data["person"].strip()
        people = get_user_model().objects.filter(Q(username=name) | Q(email__iexact=name))
        if len(people) != 1:
            raise ValidationError(f"“{name}” is no user name or mail address of somebody here.")
        return people[0]


@require_safe
def page(request, page_id):
    """A form and its answer; the gate alone knows it."""
    found = get_object_or_404(Page, pk=page_id).specific
    if found._meta.model_name not in PRIVATE_PAGES or not may_any(request.user, "look"):
        raise PermissionDenied
    if not governs(request.user, found):
        raise PermissionDenied
    form = WhyForm(request.GET if "person" in request.GET else None, items=items_of(found, request.user))
    verdict = None
    if form.is_bound and form.is_valid():
        thing, at = form.cleaned_data["item"] or found, form.cleaned_data["at"] or timezone.now()
        verdict = why(form.cleaned_data["person"], thing, at)
    context = {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[found.pk]),
                "label": found.get_admin_display_title(),
            },
            {"url": "", "label": TITLE},
        ],
        "form": form,
        "verdict": verdict,
        "person": form.cleaned_data.get("person") if verdict else None,
        "thing": thing if verdict else None,
    }
    return TemplateResponse(request, "archive/admin/consent_why.html", context)


def items_of(found, user):
    """The media items that belong to a page, of those that the asking person knows."""
    items = known(archive("mediaitem"), user).select_related("gallery")
    if isinstance(found, archive("storypage")):
        return items.filter(placements__story=found).distinct()
    if isinstance(found, archive("gallerypage")):
        return items.filter(gallery=found)
    return items.none()

"""Deleting, moving and publishing several pages at once: under the same rules as one by one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_list_or_404, redirect
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page

from archive.admin import losing, moving
from archive.admin.known import archive
from home.admin_gate import known_pages

NOT_PUBLISHED = (
    "Nothing was published, because one of these pages can't be as it is now. "
    "Publish them one by one: its form says what to change."
)


class KnownPages:
    """Of a bulk action: names and touches no page that the person may not know of, even if asked for all."""

    def get_queryset(self, model, object_ids):
        return get_list_or_404(known_pages(Page.objects.all(), self.request.user), pk__in=list(object_ids))


class DeletePages(KnownPages, DeleteBulkAction):
    template_name = "archive/admin/pages_delete.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages, user = [item["item"] for item in context["items"]], self.request.user
        refusal = losing.refusal(pages, user)
        return context | {
            "refusal": refusal,
            "losses": losing.losses(pages, user),
            "is_protected": context["is_protected"] or bool(refusal),
        }

    def prepare_action(self, objects, objects_without_access):
        if refusal := losing.refusal(objects, self.request.user):
            messages.error(self.request, f"Nothing was deleted. {refusal}")
            return redirect(self.next_url)
        return super().prepare_action(objects, objects_without_access)


class MovePages(KnownPages, MoveBulkAction):
    def prepare_action(self, pages, pages_without_access):
        answer = super().prepare_action(pages, pages_without_access)
        if answer is not None:
            return answer
        stories = archive("storypage").objects.filter(pk__in=[page.pk for page in pages])
        destination = self.cleaned_form.cleaned_data["chooser"]
        sentences = moving.refusals(stories, destination, self.request.user)
        for sentence in sentences:
            messages.error(self.request, f"Nothing was moved. {sentence}")
        return redirect(self.next_url) if sentences else None


class PublishPages(KnownPages, PublishBulkAction):
    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ValidationError, IntegrityError):
            messages.error(self.request, NOT_PUBLISHED)
            return redirect(self.next_url)


class UnpublishPages(KnownPages, UnpublishBulkAction):
    pass


BULK_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)

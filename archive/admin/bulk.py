"""Deleting several things at once: Wagtail's way, but without naming what one may not know of."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.functional import cached_property, classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from archive.admin.known import known
from archive.admin.viewset import STILL_USED, ArchiveViewSet


class DeleteKnown(DeleteBulkAction):
    @classproperty
    def models(cls):
        return [model for model in super().models if isinstance(model.snippet_viewset, ArchiveViewSet)]

    def dispatch(self, request, *args, **kwargs):
        if not self.permission_policy.user_has_permission(request.user, "delete"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, STILL_USED)
            return redirect(self.next_url)

    @cached_property
    def _actionable_objects(self):
        rows, asked = known(self.model, self.request.user), self.request.GET.getlist("id")
        if "all" not in asked:
            rows = rows.filter(pk__in=[pk for pk in asked if pk.isdecimal()])
        return list(rows), {"items_with_no_access": []}

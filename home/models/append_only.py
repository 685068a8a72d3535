"""Records to which rows are added, and of which none is changed or deleted."""

from django.core.exceptions import PermissionDenied
from django.db import models

APPEND_ONLY = "What happened is recorded for good: a row is neither changed nor deleted."


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be added and read."""

    def update(self, **facts):
        raise PermissionDenied(APPEND_ONLY)

    def bulk_update(self, rows, fields, batch_size=None):
        raise PermissionDenied(APPEND_ONLY)

    def delete(self):
        raise PermissionDenied(APPEND_ONLY)

    update.alters_data = bulk_update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class AppendOnly(models.Model):
    """One thing that happened; rows go with what they are about, and not otherwise."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise PermissionDenied(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied(APPEND_ONLY)

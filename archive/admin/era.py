"""Eras in the editors' workroom."""

from archive.admin.viewset import ArchiveViewSet
from archive.models import Era


class EraViewSet(ArchiveViewSet):
    model = Era
    icon = "calendar"
    list_display = ["name", "start_year", "end_year"]
    search_fields = ["name"]
    list_export = ["name", "slug", "start_year", "end_year"]

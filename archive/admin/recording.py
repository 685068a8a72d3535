"""The conversations in which participants told, in the editors' workroom."""

from archive.admin.filters import RecordingFilterSet
from archive.admin.viewset import ArchiveViewSet
from archive.models import Recording


class RecordingViewSet(ArchiveViewSet):
    model = Recording
    icon = "media"
    follows = ["gallery"]
    list_display = ["__str__", "date", "duration"]
    search_fields = ["gallery__title", "gallery__code", "circumstances"]
    filterset_class = RecordingFilterSet
    list_export = ["gallery", "date", "duration", "circumstances"]

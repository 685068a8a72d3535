"""What ties one story to another, and of which types, in the editors' workroom."""

from archive.admin.viewset import ArchiveViewSet
from archive.models import Connection, ConnectionType


class ConnectionTypeViewSet(ArchiveViewSet):
    model = ConnectionType
    icon = "list-ul"
    list_display = ["name"]
    search_fields = ["name"]
    list_export = ["name"]


class ConnectionViewSet(ArchiveViewSet):
    model = Connection
    icon = "link"
    follows = ["from_story", "to_story", "type"]
    list_display = ["from_story", "to_story", "type", "reach"]
    search_fields = ["from_story__title", "to_story__title", "type__name", "description"]
    list_filter = ["type", "reach"]
    list_export = ["from_story", "to_story", "type", "reach", "description"]

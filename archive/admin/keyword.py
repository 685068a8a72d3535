"""Keywords in the editors' workroom."""

from archive.admin.viewset import ArchiveViewSet
from archive.models import Keyword


class KeywordViewSet(ArchiveViewSet):
    model = Keyword
    icon = "tag"
    list_display = ["name"]
    search_fields = ["name"]
    list_export = ["name"]

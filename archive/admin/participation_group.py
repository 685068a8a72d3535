"""How people take part, in the archive's own list, in the editors' workroom."""

from archive.admin.viewset import ArchiveViewSet
from archive.models import ParticipationGroup


class ParticipationGroupViewSet(ArchiveViewSet):
    model = ParticipationGroup
    icon = "group"
    menu_label = "Groups of participants"
    list_display = ["name"]
    search_fields = ["name"]
    sort_order_field = "sort_order"
    list_export = ["name"]

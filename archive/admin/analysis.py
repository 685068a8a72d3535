"""The types of analysis with their points, in the editors' workroom."""

from wagtail.admin.panels import FieldPanel, InlinePanel

from archive.admin.colour import ColourInput
from archive.admin.viewset import ArchiveViewSet
from archive.models import AnalysisType

POINT = [
    FieldPanel("name"),
    FieldPanel("description"),
    FieldPanel("colour", widget=ColourInput),
    FieldPanel("translations"),
]


class AnalysisTypeViewSet(ArchiveViewSet):
    model = AnalysisType
    icon = "crosshairs"
    menu_label = "Analysis"
    list_display = ["name", "description"]
    search_fields = ["name", "description", "points__name"]
    sort_order_field = "sort_order"
    list_export = ["name", "description"]
    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("translations"),
        InlinePanel("points", panels=POINT, heading="Points, in their order", label="Point"),
    ]

    def get_queryset(self, request):
        """Each once, in however many of its lines the words are found."""
        return super().get_queryset(request).distinct()

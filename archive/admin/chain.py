"""Chains, which put themes in an order, in the editors' workroom."""

from wagtail.admin.panels import FieldPanel, InlinePanel

from archive.admin.forms import ChainForm
from archive.admin.viewset import ArchiveViewSet
from archive.models import Chain


class ChainViewSet(ArchiveViewSet):
    model = Chain
    icon = "list-ol"
    list_display = ["title", "reach"]
    search_fields = ["title", "description"]
    list_filter = ["reach"]
    list_export = ["title", "reach", "description"]
    edit_form_class = ChainForm
    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("translations"),
        FieldPanel("reach"),
        InlinePanel("places", panels=[FieldPanel("theme")], heading="Themes, in their order", label="Theme"),
    ]

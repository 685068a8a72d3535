"""Themes, which put stories in an order, in the editors' workroom."""

from wagtail.admin.panels import FieldPanel, InlinePanel

from archive.admin.forms import ThemeForm
from archive.admin.viewset import ArchiveViewSet
from archive.models import Theme


class ThemeViewSet(ArchiveViewSet):
    model = Theme
    icon = "openquote"
    list_display = ["title", "reach"]
    search_fields = ["title", "description"]
    list_filter = ["reach"]
    list_export = ["title", "reach", "description"]
    edit_form_class = ThemeForm
    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("translations"),
        FieldPanel("reach"),
        InlinePanel("places", panels=[FieldPanel("story")], heading="Stories, in their order", label="Story"),
    ]

"""Photographs, videos and voice recordings in the editors' workroom."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from archive.admin.filters import MediaItemFilterSet
from archive.admin.viewset import ArchiveViewSet
from archive.models import MediaItem


class MediaItemViewSet(ArchiveViewSet):
    model = MediaItem
    icon = "image"
    menu_label = "Media"
    follows = ["gallery"]
    list_display = ["name", "title", "kind", "gallery", "is_missing"]
    search_fields = ["title", "alt_text", "gallery__code", "gallery__title"]
    filterset_class = MediaItemFilterSet
    list_export = ["name", "title", "kind", "alt_text", "is_missing"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("gallery"), FieldPanel("kind"), FieldPanel("number")],
            heading="Which file it is",
            help_text="Participant, kind and number make the file's name, such as XY/i/XY001.jpg.",
        ),
        FieldPanel("title"),
        FieldPanel("alt_text"),
        FieldPanel("is_decorative"),
    ]

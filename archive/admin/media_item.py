"""Photographs, videos and voice recordings in the editors' workroom."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import EditView

from archive.admin import consent, upload
from archive.admin.filters import MediaItemFilterSet
from archive.admin.viewset import ArchiveList, ArchiveViewSet
from archive.models import MediaItem


class MediaList(ArchiveList):
    @cached_property
    def header_buttons(self):
        if not upload.may_upload(self.request.user):
            return super().header_buttons
        return [
            *super().header_buttons,
            HeaderButton("Upload media", url=reverse(upload.ADDRESS), icon_name="upload"),
        ]


class EditMediaItem(EditView):
    @cached_property
    def header_more_buttons(self):
        """To the item's own limit of consent."""
        if not consent.may(self.request.user, "read", self.object.gallery):
            return super().header_more_buttons
        address = reverse("archive_consent:item-limit", args=[self.object.pk])
        return [*super().header_more_buttons, Button("Limit of consent", address, icon_name="check")]


class MediaItemViewSet(ArchiveViewSet):
    model = MediaItem
    icon = "image"
    menu_label = "Media"
    follows = ["gallery"]
    list_display = ["name", "title", "kind", "gallery", "is_missing"]
    search_fields = ["title", "alt_text", "gallery__code", "gallery__title"]
    filterset_class = MediaItemFilterSet
    list_export = ["name", "title", "kind", "alt_text", "is_missing"]
    index_view_class = MediaList
    edit_view_class = EditMediaItem
    panels = [
        MultiFieldPanel(
            [FieldPanel("gallery"), FieldPanel("kind"), FieldPanel("number")],
            heading="Which file it is",
            help_text="Participant, kind and number make the file's name, such as XY/i/XY001.jpg.",
        ),
        FieldPanel("title"),
        FieldPanel("alt_text"),
        FieldPanel("is_decorative"),
        FieldPanel("translations"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("upload/", upload.upload, name="upload"),
            path("upload/states/", upload.states, name="upload_states"),
        ]

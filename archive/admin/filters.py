"""The filters beside the archive's lists; they name only what the editor may know of."""

from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from archive.admin.known import known
from archive.models import GalleryPage, MediaItem, Recording, Transcript


def known_galleries(request):
    return known(GalleryPage, request.user).order_by("path")


class OfGalleryFilterSet(WagtailFilterSet):
    gallery = ModelChoiceFilter(queryset=known_galleries, label="Participant")


class MediaItemFilterSet(OfGalleryFilterSet):
    class Meta:
        model = MediaItem
        fields = ["gallery", "kind", "is_missing", "is_decorative"]


class RecordingFilterSet(OfGalleryFilterSet):
    class Meta:
        model = Recording
        fields = ["gallery"]


class TranscriptFilterSet(WagtailFilterSet):
    gallery = ModelChoiceFilter(queryset=known_galleries, label="Participant", method="told_by")

    class Meta:
        model = Transcript
        fields = ["gallery", "language"]

    def told_by(self, transcripts, name, gallery):
        return transcripts.filter(story__path__startswith=gallery.path)

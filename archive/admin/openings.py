"""Who opened which photograph, video or voice, in Wagtail's Reports: per participant and per viewer."""

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from archive.admin.filters import known_galleries
from archive.admin.known import known
from archive.admin.reporting import ArchiveReport
from archive.models import GalleryPage, Opening


def galleries_known_to(user):
    """Asked for by themselves: within another query they are more than SQLite's parser takes."""
    pks = known(GalleryPage, user).values_list("pk", flat=True)
    return GalleryPage.objects.filter(pk__in=list(pks))


def people(request):
    """Those who opened something of what one may know of."""
    opened = Opening.objects.filter(gallery_uuid__in=galleries_known_to(request.user).values("uuid"))
    return get_user_model().objects.filter(pk__in=opened.values("user")).order_by("username")


class OpeningFilterSet(WagtailFilterSet):
    gallery = django_filters.ModelChoiceFilter(
        queryset=known_galleries, label="Participant", method="of_gallery"
    )
    user = django_filters.ModelChoiceFilter(queryset=people, label="Viewer")
    at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = Opening
        fields = ["gallery", "user", "at"]

    def of_gallery(self, openings, name, gallery):
        return openings.filter(gallery_uuid=gallery.uuid)


class Openings(ArchiveReport):
    """Of what was deleted since, the number of the person or the uuid of the item is left."""

    name = "openings"
    page_title = "Openings"
    header_icon = "view"
    tells_of = (Opening,)
    verbose_name_plural = "openings"
    filterset_class = OpeningFilterSet
    list_export = ["at", "viewer", "participant", "thing", "opened_by", "number"]
    export_headings = {
        "at": "When",
        "viewer": "Viewer",
        "participant": "Participant",
        "thing": "Item",
        "opened_by": "Opened by",
        "number": "Row of the log",
    }

    @cached_property
    def columns(self):
        return [
            Column("at", label="When"),
            Column("viewer", label="Viewer"),
            Column("participant", label="Participant"),
            Column("thing", label="Item"),
            Column("opened_by", label="Opened by"),
        ]

    def get_base_queryset(self):
        galleries = galleries_known_to(self.request.user)
        title = galleries.filter(uuid=OuterRef("gallery_uuid")).values("title")[:1]
        openings = Opening.objects.filter(gallery_uuid__in=galleries.values("uuid"))
        openings = openings.annotate(participant=Subquery(title))
        return openings.select_related("user", "item__gallery").order_by("-at", "-pk")

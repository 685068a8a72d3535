"""The filters beside the lists of grants."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.db.models import Q
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from archive.governing import governed
from archive.models import GalleryPageUserObjectPermission

SOON = timedelta(days=settings.GRANT_NOTICE_DAYS)


def governed_galleries(request):
    return governed("gallerypage", request.user).order_by("path")


def choices(label: str, method: str, *offered) -> ChoiceFilter:
    return ChoiceFilter(
        choices=offered, label=label, method=method, empty_label="All", widget=forms.RadioSelect
    )


class GrantsFilterSet(WagtailFilterSet):
    """Filters rows of all kinds (archive.admin.grant_rows), which are no queryset."""

    state = choices(
        "State",
        "in_state",
        ("now", "Counts now"),
        ("later", "Not yet"),
        ("ended", "Ended"),
        ("soon", f"Ends within {SOON.days} days"),
    )
    holder = choices("To whom", "to_holder", ("user", "People"), ("group", "Groups"))

    class Meta:
        model = GalleryPageUserObjectPermission
        fields = []

    def filter_queryset(self, rows):
        for name, value in self.form.cleaned_data.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def in_state(self, rows, name, state):
        return rows.in_state(state, SOON)

    def to_holder(self, rows, name, holder):
        return rows.of(holder=holder)


class AllGrantsFilterSet(GrantsFilterSet):
    thing = choices(
        "On what",
        "on_thing",
        ("exhibition", "Exhibitions"),
        ("gallery", "Galleries"),
        ("story", "Stories"),
    )
    gallery = ModelChoiceFilter(
        queryset=governed_galleries, label="Participant", method="of_gallery", empty_label="All"
    )

    def on_thing(self, rows, name, thing):
        return rows.of(thing=thing)

    def of_gallery(self, rows, name, gallery):
        return rows.filter(Q(content_object__path__startswith=gallery.path))


class PageGrantsFilterSet(GrantsFilterSet):
    reach = choices("What it opens", "opens", ("all", "All of it"), ("part", "A part of it"))

    def opens(self, rows, name, reach):
        below = Q(content_object__path__startswith=self.page.path) & ~Q(content_object__path=self.page.path)
        return rows.filter(below if reach == "part" else ~below)

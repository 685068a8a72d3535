"""What all the archive's viewsets share: nobody is told of what he may not know of."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import ObjectList, extract_panel_definitions_from_model_class
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
)
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from archive.admin.choosing import KnownForm
from archive.admin.known import known, only_known
from archive.admin.reporting import HarmlessExport

STILL_USED = (
    "Nothing was deleted, because something still uses it. Take it out there first; “Usage” tells where."
)


class ChooserSearchForm(BaseFilterForm):
    """Finds what has each of the words somewhere in the viewset's `search_fields`."""

    q = forms.CharField(
        label="Search term", required=False, widget=forms.TextInput(attrs={"placeholder": "Search"})
    )

    def filter(self, objects):
        objects = super().filter(objects)
        self.search_query = self.cleaned_data["q"]
        for word in self.search_query.split():
            self.is_searching = True
            fields = objects.model.snippet_viewset.search_fields
            objects = objects.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
        return objects


class KnownToChoose:
    filter_form_class = ChooserSearchForm

    def get_object_list(self):
        return self.model.snippet_viewset.get_queryset(self.request)


class ChooseKnown(KnownToChoose, ChooseView):
    pass


class ChooseKnownResults(KnownToChoose, ChooseResultsView):
    pass


class ChosenKnown(SnippetChosenMultipleView):
    def get_objects(self, pks):
        return known(self.model_class, self.request.user).filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class KnownChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseKnown
    choose_results_view_class = ChooseKnownResults
    chosen_multiple_view_class = ChosenKnown

    def construct_view(self, view_class, **kwargs):
        return only_known(self.model, super().construct_view(view_class, **kwargs))


class DeleteUnused(DeleteView):
    """Says which stories lose what is deleted; what is needed elsewhere stays."""

    @property
    def confirmation_message(self):
        stories = self.object.stories.count() if self.is_described_with else 0
        if not stories:
            return super().confirmation_message
        stories = "one story is" if stories == 1 else f"{stories} stories are"
        return f"{super().confirmation_message} At present {stories} described with it, and would lose it."

    @property
    def is_described_with(self) -> bool:
        return any(
            relation.many_to_many and relation.get_accessor_name() == "stories"
            for relation in self.model._meta.related_objects
        )

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, STILL_USED)
            return redirect(reverse(self.delete_url_name, args=[self.object.pk]))


class ArchiveList(HarmlessExport, IndexView):
    """The list of a viewset, which can be exported."""


class ArchiveViewSet(SnippetViewSet):
    edit_form_class: type[KnownForm] = KnownForm
    #: Foreign keys that a row's name or columns follow.
    follows: list[str] = []
    copy_view_enabled = False
    index_view_class = ArchiveList
    delete_view_class = DeleteUnused
    chooser_viewset_class = KnownChooserViewSet
    list_per_page = 50

    def construct_view(self, view_class, **kwargs):
        return only_known(self.model, super().construct_view(view_class, **kwargs))

    def get_queryset(self, request):
        return known(self.model, request.user).select_related(*self.follows or [None])

    def get_edit_handler(self):
        panels = getattr(self, "panels", None) or extract_panel_definitions_from_model_class(self.model)
        return ObjectList(panels, base_form_class=self.edit_form_class).bind_to_model(self.model)

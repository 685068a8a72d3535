"""The lists of who may see what, in Wagtail's admin: of everything, and of one page."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton
from wagtail.models import Page

from archive.admin.grant_filters import AllGrantsFilterSet, PageGrantsFilterSet
from archive.admin.grant_rows import GrantRows
from archive.admin.reporting import HarmlessExport
from archive.governing import governed_pages, grants_seen, may, may_any, sees_all_by_role
from archive.viewing_as import MAY_VIEW_AS

TITLE = "Who may see what"
#: So many of those who see everything by their role are named.
NAMED = 10


def only_who_may(action: str):
    """Of a view: for those whose role lets them do that with grants of some kind."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may_any(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


class WhoColumn(ButtonsColumnMixin, TitleColumn):
    def __init__(self, *args, get_buttons, **kwargs):
        super().__init__(*args, **kwargs)
        self._get_buttons = get_buttons

    def get_buttons(self, row, parent_context):
        return self._get_buttons(row)


class GrantsView(HarmlessExport, ReportView):
    """Every grant that the person may look at."""

    page_title = TITLE
    header_icon = "key"
    filterset_class = AllGrantsFilterSet
    is_searchable = True
    default_ordering = "-since"
    verbose_name_plural = "grants"
    export_filename = "who-may-see-what"
    export_headings = {
        "who": "Who",
        "who_exactly": "Address",
        "thing": "On",
        "what": "What",
        "told_state": "State",
        "valid_from": "From",
        "valid_until": "Until",
        "giver": "Given by",
        "given_at": "Given at",
        "reason": "Why",
    }
    list_export = list(export_headings)

    def dispatch(self, request, *args, **kwargs):
        if not may_any(request.user, "look"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return GrantRows(grants_seen(self.request.user))

    def get_filtered_queryset(self):
        return self.get_queryset()

    def search_queryset(self, rows):
        return rows.search(self.search_query) if self.is_searching else rows

    @cached_property
    def columns(self):
        return [
            WhoColumn(
                "who", label="Who", sort_key="who", get_url=self.grant_url, get_buttons=self.row_buttons
            ),
            Column("who_exactly", label="Address"),
            Column("what", label="What"),
            Column("thing", label="On"),
            Column("told_state", label="State"),
            Column("until", label="Until", sort_key="ends"),
            Column("giver", label="Given by"),
            Column("given", label="Given at", sort_key="since"),
        ]

    def grant_url(self, row) -> str:
        return reverse("archive_grants:grant", args=[row.kind.name, row.pk])

    def row_buttons(self, row) -> list:
        buttons = [Button("Look at it", self.grant_url(row), icon_name="key", priority=10)]
        if may(self.request.user, "change", row.kind):
            buttons = [Button("Change or end", self.grant_url(row), icon_name="edit", priority=10)]
        if row.kind.holder == "user" and self.request.user.has_perm(MAY_VIEW_AS):
            address = reverse("archive_grants:view-as", args=[row.holder.pk])
            buttons.append(Button(f"View as {row.who}", address, icon_name="view", priority=20))
        told = {"aria-label": f"More options for {row}"}
        return [ButtonWithDropdown(buttons=buttons, icon_name="dots-horizontal", attrs=told)]

    @cached_property
    def header_buttons(self):
        if not may_any(self.request.user, "give"):
            return []
        return [HeaderButton("Give access", url=self.give_url(), icon_name="plus")]

    @cached_property
    def header_more_buttons(self):
        invitations = reverse("archive_grants:invitations")
        return [
            Button("Open invitations", invitations, icon_name="mail", priority=10),
            *super().header_more_buttons,
        ]

    def give_url(self) -> str:
        return reverse("archive_grants:give")

    def get_index_url(self):
        return reverse("archive_grants:list")

    def get_index_results_url(self):
        return reverse("archive_grants:list-results")


class PageGrantsView(GrantsView):
    """Who may see one page: by grants on it, on what is above it, and on a part of it."""

    page_title = "Who may see this"
    filterset_class = PageGrantsFilterSet
    export_filename = "who-may-see-this"
    template_name = "archive/admin/grants_of_page.html"

    def dispatch(self, request, *args, **kwargs):
        if may_any(request.user, "look"):
            self.page = get_object_or_404(governed_pages(request.user), pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_base_queryset(self):
        path = self.page.path
        above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        condition = Q(content_object__path__in=above) | Q(content_object__path__startswith=path)
        return super().get_base_queryset().filter(condition)

    @cached_property
    def filters(self):
        filters = super().filters
        filters.page = self.page
        return filters

    def get_context_data(self, *args, **kwargs):
        seers = list(sees_all_by_role().order_by("pk")[: NAMED + 1])
        return super().get_context_data(*args, **kwargs) | {
            "page": self.page,
            "seers": [person.display_name for person in seers[:NAMED]],
            "more_seers": len(seers) > NAMED,
        }

    def give_url(self) -> str:
        return f"{reverse('archive_grants:give')}?pages={self.page.pk}"

    def get_index_url(self):
        return reverse("archive_grants:page", args=[self.page.pk])

    def get_index_results_url(self):
        return reverse("archive_grants:page-results", args=[self.page.pk])

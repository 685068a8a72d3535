"""What is still to be done in the archive, in Wagtail's Reports: only what the person may know of."""

from functools import partial

from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.admin.consent_report import ConsentReport
from archive.admin.filters import OfGalleryFilterSet, known_galleries
from archive.admin.known import known
from archive.admin.openings import Openings
from archive.admin.reporting import ArchiveReport
from archive.languages import language_name
from archive.models import Connection, MediaItem, StoryMedia, StoryPage, Theme, ThemeStory, Transcript


class MediaReportFilterSet(OfGalleryFilterSet):
    class Meta:
        model = MediaItem
        fields = ["gallery", "kind"]


class MediaReport(ArchiveReport):
    tells_of = (MediaItem,)
    header_icon = "image"
    filterset_class = MediaReportFilterSet
    verbose_name_plural = "media items"
    list_export = ["key", "title", "get_kind_display", "gallery.code", "gallery.title"]
    export_headings = {
        "key": "Key",
        "title": "Title",
        "get_kind_display": "Kind",
        "gallery.code": "Code",
        "gallery.title": "Participant",
    }

    @cached_property
    def columns(self):
        return [
            TitleColumn("name", label="Media item", get_url=self.edit_url),
            Column("title", label="Title"),
            Column("kind", label="Kind", accessor="get_kind_display"),
            Column("gallery", label="Participant"),
        ]

    def get_base_queryset(self):
        items = known(MediaItem, self.request.user).select_related("gallery")
        return self.narrowed(items).order_by("gallery__path", "kind", "number")

    def edit_url(self, item):
        if policy_registry.get_by_type(MediaItem).user_has_permission(self.request.user, "change"):
            return reverse(MediaItem.snippet_viewset.get_url_name("edit"), args=[item.pk])
        return None


class WithoutAltText(MediaReport):
    """A voice recording has nothing that is to be seen."""

    name = "media-without-alternative-text"
    page_title = "Media without alternative text"

    def narrowed(self, items):
        return items.filter(alt_text="", is_decorative=False).exclude(kind=MediaItem.Kind.VOICE)


class Missing(MediaReport):
    name = "missing-media"
    page_title = "Missing media"

    def narrowed(self, items):
        return items.filter(is_missing=True)


class StoryReportFilterSet(WagtailFilterSet):
    gallery = ModelChoiceFilter(queryset=known_galleries, label="Participant", method="told_by")

    class Meta:
        model = StoryPage
        fields = []

    def told_by(self, stories, name, gallery):
        return stories.filter(path__startswith=gallery.path)


class StoryReport(ArchiveReport):
    header_icon = "openquote"
    filterset_class = StoryReportFilterSet
    verbose_name_plural = "stories"
    list_export = ["code", "number", "get_admin_display_title", "live"]
    export_headings = {
        "code": "Code",
        "number": "Number",
        "get_admin_display_title": "Title",
        "live": "Published",
    }

    @cached_property
    def columns(self):
        title = {"accessor": "get_admin_display_title", "get_url": self.edit_url}
        return [
            TitleColumn("title", label="Story", **title),
            Column("code", label="Participant"),
            Column("number", label="Number"),
            BooleanColumn("live", label="Published"),
        ]

    def get_base_queryset(self):
        pages = policy_registry.get_by_type(Page)
        mine = pages.instances_user_has_permission_for(self.request.user, "change")
        may_edit = Case(When(pk__in=mine.values("pk"), then=True), default=False, output_field=BooleanField())
        stories = known(StoryPage, self.request.user).with_card().annotate(may_edit=may_edit)
        return self.narrowed(stories).order_by("path")

    def edit_url(self, story):
        return reverse("wagtailadmin_pages:edit", args=[story.pk]) if story.may_edit else None


def what_may_lack():
    languages = [
        (f"in-{code}", f"No transcript in {language_name(code)}") for code in settings.CONTENT_LANGUAGES
    ]
    return [("sound", "Voice or video, and no transcript"), *languages]


class TranscriptReportFilterSet(StoryReportFilterSet):
    lacking = ChoiceFilter(
        choices=what_may_lack, label="What is lacking", method="lacks", empty_label="Any transcript"
    )

    def filter_queryset(self, stories):
        if not self.form.cleaned_data.get("lacking"):
            stories = stories.filter(transcripts=None)
        return super().filter_queryset(stories)

    def lacks(self, stories, name, lacking):
        if lacking == "sound":
            return stories.filter(transcripts=None, has_sound=True)
        return stories.exclude(transcripts__language=lacking.removeprefix("in-"))


class WithoutTranscript(StoryReport):
    name = "stories-without-a-transcript"
    page_title = "Stories without a transcript"
    tells_of = (Transcript,)
    filterset_class = TranscriptReportFilterSet
    list_export = [*StoryReport.list_export, "has_sound"]
    export_headings = StoryReport.export_headings | {"has_sound": "Voice or video"}

    @cached_property
    def columns(self):
        return [*super().columns, BooleanColumn("has_sound", label="Voice or video")]

    def narrowed(self, stories):
        sounds = StoryMedia.objects.filter(story=OuterRef("pk"), item__kind__in=["voice", "video"])
        return stories.annotate(has_sound=Exists(sounds))


class Unconnected(StoryReport):
    """What the person may not know of connects nothing here."""

    name = "unconnected-stories"
    page_title = "Unconnected stories"
    tells_of = (Theme, Connection)

    def narrowed(self, stories):
        # Read first: one in the other, what may be known would be deeper than SQLite can read.
        themes = list(known(Theme, self.request.user).values_list("pk", flat=True))
        connections = known(Connection, self.request.user).values_list("from_story", "to_story")
        tied = {story for ends in connections for story in ends}
        places = ThemeStory.objects.filter(theme__in=themes)
        return stories.exclude(Q(pk__in=places.values("story")) | Q(pk__in=tied))


REPORTS = (WithoutAltText, Missing, WithoutTranscript, Unconnected, ConsentReport, Openings)


def report_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = []
    for report in REPORTS:
        patterns.append(path(f"{report.name}/", report.as_view(), name=report.name))
        results = report.as_view(results_only=True)
        patterns.append(path(f"{report.name}/results/", results, name=f"{report.name}-results"))
    return [path("reports/archive/", include((patterns, "archive_reports")))]


class ReportItem(MenuItem):
    """In the menu of whoever may read the report."""

    def __init__(self, report, **options):
        self.report = report
        address = reverse(f"archive_reports:{report.name}")
        super().__init__(
            report.page_title, address, name=report.name, icon_name=report.header_icon, **options
        )

    def is_shown(self, request):
        return self.report.may_be_read_by(request.user)


def report_items() -> list:
    """For Wagtail's hook `register_reports_menu_item`, which takes one at a time."""
    return [partial(ReportItem, report, order=500 + place) for place, report in enumerate(REPORTS)]

"""The exhibition, its galleries and their stories: private pages, shown through the gate alone."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.url_routing import RouteResult

from archive import exhibition, naming, openings, paths
from archive.access import ExhibitionQuerySet, GalleryQuerySet, StoryQuerySet, opening
from archive.addresses import is_room, room_at
from archive.admin.choosing import KnownPageForm, MediaItemChooser
from archive.admin.copying import ExhibitionCopyForm, KeptOnce, StoryCopyForm
from archive.admin.placements import PlacementsPanel
from archive.models.consent import Withdrawal
from archive.models.lifecycle import GalleryState
from archive.models.media import MediaItem
from archive.models.translations import TranslationsField


class PrivatePage(Page):
    """What the three private page types share."""

    class Meta:
        abstract = True

    def get_admin_display_title(self):
        """What is shown is what lists and choosers name: they are for others too than those who write."""
        return self.title if self.live else super().get_admin_display_title()

    def get_default_privacy_setting(self, request):
        return {"type": BaseViewRestriction.LOGIN}

    def get_sitemap_urls(self, request=None):
        return []


class PageOfExhibition(PrivatePage):
    """What galleries and stories share."""

    class Meta:
        abstract = True

    @cached_property
    def exhibition(self) -> "ExhibitionPage":
        """The exhibition it belongs to; a page that was walked to through its exhibition knows it already."""
        return ExhibitionPage._base_manager.get(path=self.path[: 3 * Page.steplen])


class ExhibitionPage(PrivatePage):
    """The private exhibition; whoever may see something of it may walk in."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["archive.GalleryPage"]

    introduction = models.TextField(blank=True)
    translations = TranslationsField(of=("title", "introduction"))

    objects = PageManager.from_queryset(ExhibitionQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("translations")]
    copy_form_class = ExhibitionCopyForm
    search_fields = []
    template = "archive/exhibition_page.html"

    def route(self, request, path_components):
        """To a room or a gallery; to a stranger every address below is the same sign-in page."""
        if path_components and request.user.is_anonymous:
            path_components = []
        if not (self.live and path_components):
            return super().route(request, path_components)
        if room := room_at(path_components):
            return RouteResult(self, kwargs={"room": room})
        # One query, where Wagtail asks two for each step.
        page_type = GalleryPage if len(path_components) == 1 else StoryPage
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = get_object_or_404(page_type._base_manager, url_path=url_path, live=True)
        page.exhibition = self
        return RouteResult(page)

    def serve(self, request, *args, room=None, **kwargs):
        if room is not None:
            return room.func(request, self, **room.kwargs)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        galleries = GalleryPage.objects.child_of(self).visible_to(request.user)
        stories = StoryPage.objects.visible_to(request.user)
        context = exhibition.exhibition_context(self, galleries, stories, request)
        return super().get_context(request, *args, **kwargs) | context


class GalleryPage(PageOfExhibition):
    """One participant's media gallery."""

    parent_page_types = ["archive.ExhibitionPage"]
    subpage_types = ["archive.StoryPage"]
    exclude_fields_in_copy = ["uuid"]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        max_length=4,
        unique=True,
        validators=[RegexValidator(rf"^{paths.CODE}$", "Enter two to four capital letters, such as XY.")],
        help_text="The participant's code, such as XY; the media files carry it.",
    )
    pseudonym = models.CharField(max_length=100, blank=True)
    profile = models.TextField(blank=True)
    participation_group = models.ForeignKey(
        "archive.ParticipationGroup",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="galleries",
    )
    gender = models.CharField(max_length=100, blank=True, help_text="As the participant describes it.")
    portrait = models.ForeignKey(
        "archive.MediaItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    translations = TranslationsField(of=("title", "pseudonym", "profile", "gender"))

    #: Whether all of it is open to the person in front: the gate tells (`lets_in`), and nobody else.
    is_whole = False

    objects = PageManager.from_queryset(GalleryQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("pseudonym"),
                FieldPanel("participation_group"),
                FieldPanel("gender"),
                FieldPanel("profile"),
                FieldPanel("portrait", widget=MediaItemChooser, permission="archive.view_mediaitem"),
            ],
            heading="Participant",
        ),
        FieldPanel("translations"),
    ]
    base_form_class = KnownPageForm
    search_fields = []
    template = "archive/gallery_page.html"

    class Meta:
        permissions = [("approve_gallerypage", "Can approve and exhibit galleries")]

    def clean(self):
        super().clean()
        refusals = naming.refusals(self)
        if is_room(self.slug):
            refusals["slug"] = (
                f"“{self.slug}” is the address of a room of the exhibition; "
                "choose another one, such as the participant's code."
            )
        if Withdrawal.objects.filter(code=self.code).exclude(gallery_uuid=self.uuid).exists():
            refusals["code"] = (
                f"{self.code} was the code of somebody who withdrew, and old links to pictures bear it; "
                "choose another one."
            )
        if refusals:
            raise ValidationError(refusals)

    @property
    def state(self) -> GalleryState:
        """Where the gallery stands on its way into the exhibition; who withdrew is withdrawn."""
        if Withdrawal.objects.filter(gallery_uuid=self.uuid).exists():
            return GalleryState.WITHDRAWN
        lifecycle = getattr(self, "lifecycle", None)
        return GalleryState(lifecycle.state) if lifecycle else GalleryState.DRAFT

    def permissions_for_user(self, user):
        return KeptOnce(user, self)

    def get_context(self, request, *args, **kwargs):
        stories = StoryPage.objects.child_of(self).visible_to(request.user)
        context = exhibition.gallery_context(self, stories, request)
        if context["sound"]:
            context["way"] = opening(self, request.user)
            context["open_until"] = context["way"].until
        return super().get_context(request, *args, **kwargs) | context

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if sound := response.context_data["sound"]:
            openings.record([sound], request=request, opened_by=response.context_data["way"].rule)
        return response


class StoryPage(PageOfExhibition):
    """One story that a participant told."""

    parent_page_types = ["archive.GalleryPage"]
    subpage_types = []
    exclude_fields_in_copy = ["uuid"]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1)], help_text="The story's place in the recording."
    )
    duration = models.DurationField(
        null=True, blank=True, help_text="How long it is told, as hours:minutes:seconds."
    )
    summary = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    eras = ParentalManyToManyField("archive.Era", blank=True, related_name="stories")
    keywords = ParentalManyToManyField("archive.Keyword", blank=True, related_name="stories")
    analysis_points = ParentalManyToManyField("archive.AnalysisPoint", blank=True, related_name="stories")
    translations = TranslationsField(of=("title", "summary", "notes"))

    objects = PageManager.from_queryset(StoryQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("duration"),
        FieldPanel("summary"),
        FieldPanel("notes"),
        FieldPanel("translations"),
        PlacementsPanel("placements", label="Media", heading="Photographs, video, voice"),
        MultiFieldPanel(
            [
                FieldPanel("eras", permission="archive.view_era"),
                FieldPanel("keywords", permission="archive.view_keyword"),
                FieldPanel("analysis_points", permission="archive.view_analysispoint"),
            ],
            heading="Analysis",
        ),
    ]
    base_form_class = KnownPageForm
    copy_form_class = StoryCopyForm
    search_fields = []
    template = "archive/story_page.html"

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """A draft may remember an item that was deleted since: its place goes with it."""
        places = data.get("placements", [])
        there = set(
            MediaItem.objects.filter(pk__in=[place["item"] for place in places]).values_list("pk", flat=True)
        )
        kept = [place for place in places if place["item"] in there]
        return super().from_serializable_data(data | {"placements": kept}, check_fks, strict_fks)

    @cached_property
    def gallery(self) -> GalleryPage:
        """The participant's gallery it is told in."""
        return GalleryPage._base_manager.get(path=self.path[: -self.steplen])

    def get_context(self, request, *args, **kwargs):
        stories = StoryPage.objects.visible_to(request.user)
        context = exhibition.story_context(self, stories, request)
        context["way"] = opening(self, request.user)
        context["open_until"] = context["way"].until
        return super().get_context(request, *args, **kwargs) | context

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        told = response.context_data
        openings.record(
            [*told["photos"], *told["videos"], *told["voices"]], request=request, opened_by=told["way"].rule
        )
        return response


class StoryMedia(Orderable):
    """A media item's place in a story."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="placements")
    item = models.ForeignKey("archive.MediaItem", on_delete=models.PROTECT, related_name="placements")

    panels = [FieldPanel("item", widget=MediaItemChooser)]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["story", "item"], name="one_place_per_item_and_story")]

    def __str__(self):
        return f"{self.item} in {self.story}"

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """From a draft, whose story has asked for all items at once which of them are still there."""
        return model_from_serializable_data(cls, data, check_fks=False)

"""The exhibition, its galleries and their stories: private pages, shown through the gate alone."""

import uuid

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.models.view_restrictions import BaseViewRestriction

from archive import exhibition, paths
from archive.access import ExhibitionQuerySet, GalleryQuerySet, StoryQuerySet, open_until
from archive.admin.choosing import KnownPageForm, MediaItemChooser
from archive.models.media import MediaItem


class PrivatePage(Page):
    """What the three private page types share."""

    class Meta:
        abstract = True

    def get_default_privacy_setting(self, request):
        return {"type": BaseViewRestriction.LOGIN}

    def get_sitemap_urls(self, request=None):
        return []


class ExhibitionPage(PrivatePage):
    """The private exhibition; whoever may see something of it may walk in."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["archive.GalleryPage"]

    introduction = models.TextField(blank=True)

    objects = PageManager.from_queryset(ExhibitionQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = []
    template = "archive/exhibition_page.html"

    def route(self, request, path_components):
        """To a stranger every address below the exhibition is the same sign-in page."""
        if path_components and request.user.is_anonymous:
            path_components = []
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        galleries = GalleryPage.objects.child_of(self).visible_to(request.user)
        stories = StoryPage.objects.visible_to(request.user)
        return super().get_context(request, *args, **kwargs) | exhibition.exhibition_context(
            self, galleries, stories, request.user
        )


class GalleryPage(PrivatePage):
    """One participant's media gallery."""

    class ParticipationGroup(models.TextChoices):
        STUDENT = "student", "student"
        PHOTOGRAPHER = "photographer", "photographer"
        NON_PHOTOGRAPHER = "non-photographer", "not a photographer"

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
    participation_group = models.CharField(max_length=20, choices=ParticipationGroup, blank=True)
    gender = models.CharField(max_length=100, blank=True, help_text="As the participant describes it.")
    portrait = models.ForeignKey(
        "archive.MediaItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

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
    ]
    base_form_class = KnownPageForm
    search_fields = []
    template = "archive/gallery_page.html"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | exhibition.gallery_context(
            self, StoryPage.objects.child_of(self).visible_to(request.user), request.user
        )


class StoryPage(PrivatePage):
    """One story that a participant told."""

    parent_page_types = ["archive.GalleryPage"]
    subpage_types = []
    exclude_fields_in_copy = ["uuid"]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1)], help_text="The story's place in the recording."
    )
    summary = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    eras = ParentalManyToManyField("archive.Era", blank=True, related_name="stories")
    keywords = ParentalManyToManyField("archive.Keyword", blank=True, related_name="stories")
    analysis_points = ParentalManyToManyField("archive.AnalysisPoint", blank=True, related_name="stories")

    objects = PageManager.from_queryset(StoryQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("summary"),
        FieldPanel("notes"),
        InlinePanel("placements", label="Media", heading="Photographs, video, voice"),
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

    def get_context(self, request, *args, **kwargs):
        context = exhibition.story_context(self, StoryPage.objects.visible_to(request.user), request.user)
        context["open_until"] = open_until(self, request.user)
        return super().get_context(request, *args, **kwargs) | context


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

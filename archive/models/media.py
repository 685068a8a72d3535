"""A participant's photograph, voice recording or video: what is known of a file in the private bucket."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.functional import cached_property

from archive import paths
from archive.access import MediaItemQuerySet
from archive.models.taxonomy import NaturalKeyField
from archive.models.translations import TranslationsField


class MediaItem(models.Model):
    """Never a plain Wagtail image or document: it is reached by a signed link or not at all."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "photo"
        VIDEO = "video", "video"
        VOICE = "voice", "voice recording"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gallery = models.ForeignKey("archive.GalleryPage", on_delete=models.PROTECT, related_name="media_items")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(max_length=200)
    sort_key = NaturalKeyField(of="title")
    alt_text = models.TextField(blank=True, help_text="What is to be seen, for those who can't see it.")
    is_decorative = models.BooleanField(default=False, help_text="Needs no alternative text.")
    # What the inventory knows of the object; a page never asks the bucket.
    is_missing = models.BooleanField(default=True, editable=False)
    is_changed = models.BooleanField(
        default=False, editable=False, help_text="The object is another one than was filed."
    )
    etag = models.CharField("ETag", max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    duration = models.DurationField(null=True, editable=False)
    codec = models.CharField(max_length=100, blank=True, editable=False)
    #: Of the file that was uploaded, before what a camera wrote into it was taken out (archive.intake).
    upload_sha256 = models.CharField("SHA-256 of the upload", max_length=64, blank=True, editable=False)
    translations = TranslationsField(of=("title", "alt_text"))

    objects = MediaItemQuerySet.as_manager()

    class Meta:
        ordering = ["gallery", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["gallery", "kind", "number"], name="one_item_per_media_key"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=999), name="media_number_has_three_digits"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.title}"

    @cached_property
    def name(self) -> str:
        return paths.name(self.gallery.code, self.number)

    @property
    def key(self) -> str:
        return paths.media_key(self.kind, self.gallery.code, self.number)

    @property
    def still_key(self) -> str:
        """The picture that thumbnails are made of: the photograph itself, or a video's poster."""
        if self.kind == self.Kind.VIDEO:
            return paths.poster_key(self.gallery.code, self.number)
        return self.key

    @property
    def file_name(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def alt(self) -> str:
        return "" if self.is_decorative else self.alt_text or self.title

    @property
    def missing_message(self) -> str:
        """The old exhibition's sentence in place of what is not in the bucket."""
        return f"The {self.get_kind_display()} {self.file_name} doesn't exist."

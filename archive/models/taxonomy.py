"""What orders and connects stories: eras, keywords, analysis, themes, chains, connections."""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page

from archive.access import OfStoriesQuerySet
from archive.models.translations import TranslationsField


class Reach(models.TextChoices):
    """Whether something joins several participants or stays within one."""

    INTER = "inter", "interconnection (across participants)"
    INTRA = "intra", "intraconnection (within one participant)"


def participants(stories: Iterable) -> set[str]:
    """Whose stories they are: the tree paths of their galleries."""
    return {story.path[: -Page.steplen] for story in stories}


def natural_key(name: str) -> str:
    """What names are sorted by, so that XY2 stands before XY10 and á beside a."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # A number's length before its digits: the shorter number is the smaller one.
    return re.sub(r"0*([0-9]+)", lambda number: f"{len(number[1]):03d}{number[1]}", letters)


class NaturalKeyField(models.TextField):
    """The natural key of another field, written whenever that is saved; the same on every database."""

    def __init__(self, *, of: str, **options):
        self.of = of
        super().__init__(**options | {"editable": False, "blank": True, "default": ""})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def pre_save(self, model_instance, add):
        key = natural_key(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key


class AddressField(models.SlugField):
    """What names a row in an address: made from another field when the row is first saved, and kept."""

    def __init__(self, *, of: str, **options):
        self.of = of
        super().__init__(**{"max_length": 80, "unique": True, "editable": False, "blank": True} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of, "unique": self.unique}

    def pre_save(self, model_instance, add):
        slug = getattr(model_instance, self.attname) or self._free(model_instance)
        setattr(model_instance, self.attname, slug)
        return slug

    def _free(self, instance) -> str:
        """The name as an address has it, with a number after it if another row has that already."""
        plain = slugify(getattr(instance, self.of))[: self.max_length - 5] or "unnamed"
        rows = type(instance)._default_manager.filter(**{f"{self.attname}__startswith": plain})
        taken = set(rows.values_list(self.attname, flat=True))
        numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
        return plain if plain not in taken else next(slug for slug in numbered if slug not in taken)


class Era(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    start_year = models.SmallIntegerField()
    end_year = models.SmallIntegerField()
    translations = TranslationsField(of=("name",))

    class Meta:
        ordering = ["start_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")), name="era_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.name


class Keyword(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = AddressField(of="name")
    sort_key = NaturalKeyField(of="name")
    translations = TranslationsField(of=("name",))

    class Meta:
        ordering = ["sort_key", "name"]

    def __str__(self):
        return self.name


class AnalysisType(ClusterableModel):
    name = models.CharField(max_length=100, unique=True)
    slug = AddressField(of="name")
    description = models.TextField(blank=True)
    translations = TranslationsField(of=("name", "description"))
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self):
        return self.name


class AnalysisPoint(models.Model):
    type = ParentalKey(AnalysisType, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=100)
    slug = AddressField(of="name")
    description = models.TextField(blank=True)
    translations = TranslationsField(of=("name", "description"))
    colour = models.CharField(
        max_length=7,
        default="#555555",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour such as #8a5a44.")],
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["type", "sort_order", "name"]
        constraints = [models.UniqueConstraint(fields=["type", "name"], name="one_point_per_name_and_type")]

    def __str__(self):
        return self.name


class ParticipationGroup(models.Model):
    """How somebody takes part: as a student, a photographer, or whatever the archive's own list says."""

    name = models.CharField(max_length=100, unique=True)
    translations = TranslationsField(of=("name",))
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self):
        return self.name


class Theme(ClusterableModel):
    """Stories in an order that tells something."""

    title = models.CharField(max_length=200, unique=True)
    slug = AddressField(of="title")
    sort_key = NaturalKeyField(of="title")
    description = models.TextField(blank=True)
    translations = TranslationsField(of=("title", "description"))
    reach = models.CharField(max_length=5, choices=Reach)
    stories = models.ManyToManyField("archive.StoryPage", through="ThemeStory", related_name="themes")

    objects = OfStoriesQuerySet.as_manager()
    paths_to_stories = ("stories",)

    class Meta:
        ordering = ["sort_key", "title"]

    def __str__(self):
        return self.title


class ThemeStory(models.Model):
    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="places")
    story = models.ForeignKey("archive.StoryPage", on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["theme", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "story"], name="one_place_per_story_and_theme")
        ]

    def __str__(self):
        return f"{self.story} in {self.theme}"


class Chain(ClusterableModel):
    """Themes in an order."""

    title = models.CharField(max_length=200, unique=True)
    slug = AddressField(of="title")
    sort_key = NaturalKeyField(of="title")
    description = models.TextField(blank=True)
    translations = TranslationsField(of=("title", "description"))
    reach = models.CharField(max_length=5, choices=Reach)
    themes = models.ManyToManyField(Theme, through="ChainTheme", related_name="chains")

    objects = OfStoriesQuerySet.as_manager()
    paths_to_stories = ("themes__stories",)

    class Meta:
        ordering = ["sort_key", "title"]

    def __str__(self):
        return self.title


class ChainTheme(models.Model):
    chain = ParentalKey(Chain, on_delete=models.CASCADE, related_name="places")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["chain", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "theme"], name="one_place_per_theme_and_chain")
        ]

    def __str__(self):
        return f"{self.theme} in {self.chain}"


class ConnectionType(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = AddressField(of="name")
    sort_key = NaturalKeyField(of="name")
    translations = TranslationsField(of=("name",))

    class Meta:
        ordering = ["sort_key", "name"]

    def __str__(self):
        return self.name


class Connection(models.Model):
    """One story's tie to another; it reads both ways."""

    from_story = models.ForeignKey(
        "archive.StoryPage", on_delete=models.CASCADE, related_name="connections_from"
    )
    to_story = models.ForeignKey("archive.StoryPage", on_delete=models.CASCADE, related_name="connections_to")
    type = models.ForeignKey(ConnectionType, on_delete=models.PROTECT, related_name="connections")
    reach = models.CharField(max_length=5, choices=Reach)
    description = models.TextField(blank=True)
    translations = TranslationsField(of=("description",))

    objects = OfStoriesQuerySet.as_manager()
    #: Both ends must be visible for the connection to be.
    paths_to_stories = ("from_story", "to_story")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_story", "to_story", "type"], name="one_connection_per_type"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_story=models.F("to_story")), name="no_connection_to_itself"
            ),
        ]

    def __str__(self):
        return f"{self.from_story} – {self.to_story} ({self.type})"

    def clean(self):
        """An interconnection joins two participants, an intraconnection two stories of one."""
        if not (self.from_story_id and self.to_story_id and self.reach):
            return
        if self.from_story_id == self.to_story_id:
            raise ValidationError({"to_story": "A story can't be connected with itself; choose another one."})
        joined = len(participants([self.from_story, self.to_story]))
        if self.reach == Reach.INTRA and joined > 1:
            raise ValidationError(
                {
                    "reach": "An intraconnection stays within one participant, but these stories are of two; "
                    "choose “interconnection”, or another story."
                }
            )
        if self.reach == Reach.INTER and joined == 1:
            raise ValidationError(
                {
                    "reach": "An interconnection joins two participants, but both stories are of one; "
                    "choose “intraconnection”, or another story."
                }
            )

"""What orders and connects stories: eras, keywords, analysis, themes, chains, connections."""

from django.core.validators import RegexValidator
from django.db import models

from archive.access import OfStoriesQuerySet


class Reach(models.TextChoices):
    """Whether something joins several participants or stays within one."""

    INTER = "inter", "interconnection (across participants)"
    INTRA = "intra", "intraconnection (within one participant)"


class Era(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    start_year = models.SmallIntegerField()
    end_year = models.SmallIntegerField()

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

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class AnalysisType(models.Model):
    name = models.CharField(max_length=100, unique=True)
    description = models.TextField(blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self):
        return self.name


class AnalysisPoint(models.Model):
    type = models.ForeignKey(AnalysisType, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    colour = models.CharField(
        max_length=7,
        default="#555555",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour such as #8a5a44.")],
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["type", "sort_order", "name"]
        constraints = [models.UniqueConstraint(fields=["type", "name"], name="one_point_per_name_and_type")]

    def __str__(self):
        return self.name


class Theme(models.Model):
    """Stories in an order that tells something."""

    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    reach = models.CharField(max_length=5, choices=Reach)
    stories = models.ManyToManyField("archive.StoryPage", through="ThemeStory", related_name="themes")

    objects = OfStoriesQuerySet.as_manager()
    paths_to_stories = ("stories",)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class ThemeStory(models.Model):
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="places")
    story = models.ForeignKey("archive.StoryPage", on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["theme", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "story"], name="one_place_per_story_and_theme")
        ]

    def __str__(self):
        return f"{self.story} in {self.theme}"


class Chain(models.Model):
    """Themes in an order."""

    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    reach = models.CharField(max_length=5, choices=Reach)
    themes = models.ManyToManyField(Theme, through="ChainTheme", related_name="chains")

    objects = OfStoriesQuerySet.as_manager()
    paths_to_stories = ("themes__stories",)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class ChainTheme(models.Model):
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="places")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["chain", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "theme"], name="one_place_per_theme_and_chain")
        ]

    def __str__(self):
        return f"{self.theme} in {self.chain}"


class ConnectionType(models.Model):
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

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

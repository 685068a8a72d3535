"""The index that the exhibition is searched by: which words stand where (archive.search)."""

from django.db import models
from django.db.models import F, Q

#: A document's number is its page's, times this, plus its place's.
PLACES = 1024


class SearchPlace(models.Model):
    """Where words may stand, such as in a Hungarian transcript."""

    class Source(models.TextChoices):
        TITLE = "title", "title"
        DESCRIPTION = "description", "title or description"
        TRANSCRIPT = "transcript", "transcript"

    number = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=11, choices=Source)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "language"], name="one_place_per_source_and_language"),
            models.CheckConstraint(condition=Q(number__lt=PLACES), name="search_place_fits_into_a_number"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """As addresses have it, such as transcript-hu."""
        return f"{self.source}-{self.language}"


class SearchDocument(models.Model):
    """The words of a page in one place, without accents and signs. It is never shown.

    Its number tells page and place, so that SQLite's full text index, which knows only that, answers alone.
    """

    number = models.BigIntegerField(primary_key=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(SearchPlace, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=F("page_id") * PLACES + F("place_id")),
                name="search_document_is_numbered_by_page_and_place",
            )
        ]

    def __str__(self):
        return f"{self.page_id}, {self.place}"

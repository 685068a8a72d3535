"""Keeps the index: the documents of pages as they are live now."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max
from wagtail.models import Page

from archive.models import GalleryPage, SearchDocument, SearchPlace, StoryPage
from archive.models.search import PLACES
from archive.search import fulltext
from archive.search.documents import Source, documents

#: Pages whose words are held in memory at a time.
BATCH = 50


def index(pages: Iterable[int]) -> None:
    """Writes what has changed in the documents of pages; those of pages that are not live, or not there, go.

    A gallery whose name has changed takes its stories along, for they are found by it.
    """
    waiting = list(dict.fromkeys(pages))
    known = set(waiting)
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        told_anew = _stories_of(_write(batch))
        waiting += [pk for pk in told_anew if pk not in known]
        known.update(told_anew)


def index_everything() -> int:
    """Writes all documents, a batch in memory at a time; returns how many pages have some."""
    stories = StoryPage.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)
    galleries = GalleryPage.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)
    gone = SearchDocument.objects.exclude(page__in=stories.order_by()).exclude(page__in=galleries.order_by())
    gone.delete()
    pages = [*galleries, *stories]
    for start in range(0, len(pages), BATCH):
        _write(pages[start : start + BATCH])
    fulltext.rebuild()
    return len(pages)


def _write(batch: list[int]) -> list[int]:
    """Returns the pages whose title has changed. A page has one writer at a time, who reads after others."""
    with transaction.atomic():
        list(Page.objects.filter(pk__in=batch).order_by("pk").select_for_update().values_list("pk"))
        numbers = _Numbers()
        now = {
            numbers.of(page, source, language): text
            for page, source, language, text in documents(batch)
            if text
        }
        before = dict(SearchDocument.objects.filter(page__in=batch).values_list("number", "text"))
        changed = [number for number, text in now.items() if before.get(number) != text]
        SearchDocument.objects.filter(number__in=before.keys() - now.keys()).delete()
        rows = [
            SearchDocument(
                number=number, page_id=number // PLACES, place_id=number % PLACES, text=now[number]
            )
            for number in changed
        ]
        SearchDocument.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["number"], update_fields=["text"]
        )
    return [number // PLACES for number in changed if number % PLACES in numbers.of_titles]


def _stories_of(galleries: list[int]) -> list[int]:
    paths = GalleryPage.objects.filter(pk__in=galleries).values_list("path", flat=True)
    return [
        story
        for path in paths
        for story in StoryPage.objects.filter(path__startswith=path, live=True).values_list("pk", flat=True)
    ]


class _Numbers:
    """The numbers of documents, with the places that there are so far."""

    def __init__(self):
        self.places = {(place.source, place.language): place.number for place in SearchPlace.objects.all()}

    @property
    def of_titles(self) -> set[int]:
        return {number for (source, _), number in self.places.items() if source == Source.TITLE}

    def of(self, page: int, source: str, language: str) -> int:
        if (source, language) not in self.places:
            self.places[source, language] = _new_place(source, language)
        return page * PLACES + self.places[source, language]


def _new_place(source: str, language: str) -> int:
    """The next number; whoever else makes a place at this moment may take it first."""
    try:
        with transaction.atomic():
            last = SearchPlace.objects.aggregate(last=Max("number"))["last"] or 0
            return SearchPlace.objects.create(number=last + 1, source=source, language=language).number
    except IntegrityError:
        found = SearchPlace.objects.filter(source=source, language=language).first()
        return found.number if found else _new_place(source, language)

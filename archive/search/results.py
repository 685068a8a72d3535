"""One page of what was found, as it is shown: stories and galleries with the passages in which it stands."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Q
from wagtail.models import Page

from archive.cards import story_cards
from archive.languages import Said, said
from archive.models import GalleryPage, MediaItem, StoryPage
from archive.search import facets, passages
from archive.search.among import Among
from archive.search.documents import own_items
from archive.search.finding import Found, Hits
from archive.search.labels import labels_of
from archive.search.marking import marked_whole
from archive.search.query import Query


@dataclass
class Result:
    """A story or gallery, its title with marks, and where it is."""

    page: Page
    title: Said
    address: str
    lead: MediaItem | None = None
    summary: Said = Said("", "en")
    passages: list = field(default_factory=list)


@dataclass
class Reader:
    """Who reads the results: what was asked, in which language it is read, and by which request."""

    request: object
    query: Query
    language: str

    def result(self, page, lead) -> Result:
        title = said(page, "title", self.language)
        title = replace(title, text=marked_whole(title.text, self.query))
        return Result(page, title, page.get_url(self.request), lead)


def galleries_named(found: Found) -> list[GalleryPage]:
    """The galleries that tell most of the stories found, and those that may be found themselves. One query.

    The former have a story that may be seen; the latter still have to go through the gate.
    """
    most_told = [path for path, _ in facets.count_participants(found).most_common(facets.MOST)]
    wanted = Q(path__in=most_told)
    if found.hits is not None:
        wanted |= Q(Among("pk", found.hits.pages))
    return list(GalleryPage.objects.filter(wanted).select_related("participation_group"))


def found_galleries(galleries, exhibition, user, hits: Hits | None) -> list[GalleryPage]:
    """Those that are hits themselves and may be seen, best first. One query, if there are any."""
    pages = set(hits.pages) if hits else set()
    candidates = {gallery.pk: gallery for gallery in galleries if gallery.pk in pages}
    if not candidates:
        return []
    # A profile says nothing to those who were granted single stories.
    visible = GalleryPage.objects.child_of(exhibition).visible_to(user).with_wholeness(user)
    visible = visible.filter(is_whole=True)
    found = visible.filter(Among("pk", candidates)).order_by().values_list("pk", flat=True)
    return sorted((candidates[pk] for pk in found), key=lambda gallery: (hits.rank(gallery.pk), gallery.path))


def of_galleries(galleries: list[GalleryPage], reader: Reader) -> list[Result]:
    """The results for galleries that have been through the gate, in that order. A query, if there are any."""
    if not galleries:
        return []
    portraits = MediaItem.objects.filter(pk__in=[gallery.portrait_id for gallery in galleries])
    portraits = portraits.visible_to(reader.request.user).select_related("gallery").in_bulk()
    results = []
    for gallery in galleries:
        result = reader.result(gallery, portraits.get(gallery.portrait_id))
        told = passages.of_gallery(gallery, reader.query)
        result.passages = passages.best(told, reader.query, reader.language)[:1]
        results.append(result)
    return results


def of_stories(pks: list[int], hits: Hits | None, reader: Reader) -> list[Result]:
    """The results for stories that have been through the gate, in that order. Six queries."""
    cards = {story.pk: story for story in story_cards(StoryPage.objects.filter(pk__in=pks))}
    results = [reader.result(cards[pk], cards[pk].lead) for pk in pks if pk in cards]
    if hits is not None:
        _add_passages(results, hits, reader)
    for result in results:
        if not any(passage.kind == "Summary" for passage in result.passages):
            result.summary = said(result.page, "summary", reader.language)
    return results


def _add_passages(results: list[Result], hits: Hits, reader: Reader) -> None:
    pks = [result.page.pk for result in results]
    labels, items = labels_of(pks), own_items(pks)
    told = passages.of_transcripts(passages.cues_to_read(pks, hits), reader.query)
    for result in results:
        story, its_items = result.page, items.get(result.page.pk, [])
        described = passages.of_description(
            story, result.title.language, labels[story.pk], its_items, reader.query
        )
        chosen = passages.best(described + told.get(story.pk, []), reader.query, reader.language)
        query = {"q": reader.query.text}
        result.passages = [
            replace(passage, address=_moment(result.address, passage, query, its_items)) for passage in chosen
        ]
        result.address += f"?{urlencode(query)}"


def _moment(address: str, passage: passages.Passage, query: dict, items) -> str:
    """For what is told: its second, its language, and of several players the one that tells it."""
    if passage.start is None:
        return ""
    players = [item for item in items if item.kind != MediaItem.Kind.PHOTO and not item.is_missing]
    voice = next((item for item in players if item.kind == MediaItem.Kind.VOICE), None)
    which = f"#voice-{voice.number}" if voice and len(players) > 1 else ""
    return f"{address}?{urlencode(query | {'t': passage.seconds, 'lang': passage.language})}{which}"

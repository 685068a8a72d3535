"""What pages say, as the documents of the index: in each place, in each language.

Where something is not said in a language, the words that are shown in its stead are also found. A media item
may be hidden where its story is not, if it is another participant's, has a consent of its own or is a whole
recording: the words of such a one are in no document.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import F
from wagtail.models import Page

from archive.cards import galleries_of
from archive.languages import everywhere, first_language
from archive.models import Cue, GalleryPage, SearchPlace, StoryMedia, StoryPage
from archive.search.folding import fold
from archive.search.labels import labels_of, said_in

Source = SearchPlace.Source
#: Of a longer text only so much is found: PostgreSQL's index takes a megabyte.
LONGEST = 200_000
#: A text in each language in which there is one.
Wording = dict[str, str]
#: (page, source, language, words)
Document = tuple[int, str, str, str]


def documents(pages: Iterable[int]) -> Iterator[Document]:
    """The documents of pages that are live and not withdrawn; of each batch in a fixed number of queries."""
    stories = list(StoryPage.objects.filter(pk__in=pages, live=True).not_withdrawn())
    galleries = GalleryPage.objects.filter(pk__in=pages, live=True).not_withdrawn()
    galleries = galleries.select_related("participation_group")
    found = _of_stories(stories)
    yield from _of_transcripts(stories)
    for gallery in galleries:
        found.append((gallery.pk, names_of(gallery), _profile(gallery)))
    for page, titles, rest in found:
        for language in settings.CONTENT_LANGUAGES:
            yield from _in_language(page, language, titles, [*titles, *rest])


def _in_language(page, language, titles, described) -> Iterator[Document]:
    """The title as it is in the language; the description with what stands in for what is not."""
    is_said = language == first_language() or any(language in wording for wording in described)
    if not is_said:
        return
    yield page, Source.TITLE, language, folded(wording.get(language, "") for wording in titles)
    yield page, Source.DESCRIPTION, language, folded(said_in(wording, language).text for wording in described)


def folded(texts: Iterable[str]) -> str:
    return fold(" ".join(filter(None, texts)))[:LONGEST]


def in_every_language(text: str) -> Wording:
    """What is no word of a language, such as a code."""
    return dict.fromkeys([first_language()], text)


def names_of(gallery) -> list[Wording]:
    return [everywhere(gallery, "title"), everywhere(gallery, "pseudonym"), in_every_language(gallery.code)]


def _profile(gallery) -> list[Wording]:
    group = gallery.participation_group
    profile = [everywhere(gallery, "profile"), everywhere(gallery, "gender")]
    return [*profile, everywhere(group, "name")] if group else profile


def _of_stories(stories) -> list[tuple[int, list[Wording], list[Wording]]]:
    pks = [story.pk for story in stories]
    galleries, labels, items = galleries_of(stories), labels_of(pks), own_items(pks)
    found = []
    for story in stories:
        gallery = galleries[story.path[: -Page.steplen]]
        rest = [everywhere(story, "summary"), everywhere(story, "notes"), *names_of(gallery)]
        rest.append(in_every_language(f"{gallery.code}{story.number:03d}"))
        rest += [label.words for label in labels[story.pk]]
        for item in items.get(story.pk, []):
            rest += item_words(item)
        found.append((story.pk, [everywhere(story, "title")], rest))
    return found


def own_items(stories: Iterable[int]) -> dict[int, list]:
    """The media items placed in stories that are seen wherever the story is, by their stories' keys."""
    places = StoryMedia.objects.filter(
        story__in=stories,
        story__path__startswith=F("item__gallery__path"),
        item__consent_limit=None,
        item__recordings=None,
    )
    found: dict[int, list] = {}
    for place in places.select_related("item").order_by("story_id", "sort_order"):
        found.setdefault(place.story_id, []).append(place.item)
    return found


def item_words(item) -> list[Wording]:
    return [everywhere(item, "title"), {} if item.is_decorative else everywhere(item, "alt_text")]


def _of_transcripts(stories) -> Iterator[Document]:
    cues = Cue.objects.filter(transcript__story__in=stories).order_by("transcript", "start")
    texts: dict[tuple[int, str], list[str]] = {}
    for story, language, text in cues.values_list("transcript__story", "transcript__language", "text"):
        texts.setdefault((story, language), []).append(text)
    for (story, language), said in texts.items():
        yield story, Source.TRANSCRIPT, language, folded(said)

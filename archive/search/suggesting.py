"""What the words that somebody types may become: participants, keywords and titles of stories."""

from archive.addresses import room_url
from archive.languages import everywhere, said
from archive.models import GalleryPage, Keyword, SearchPlace, StoryPage
from archive.search import fulltext
from archive.search.among import Among
from archive.search.finding import Source
from archive.search.folding import fold
from archive.search.query import Query

MOST = 8
#: Of participants and of keywords, so that there is room for titles.
MOST_OF_A_KIND = 3


def suggestions(query: Query, exhibition, request, language: str) -> list[dict]:
    """At most eight that the person may see, as a list of what to call each and where it is."""
    titles = [place.number for place in SearchPlace.objects.all() if place.source == Source.TITLE]
    pages = fulltext.pages(query, titles)
    galleries = GalleryPage.objects.child_of(exhibition).visible_to(request.user)
    galleries = galleries.filter(Among("pk", pages)).order_by("path")[:MOST_OF_A_KIND]
    stories = StoryPage.objects.descendant_of(exhibition).visible_to(request.user)
    found = [_page(gallery, "participant", language, request) for gallery in galleries]
    for keyword in keywords(query, stories):
        words = said(keyword, "name", language)
        found.append(
            _suggestion(words, "keyword", room_url(exhibition, "keyword", keyword.slug, request=request))
        )
    told = stories.filter(Among("pk", pages)).order_by("path")[: MOST - len(found)]
    return found + [_page(story, "story", language, request) for story in told]


def keywords(query: Query, stories) -> list[Keyword]:
    """Those in whose name all terms are found, in some language, and that describe one of the stories."""
    named = [
        keyword.pk
        for keyword in Keyword.objects.all()
        if any(_says(words, query) for words in everywhere(keyword, "name").values())
    ]
    if not named:
        return []
    used = StoryPage.keywords.through.objects.filter(keyword__in=named, storypage__in=stories.values("pk"))
    return list(Keyword.objects.filter(pk__in=used.values("keyword"))[:MOST_OF_A_KIND])


def _says(words: str, query: Query) -> bool:
    folded = fold(words)
    return all(term.pattern.search(folded) for term in query.wanted)


def _page(page, kind, language, request) -> dict:
    return _suggestion(said(page, "title", language), kind, page.get_url(request))


def _suggestion(words, kind, address) -> dict:
    return {"text": words.text, "language": words.language, "kind": kind, "address": address}

"""Searching an exhibition: what is found, what narrows it down, and suggestions while one types."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.languages import reading_language
from archive.models import SearchPlace, StoryPage
from archive.search import facets, finding, results, suggesting
from archive.search.narrowing import Narrowing
from archive.search.query import read

PER_PAGE = 20
MOST_GALLERIES = 6


@require_safe
def search(request, exhibition):
    query = read(request.GET.get("q", ""))
    narrowing = Narrowing(request.GET, query.text)
    context = {"exhibition": exhibition, "query": query}
    if query or narrowing:
        context |= _found(request, exhibition, query, narrowing)
    return render(request, "archive/search.html", context)


def _found(request, exhibition, query, narrowing) -> dict:
    """Whatever is shown is of the stories and galleries that the gate lets through."""
    places = {place.number: place for place in SearchPlace.objects.all()}
    only = narrowing.place(places.values())
    hits = finding.look_up(query, places, only) if query else None
    visible = StoryPage.objects.descendant_of(exhibition).visible_to(request.user)
    found = finding.find_stories(narrowing.narrow(visible, exhibition), hits)
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
    galleries = results.galleries_named(found)
    reader = results.Reader(request, query, reading_language(request))
    choices = facets.choices_among(found, galleries, reader.language)
    context = {
        "count": len(found.stories),
        "facets": facets.offer(choices, narrowing),
        "chosen": facets.chosen(choices, narrowing),
    }
    if page.number == 1 and not narrowing:
        hit = results.found_galleries(galleries, exhibition, request.user, hits)
        context |= {
            "gallery_count": len(hit),
            "galleries": results.of_galleries(hit[:MOST_GALLERIES], reader),
        }
    page.object_list = results.of_stories(page.object_list, hits, reader)
    return context | {"stories": page}


@require_safe
def suggest(request, exhibition):
    """What the words typed so far may become, as JSON."""
    query = read(request.GET.get("q", ""))
    language = reading_language(request)
    found = suggesting.suggestions(query, exhibition, request, language) if query else []
    return JsonResponse({"suggestions": found})

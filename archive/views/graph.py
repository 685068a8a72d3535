"""The graph of an exhibition, or of one participant, as a picture with a table, and as JSON."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from archive.addresses import room_url
from archive.graph import folding, layout, legend, picture, table
from archive.graph.choice import Choice, choose
from archive.graph.reading import read
from archive.languages import reading_language
from archive.models.pages import GalleryPage


def participant(exhibition, user, code: str) -> GalleryPage:
    """By the code in small letters; whoever is hidden is not there."""
    if code != code.lower():
        raise Http404
    return get_object_or_404(GalleryPage.objects.child_of(exhibition).visible_to(user), code=code.upper())


def data_url(request, exhibition, code: str | None) -> str:
    url = room_url(exhibition, *(("graph-data-of", code) if code else ("graph-data",)), request=request)
    return f"{url}?{request.GET.urlencode()}" if request.GET else url


@require_safe
@gzip_page
def graph(request, exhibition, code=None):
    """The page: the picture, the legend in which one chooses, and the table that says the same."""
    gallery = participant(exhibition, request.user, code) if code else None
    whole = read(exhibition, request, reading_language(request), of=gallery)
    choice = Choice.asked(request.GET)
    chosen = choose(whole, choice)
    folded = folding.fold(chosen)
    context = {
        "exhibition": exhibition,
        "gallery": gallery,
        "whole": whole,
        "choice": choice,
        "graph": chosen,
        "folded": folded,
        "connection_count": sum(edge.kind == "connection" for edge in chosen.edges),
        "picture": picture.draw(folded, whole),
        "lines": legend.lines(whole, choice),
        "participants": legend.participants(whole, choice),
        "rows": table.page_of_rows(chosen, request.GET.get("page")),
        "chains": table.chain_rows(chosen),
        "data_url": data_url(request, exhibition, code),
    }
    return render(request, "archive/graph.html", context)


@require_safe
@gzip_page
def graph_data(request, exhibition, code=None):
    """The same as JSON (archive.graph.model), whole however large it is."""
    gallery = participant(exhibition, request.user, code) if code else None
    whole = read(exhibition, request, reading_language(request), of=gallery)
    chosen = choose(whole, Choice.asked(request.GET))
    layout.place(chosen)
    answer = json.dumps(chosen.as_json(), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(answer, content_type="application/json")

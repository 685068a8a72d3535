"""The timeline of an exhibition, by era."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import timeline as telling
from archive.languages import reading_language


@require_safe
def timeline(request, exhibition):
    asked = telling.Asked.from_query(request.GET)
    told = telling.read(exhibition, request, reading_language(request), asked)
    scale = telling.Scale.of(section.era for section in told.sections if section.era)
    context = {
        "exhibition": exhibition,
        "timeline": told,
        "asked": asked,
        "bands": [(section, *scale.band(section.era)) for section in told.sections if section.era],
        "marks": scale.marks() if scale else [],
        "lines": telling.page_of(told.sections[0], request.GET.get("page"))
        if asked.era and told.sections
        else None,
    }
    return render(request, "archive/timeline.html", context)

"""The old exhibition's addresses lead to where things are now, for whoever may see them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive import paths
from archive.addresses import room_url
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ConnectionType,
    Era,
    ExhibitionPage,
    GalleryPage,
    ImportedRow,
    MediaItem,
    StoryPage,
    Theme,
)

#: The old word in an address: the table, what its rows became, the room, and the ways to stories, all of
#: which
#: must be among those that the person may see.
ROOMS = {
    "eras": ("era", Era, "era", ["stories"]),
    "theme": ("theme", Theme, "theme", ["stories"]),
    "chain": ("chain", Chain, "chain", ["themes__stories"]),
    "connects": (
        "connection",
        ConnectionType,
        "connection-type",
        ["connections__from_story", "connections__to_story"],
    ),
    "analysis_type": ("analysistype", AnalysisType, "analysis-type", ["points__stories"]),
    "analysis": ("analysispoint", AnalysisPoint, "analysis-point", ["stories"]),
}


@require_safe
@login_required
@never_cache
def page(request, table, old_id):
    """A participant's gallery, or a story; what somebody may not see is as little there as what never was."""
    model = {"participant": GalleryPage, "story": StoryPage}[table]
    return redirect(_seen(request, model, _object_id(table, old_id)).get_url(request))


@require_safe
@login_required
@never_cache
def graph_of(request, old_id):
    gallery = _seen(request, GalleryPage, _object_id("participant", old_id))
    return redirect(room_url(_exhibition(request), "graph-of", gallery.code.lower(), request=request))


@require_safe
@login_required
@never_cache
def room(request, word, old_id):
    """Where stories are put together; without one that the person may see, nothing is told of it."""
    table, model, name, ways = ROOMS[word]
    exhibition = _exhibition(request)
    stories = StoryPage.objects.descendant_of(exhibition).visible_to(request.user).values("pk")
    seen = {f"{way}__in": stories for way in ways}
    thing = model.objects.filter(pk=_object_id(table, old_id), **seen).first()
    if thing is None:
        raise Http404
    words = [thing.type.slug, thing.slug] if model is AnalysisPoint else [thing.slug]
    return redirect(room_url(exhibition, name, *words, request=request))


@require_safe
@login_required
@never_cache
def image(request, name):
    """The first story that shows the photograph."""
    code, number = name[:-3], name[-3:]
    if not number.isdecimal():
        raise Http404
    try:
        paths.name(code, int(number))
    except paths.BadKey:
        raise Http404
    item = MediaItem.objects.visible_to(request.user).filter(
        kind="photo", gallery__code=code, number=int(number)
    )
    story = StoryPage.objects.visible_to(request.user).filter(placements__item__in=item).first()
    if story is None:
        raise Http404
    return redirect(story.get_url(request))


def _object_id(table, old_id):
    found = ImportedRow.objects.filter(table=table, old_id=old_id).values_list("object_id", flat=True).first()
    if found is None:
        raise Http404
    return found


def _seen(request, model, object_id):
    thing = model.objects.visible_to(request.user).filter(pk=object_id).first()
    if thing is None:
        raise Http404
    return thing


def _exhibition(request):
    """That in which what was imported lies, if the person may see it."""
    imported = ImportedRow.objects.filter(table="participant").values("object_id")
    gallery = GalleryPage.objects.filter(pk__in=imported).first()
    seen = ExhibitionPage.objects.visible_to(request.user)
    found = seen.ancestor_of(gallery).first() if gallery else None
    if found is None:
        raise Http404
    return found

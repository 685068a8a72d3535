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

#: The old word in an address: the table, and what its rows became.
ROOMS = {
    "eras": ("era", Era, "era"),
    "theme": ("theme", Theme, "theme"),
    "chain": ("chain", Chain, "chain"),
    "connects": ("connection", ConnectionType, "connection-type"),
    "analysis_type": ("analysistype", AnalysisType, "analysis-type"),
    "analysis": ("analysispoint", AnalysisPoint, "analysis-point"),
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
    """Where stories are put together; the room itself shows each person only what is hers to see."""
    table, model, name = ROOMS[word]
    thing = model.objects.filter(pk=_object_id(table, old_id)).first()
    if thing is None:
        raise Http404
    words = [thing.type.slug, thing.slug] if model is AnalysisPoint else [thing.slug]
    return redirect(room_url(_exhibition(request), name, *words, request=request))


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

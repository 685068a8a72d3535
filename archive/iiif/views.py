"""Manifests and collections, for those to whom what they tell of is open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from archive import openings
from archive.access import opening
from archive.iiif import galleries, manifests
from archive.metadata import answers, sources

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
CONTENT_TYPE = f'application/ld+json;profile="{CONTEXT}"'


@require_safe
@login_required
def story(request, uuid):
    told = sources.story(request.user, uuid)
    way = opening(told.page, request.user)
    openings.record(told.items, request=request, opened_by=way.rule)
    return presentation(manifests.of_story(told, way.until))


@require_safe
@login_required
def gallery(request, uuid):
    return presentation(galleries.of_gallery(sources.gallery(request.user, uuid)))


@require_safe
@login_required
def exhibition(request, slug):
    return presentation(galleries.of_exhibition(sources.exhibition(request.user, slug)))


def presentation(resource: dict) -> HttpResponse:
    return answers.json({"@context": CONTEXT} | resource, CONTENT_TYPE)

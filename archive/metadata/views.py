"""The descriptions of stories and galleries as files, for those to whom they are open."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_safe

from archive.metadata import description, sources
from archive.metadata.answers import as_dublin_core, as_json_ld


@require_safe
@login_required
def story_json_ld(request, uuid):
    return as_json_ld(description.of_story(sources.story(request.user, uuid)))


@require_safe
@login_required
def story_dublin_core(request, uuid):
    return as_dublin_core(description.of_story(sources.story(request.user, uuid)))


@require_safe
@login_required
def gallery_json_ld(request, uuid):
    return as_json_ld(description.of_gallery(sources.gallery(request.user, uuid)))


@require_safe
@login_required
def gallery_dublin_core(request, uuid):
    return as_dublin_core(description.of_gallery(sources.gallery(request.user, uuid)))

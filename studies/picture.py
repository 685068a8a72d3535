"""The picture of a public study, for the list of studies."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from studies.models import StudyPage

#: Twice as wide as it is shown, for fine screens.
FORM = "fill-960x600|format-webp"


@require_safe
def picture(request, uuid):
    """The picture as WebP; to everybody while the study is public, and to nobody else.

    Wagtail's images have no address of their own here: the bucket is private.
    """
    study = get_object_or_404(StudyPage.objects.public().select_related("image"), uuid=uuid)
    if study.image is None:
        raise Http404
    try:
        rendition = study.image.get_rendition(FORM)
        response = FileResponse(rendition.file.open("rb"), content_type="image/webp")
    except OSError:
        raise Http404
    patch_cache_control(response, public=True, max_age=3600)
    return response

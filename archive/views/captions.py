"""The captions of a video or voice."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive import webvtt
from archive.models import Transcript


@require_safe
@login_required
def captions(request, uuid):
    """A transcript as the captions of its story's video or voice."""
    transcript = get_object_or_404(Transcript.objects.visible_to(request.user), uuid=uuid)
    return HttpResponse(webvtt.write(transcript.cues.all()), content_type="text/vtt; charset=utf-8")

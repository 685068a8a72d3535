"""The pages around a running experiment: a bar with the study's name, and the experiment in a frame."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from builds.access import get_build
from builds.capability import run_address
from builds.models import Build
from builds.origins import origin_of
from builds.serving import SANDBOX, SANDBOX_OF_ITS_OWN
from studies.models import StudyPage


@require_safe
@login_required
def preview(request, pk):
    """For whoever may read the study or approve it."""
    build = get_build(request.user, pk)
    if not build.can_be_served:
        raise Http404
    return _page(request, build, is_participant=False)


@require_safe
def take_part(request, study_uuid):
    """For everybody while the study is public: its newest deployment, or the way to where it is."""
    study = get_object_or_404(StudyPage.objects.public(), uuid=study_uuid)
    if study.is_external:
        return redirect(study.external_url)
    build = study.builds.serving(Build.Kind.DEPLOYMENT).select_related("study").first()
    if build is None:
        raise Http404
    return _page(request, build, is_participant=True)


def _page(request, build, *, is_participant):
    frame = run_address(build, is_participant=is_participant, query=request.META["QUERY_STRING"])
    origin = origin_of(build.study.uuid)
    context = {"study": build.study, "build": build, "frame": frame, "is_participant": is_participant}
    context |= {"origin": origin, "sandbox": SANDBOX_OF_ITS_OWN if origin else SANDBOX}
    response = render(request, "builds/run.html", context)
    if origin:
        response["Permissions-Policy"] = f'camera=("{origin}"), geolocation=(), microphone=("{origin}")'
    return response

"""The videos of a study in Wagtail's admin: how many there are, zips of them, and the way to a zip."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from builds.access import get_study, says_403
from builds.errors import BuildRefused
from builds.models import VideoZip
from builds.zips import asking
from studies.permissions import StudyPermission, can

#: How long a link to the storage itself is good.
LINK = timedelta(minutes=30)
SHOWN = 20


@require_safe
@says_403
def videos(request, study_pk):
    study = get_study(request.user, study_pk, permission=StudyPermission.READ_RESPONSES)
    context = {
        "study": study,
        "count": study.videos.count(),
        "count_of_consent": study.videos.of_consent().count(),
        "zips": study.video_zips.select_related("requested_by")[:SHOWN],
    }
    return render(request, "builds/videos.html", context)


@require_POST
@says_403
def request_zip(request, study_pk):
    study = get_study(request.user, study_pk, permission=StudyPermission.READ_RESPONSES)
    try:
        asking.ask(study, is_of_consent=request.POST.get("which") == "consent", by=request.user)
        messages.success(
            request, f"The zip is being made. A mail goes to {request.user.email} when it is ready."
        )
    except BuildRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("builds_admin:videos", study.pk)


@require_safe
@login_required
@never_cache
def fetch_zip(request, uuid):
    """The way to a zip, for whoever may see the study's videos now; its link is good for half an hour."""
    zip = get_object_or_404(VideoZip.objects.select_related("study__lab"), uuid=uuid)
    if not can(request.user, StudyPermission.READ_RESPONSES, zip.study):
        raise Http404
    storage = storages["private"]
    if not zip.name or not storage.exists(zip.name):
        return render(request, "builds/zip_gone.html", {"study": zip.study}, status=410)
    filename = f"{zip.study.slug}-{'consent-' if zip.is_of_consent else ''}videos.zip"
    if isinstance(storage, FileSystemStorage):
        return FileResponse(storage.open(zip.name), as_attachment=True, filename=filename)
    said = {"expiration": LINK, "response_disposition": f'attachment; filename="{filename}"'}
    return HttpResponseRedirect(storage.url(zip.name, parameters=said))

"""Which builds a person may see, and the getters that decide it."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.defaults import permission_denied

from builds.models import Build
from studies.models import StudyPage
from studies.permissions import StudyPermission, can


def readable_builds(user):
    """The builds of the studies that the person may read or approve; a fixed number of queries."""
    return Build.objects.filter(study__in=StudyPage.objects.readable_by(user).values("pk"))


def get_study(user, pk, *, permission: StudyPermission | None = None) -> StudyPage:
    """The study; 404 for a stranger, 403 for a reader without the permission."""
    study = get_object_or_404(StudyPage.objects.readable_by(user).select_related("lab", "lifecycle"), pk=pk)
    _require(user, permission, study)
    return study


def get_build(user, pk, *, permission: StudyPermission | None = None) -> Build:
    """The build of a study, decided as `get_study` decides on the study."""
    builds = readable_builds(user).select_related(
        "study__lab", "study__lifecycle", "requested_by", "revision"
    )
    build = get_object_or_404(builds, pk=pk)
    _require(user, permission, build.study)
    return build


def says_403(view):
    """Wagtail turns a missing permission into a redirect to its home; here it is a 403, as elsewhere."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as error:
            return permission_denied(request, error)

    return answer


def _require(user, permission, study):
    if permission and not can(user, permission, study):
        raise PermissionDenied

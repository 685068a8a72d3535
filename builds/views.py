"""The builds in Wagtail's admin: the list, one build while it runs, and what people do with it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from builds import actions
from builds.access import get_build, get_study, readable_builds, says_403
from builds.errors import BuildRefused
from builds.forms import StartForm
from builds.panels import build_page
from studies.permissions import StudyPermission

PER_PAGE = 30


@require_safe
def index(request):
    """The builds of all studies that this person may read."""
    builds = readable_builds(request.user).select_related("study", "requested_by").defer("manifest")
    page = Paginator(builds, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "builds/build_list.html", {"builds": page})


@require_safe
def detail(request, pk):
    context = build_page(get_build(request.user, pk), request.user)
    return render(request, "builds/build_detail.html", context)


@require_safe
def progress(request, pk):
    """What changes of the page while the build runs; live.js asks for it every second."""
    context = build_page(get_build(request.user, pk), request.user)
    return render(request, "builds/_progress.html", context)


@require_POST
@says_403
def start(request):
    form = StartForm(request.POST)
    if not form.is_valid():
        raise Http404
    study = get_study(request.user, form.cleaned_data["study"], permission=StudyPermission.WRITE)
    try:
        build = actions.request_build(study, form.cleaned_data["kind"], by=request.user)
    except BuildRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("studies:desk", study.pk)
    return redirect(build)


@require_POST
@says_403
def cancel(request, pk):
    build = get_build(request.user, pk, permission=StudyPermission.WRITE)
    try:
        actions.cancel(build, by=request.user)
    except BuildRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(build)

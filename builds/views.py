"""The builds in Wagtail's admin: the list, one build while it runs, and what people do with it."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from builds import actions
from builds.access import get_build, get_study, readable_builds, says_403
from builds.errors import BuildRefused
from builds.forms import FilterForm, StartForm
from builds.panels import build_page, newest_stages
from builds.status import SEE_STATUS, status_page
from studies.permissions import StudyPermission

PER_PAGE = 30


@require_safe
def index(request):
    """The builds of all studies that this person may read."""
    form = FilterForm(request.GET)
    builds = form.narrow(
        readable_builds(request.user).select_related("study", "requested_by").defer("manifest")
    )
    page = Paginator(builds, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    may_see_status = request.user.has_perm(SEE_STATUS)
    context = {"builds": page, "form": form, "query": query.urlencode(), "may_see_status": may_see_status}
    return render(request, "builds/build_list.html", context)


@require_safe
@says_403
@permission_required(SEE_STATUS, raise_exception=True)
def status(request):
    """What waits and who works, for operators; no study is named."""
    return render(request, "builds/status.html", status_page())


@require_safe
def detail(request, pk):
    context = build_page(get_build(request.user, pk), request.user)
    return render(request, "builds/build_detail.html", context)


@require_safe
def progress(request, pk):
    """What changes of the page while the build runs; live.js asks for it every second."""
    context = build_page(get_build(request.user, pk), request.user)
    return render(request, "builds/_progress.html", context)


@require_safe
def log(request, pk):
    """The log of the newest attempt as a text to keep."""
    build = get_build(request.user, pk)
    response = HttpResponse(content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="build-{build.pk}.log"'
    for stage in newest_stages(build):
        response.write(f"== {stage.name}: {stage.get_state_display()}, {stage.seconds:.1f} s\n{stage.log}\n")
    return response


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
    return _act(request, pk, actions.cancel)


@require_POST
@says_403
def roll_back(request, pk):
    return _act(request, pk, actions.roll_back)


def _act(request, pk, action):
    build = get_build(request.user, pk, permission=StudyPermission.WRITE)
    try:
        action(build, by=request.user)
    except BuildRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(build)

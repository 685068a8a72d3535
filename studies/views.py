"""The studies in Wagtail's admin: the list, a study's desk, and firing a trigger."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from studies import moderation, panels, workflow
from studies.forms import MoveForm
from studies.models import StudyPage


def readable_study(user, pk) -> StudyPage:
    """The study, if the user may read it; to others it does not exist."""
    return get_object_or_404(StudyPage.objects.readable_by(user).select_related("lab", "lifecycle"), pk=pk)


@require_safe
def index(request):
    studies = StudyPage.objects.readable_by(request.user).select_related("lab", "lifecycle")
    context = {"studies": studies.order_by("-latest_revision_created_at"), "page_title": "Studies"}
    return TemplateResponse(request, "studies/study_list.html", context)


@require_safe
def desk(request, pk):
    study = readable_study(request.user, pk)
    context = panels.workflow_context(study, request) | {"page_title": study.title}
    return TemplateResponse(request, "studies/study_desk.html", context)


@require_POST
def move(request, pk):
    study = readable_study(request.user, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        moderation.perform(study, by=request.user, **form.cleaned_data)
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    else:
        study = readable_study(request.user, pk)
        messages.success(request, f"“{study.title}” is now {study.state}.")
    return redirect("studies:desk", pk)

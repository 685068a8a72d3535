"""The studies in Wagtail's admin: the list, a study's desk, and firing a trigger."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from studies import actions, amending, listing, moderation, panels, workflow
from studies.eligibility import judge
from studies.eligibility.forms import PersonForm
from studies.forms import MoveForm, MoveManyForm
from studies.models import StudyPage
from studies.naming import names_for


def readable_study(user, pk) -> StudyPage:
    """The study, if the user may read it; to others it does not exist."""
    return get_object_or_404(StudyPage.objects.readable_by(user).select_related("lab", "lifecycle"), pk=pk)


@require_safe
def index(request):
    studies = listing.page_of_studies(request.user, request.GET.get("p"))
    steps = [(trigger, workflow.LABELS[trigger]) for trigger in listing.FOR_MANY]
    context = {"studies": studies, "steps": steps, "page_title": "Studies"}
    return TemplateResponse(request, "studies/study_list.html", context)


@require_safe
def desk(request, pk):
    study = readable_study(request.user, pk)
    context = panels.workflow_context(study, request) | {"page_title": study.title}
    context["may_clone"] = actions.lab_for_a_clone(study, by=request.user) is not None
    return TemplateResponse(request, "studies/study_desk.html", context)


@require_safe
def changes(request, pk):
    """What changed since the last approval, in the revision under review or else the newest draft."""
    study = readable_study(request.user, pk)
    if not amending.can_be_compared(study):
        raise Http404
    context = panels.changes_context(study, request) | {"page_title": f"Changes of {study.title}"}
    return TemplateResponse(request, "studies/study_changes.html", context)


@require_safe
def bench(request, pk):
    """Would this person be asked to take part, and if not, why not? Nothing of it is kept."""
    study = readable_study(request.user, pk)
    newest = study.latest_revision.as_object() if study.latest_revision else study
    others = {*newest.must_have_participated.all(), *newest.must_not_have_participated.all()}
    name = names_for(request.user, StudyPage)
    form = PersonForm(request.GET or None, others=sorted(others, key=lambda other: other.title), name=name)
    is_asked = form.is_bound and form.is_valid()
    context = {
        "study": newest,
        "form": form,
        "is_asked": is_asked,
        "reasons": judge(newest, form.person(), name) if is_asked else [],
        "page_title": f"Who would be asked to take part in {newest.title}?",
    }
    return TemplateResponse(request, "studies/study_bench.html", context)


@require_safe
def step(request, pk, trigger):
    """One step of the list's menu, to be confirmed with a comment."""
    study = readable_study(request.user, pk)
    if trigger not in workflow.TRANSITIONS:
        raise Http404
    context = panels.step_context(study, trigger, request) | {"page_title": workflow.LABELS[trigger]}
    return TemplateResponse(request, "studies/study_step.html", context)


@require_POST
def clone(request, pk):
    copy = actions.clone(readable_study(request.user, pk), by=request.user)
    messages.success(request, f"This is “{copy.title}”, of {copy.lab}. It is in no list yet.")
    return redirect("studies:desk", copy.pk)


@require_POST
def move_many(request):
    """One step of several studies; each is moved, or told why not."""
    form = MoveManyForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.problem())
        return redirect("studies:index")
    for study in StudyPage.objects.readable_by(request.user).filter(pk__in=form.cleaned_data["studies"]):
        try:
            moderation.perform(study, by=request.user, **form.step())
        except workflow.Refused as refused:
            messages.error(request, f"“{study.title}”: {refused}")
        else:
            messages.success(request, f"“{study.title}” is now {study.state}.")
    return redirect("studies:index")


@require_POST
def move(request, pk):
    study = readable_study(request.user, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.problem())
        return redirect("studies:desk", pk)
    try:
        moderation.perform(study, by=request.user, **form.step())
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    else:
        study = readable_study(request.user, pk)
        messages.success(request, f"“{study.title}” is now {study.state}.")
    return redirect("studies:desk", pk)

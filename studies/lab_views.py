"""Labs and roles in Wagtail's admin: the labs, one lab and its people, and the people of a study."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from studies import holders, people
from studies.lab_forms import JoinForm, LabForm, RoleForm
from studies.models import Lab, LabRequest
from studies.permissions import ADD_LAB, APPROVE_LAB, LabPermission, StudyPermission, can, can_in_lab
from studies.views import readable_study

WRONG = "Choose a person and a role."


def attempt(request, doing, done: str) -> None:
    """Does something to roles, and says that it is done, or why not."""
    try:
        doing()
    except people.RoleRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)


def lab_or_404(pk) -> Lab:
    return get_object_or_404(Lab, pk=pk)


@require_safe
def labs(request):
    """Everybody in the workroom may know which labs there are: one asks to join them."""
    context = {
        "labs": Lab.objects.all(),
        "may_add": request.user.has_perm(ADD_LAB),
        "page_title": "Labs",
    }
    return TemplateResponse(request, "studies/lab_list.html", context)


@require_safe
def lab(request, pk):
    one = lab_or_404(pk)
    members = people.people_of(one)
    role = next((person.role for person in members if person.pk == request.user.pk), "")
    may_manage = people.may_manage(request.user, one)
    may_approve = request.user.has_perm(APPROVE_LAB)
    is_inside = bool(role) or may_manage or may_approve
    context = {
        "lab": one,
        "role": role,
        "is_inside": is_inside,
        "people": members if is_inside else [],
        "roles": people.LAB_CHOICES,
        "requests": one.requests.filter(answered_at=None).select_related("user") if may_manage else [],
        "own_request": one.requests.filter(answered_at=None, user=request.user).first(),
        "join": JoinForm(),
        "table": holders.who_can(one) if is_inside else None,
        "may_manage": may_manage,
        "may_approve": may_approve,
        "may_edit": can_in_lab(request.user, LabPermission.EDIT, one),
        "page_title": one.name,
    }
    return TemplateResponse(request, "studies/lab_detail.html", context)


def new_lab(request):
    if not request.user.has_perm(ADD_LAB):
        raise PermissionDenied
    form = LabForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.new_lab(form.instance, by=request.user)
        messages.success(request, f"“{form.instance}” is there, and you are its admin.")
        return redirect(form.instance)
    context = {"form": form, "page_title": "A new lab"}
    return TemplateResponse(request, "studies/lab_form.html", context)


def edit_lab(request, pk):
    one = lab_or_404(pk)
    if not can_in_lab(request.user, LabPermission.EDIT, one):
        raise PermissionDenied
    form = LabForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"“{one}” is saved.")
        return redirect(one)
    context = {"form": form, "lab": one, "page_title": f"Edit {lab_or_404(pk)}"}
    return TemplateResponse(request, "studies/lab_form.html", context)


@require_POST
def approve_lab(request, pk):
    one, said = lab_or_404(pk), request.POST.get("approved")
    if said not in ("yes", "no"):
        messages.error(request, "Say whether the lab may test: yes or no.")
        return redirect(one)
    approved = said == "yes"
    told = "approved to test" if approved else "not approved to test any more"
    attempt(request, lambda: people.approve_lab(one, approved, by=request.user), f"“{one}” is {told}.")
    return redirect(one)


@require_POST
def join_lab(request, pk):
    one, form = lab_or_404(pk), JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A message has at most 1,000 characters.")
        return redirect(one)
    attempt(
        request,
        lambda: people.ask_to_join(one, by=request.user, message=form.cleaned_data["message"]),
        f"“{one}” was asked. You get a mail when they answer.",
    )
    return redirect(one)


@require_POST
def answer_request(request, pk):
    asked = get_object_or_404(LabRequest.objects.select_related("lab", "user"), pk=pk)
    if not people.may_manage(request.user, asked.lab):
        raise PermissionDenied
    role = request.POST.get("role", "")
    done = f"{asked.user.display_name} is now {role}." if role else f"{asked.user.display_name} was declined."
    attempt(request, lambda: people.answer(asked, role, by=request.user), done)
    return redirect(asked.lab)


@require_POST
def lab_role(request, pk):
    one = lab_or_404(pk)
    _change_role(request, one, people.people_of(one), people.LAB_CHOICES)
    return redirect(one)


@require_safe
def study_people(request, pk):
    study = readable_study(request.user, pk)
    context = {
        "study": study,
        "people": people.people_of(study),
        "roles": people.STUDY_CHOICES,
        "others": people.who_can_join(study),
        "table": holders.who_can(study),
        "may_manage": people.may_manage(request.user, study),
        "page_title": f"People of {study.title}",
    }
    return TemplateResponse(request, "studies/study_people.html", context)


@require_POST
def study_role(request, pk):
    study = readable_study(request.user, pk)
    _change_role(
        request, study, [*people.people_of(study), *people.who_can_join(study)], people.STUDY_CHOICES
    )
    # Who leaves a study may read it no more.
    return (
        redirect("studies:people", pk)
        if can(request.user, StudyPermission.READ, study)
        else redirect("studies:index")
    )


def _change_role(request, thing, some, roles) -> None:
    """Gives the role that was chosen; one's own can only be left."""
    if not people.may_manage(request.user, thing):
        some = [person for person in some if person.pk == request.user.pk]
    form = RoleForm(request.POST, people=some, roles=roles)
    if not form.is_valid():
        messages.error(request, WRONG)
        return
    person, role = form.cleaned_data["person"], form.cleaned_data["role"]
    if role:
        attempt(
            request,
            lambda: people.change_role(thing, role, of=person, by=request.user),
            f"{person.display_name} is now {role}.",
        )
    else:
        attempt(
            request,
            lambda: people.remove(thing, who=person, by=request.user),
            f"{person.display_name} has no role here any more.",
        )

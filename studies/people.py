"""Who has which role in a lab and on a study, and how that changes.

At least one admin stays in each. Whoever has a role on a study belongs to its lab; who leaves the lab
leaves its studies.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from studies import notices
from studies.actions import give_lab_role, give_study_role, prepare_lab
from studies.models import Lab, LabRequest, StudyLog, StudyPage
from studies.permissions import (
    APPROVE_LAB,
    LAB_ROLES,
    STUDY_ROLES,
    LabPermission,
    StudyPermission,
    can,
    can_in_lab,
    forget,
)

ADMIN = "admin"
#: What is not given by hand (Lookit's read-only group is there for programs).
LAB_CHOICES = [role for role in LAB_ROLES if role != "read-only"]
STUDY_CHOICES = list(STUDY_ROLES)
#: The action in Wagtail's log.
LOGGED = "studies.lab_role"


class RoleRefused(PermissionDenied):
    """A change of roles that can't be made; the message tells the person why."""


def people_of(thing) -> list:
    """Everybody with a role in the lab or on the study, each with its `role`; by name. Two queries."""
    kind = _kind(thing)
    rows = get_user_model().groups.through.objects.filter(**{f"group__{kind}_role__{kind}": thing})
    roles = dict(rows.values_list("user_id", f"group__{kind}_role__role"))
    people = list(get_user_model().objects.filter(pk__in=roles).order_by("last_name", "first_name", "pk"))
    for person in people:
        person.role = roles[person.pk]
    return people


def role_of(person, thing) -> str:
    """The person's role in the lab or on the study; nothing without one."""
    return next((one.role for one in people_of(thing) if one.pk == person.pk), "")


def may_manage(user, thing) -> bool:
    if isinstance(thing, Lab):
        return can_in_lab(user, LabPermission.MANAGE_RESEARCHERS, thing)
    return can(user, StudyPermission.MANAGE_RESEARCHERS, thing)


def who_can_join(study: StudyPage) -> list:
    """Active people of the study's lab who have no role on the study yet."""
    if study.lab is None:
        return []
    on_study = {person.pk for person in people_of(study)}
    return [person for person in people_of(study.lab) if person.is_active and person.pk not in on_study]


@transaction.atomic
def change_role(thing, role: str, *, of, by) -> None:
    """Gives somebody a role in the lab or on the study, in place of the one there was, and mails it.

    Raises RoleRefused with the reason.
    """
    _lock(thing)
    _refuse_unless_manager(thing, by)
    choices = LAB_CHOICES if isinstance(thing, Lab) else STUDY_CHOICES
    if role not in choices:
        raise RoleRefused(f"There is no role “{role[:40]}” here; there are {', '.join(choices)}.")
    before = role_of(of, thing)
    if before == role:
        return
    if not of.is_active:
        raise RoleRefused(f"The account of {of.display_name} is closed.")
    if isinstance(thing, StudyPage) and not before and of.pk not in {one.pk for one in who_can_join(thing)}:
        raise RoleRefused(f"{of.display_name} is not in the study's lab; take them into the lab first.")
    if before == ADMIN:
        _refuse_if_last_admin(thing, of)
    give = give_lab_role if isinstance(thing, Lab) else give_study_role
    give(thing, role, to=of)
    _note(thing, of, before, role, by)


@transaction.atomic
def remove(thing, *, who, by) -> None:
    """Takes somebody's role in the lab or on the study, and with a lab all those on its studies.

    Everybody may leave. Raises RoleRefused with the reason.
    """
    _lock(thing)
    if who.pk != by.pk:
        _refuse_unless_manager(thing, by)
    before = role_of(who, thing)
    if not before:
        raise RoleRefused(f"{who.display_name} has no role here.")
    if before == ADMIN:
        _refuse_if_last_admin(thing, who)
    if isinstance(thing, Lab):
        for study in StudyPage.objects.filter(lab=thing, roles__group__user=who).distinct():
            _lock(study)
            if role_of(who, study) == ADMIN:
                _refuse_if_last_admin(study, who)
            _take(study, who, by)
    _take(thing, who, by)


@transaction.atomic
def ask_to_join(lab: Lab, *, by, message: str = "") -> LabRequest:
    """Asks the lab's admins, who are mailed; who has asked already is not heard twice."""
    if role_of(by, lab):
        raise RoleRefused("You are in this lab already.")
    request, is_new = LabRequest.objects.get_or_create(
        lab=lab, user=by, answered_at=None, defaults={"message": message}
    )
    if is_new:
        notices.tell_of_request(request)
    return request


@transaction.atomic
def answer(request: LabRequest, role: str, *, by) -> None:
    """Takes somebody who asked into the lab with a role, or, without one, declines; both are mailed."""
    request = LabRequest.objects.select_for_update().select_related("lab", "user").get(pk=request.pk)
    _refuse_unless_manager(request.lab, by)
    if request.answered_at:
        raise RoleRefused("This request has been answered meanwhile.")
    if role:
        change_role(request.lab, role, of=request.user, by=by)
    request.role, request.answered_by, request.answered_at = role, by, timezone.now()
    request.save()
    if not role:
        notices.tell_of_answer(request)


def _kind(thing) -> str:
    return "lab" if isinstance(thing, Lab) else "study"


def _lock(thing) -> None:
    """Of two who change roles at the same moment the second sees what the first did."""
    list(type(thing)._base_manager.select_for_update(of=("self",)).filter(pk=thing.pk).values_list("pk"))


def _refuse_unless_manager(thing, by) -> None:
    if not may_manage(by, thing):
        raise RoleRefused(f"You can't manage the people of {thing}.")


def _refuse_if_last_admin(thing, person) -> None:
    if not any(one.role == ADMIN and one.is_active and one.pk != person.pk for one in people_of(thing)):
        raise RoleRefused(
            f"{person.display_name} is the last admin of “{thing}”; make somebody else an admin first."
        )


def _take(thing, who, by) -> None:
    before, kind = role_of(who, thing), _kind(thing)
    who.groups.remove(*Group.objects.filter(**{f"{kind}_role__{kind}": thing}))
    _note(thing, who, before, "", by)


def _note(thing, of, before, after, by) -> None:
    """Records a change of roles and mails it to whom it concerns."""
    forget(of)
    forget(by)
    told = f"{of.display_name}: {before or 'no role'} → {after or 'no role'}"
    if isinstance(thing, Lab):
        entry = log(thing, LOGGED, user=by, data={"what": told})
    else:
        entry = StudyLog.objects.create(study=thing, action="role changed", user=by, comment=told)
    if of.pk != by.pk:
        notices.tell_of_role(thing, after, of=of, by=by, key=f"{_kind(thing)}-role:{entry.pk}")


@transaction.atomic
def new_lab(lab: Lab, *, by) -> None:
    """Saves a lab with its groups; whoever makes it becomes its admin, and who approves labs is mailed."""
    lab.save()
    prepare_lab(lab)
    give_lab_role(lab, ADMIN, to=by)
    forget(by)
    notices.tell_of_lab(lab, by=by)


@transaction.atomic
def approve_lab(lab: Lab, approved: bool, *, by) -> None:
    """Lets a lab test, or no more; its admins are mailed."""
    if not by.has_perm(APPROVE_LAB):
        raise RoleRefused("You can't approve labs.")
    if lab.approved_to_test == approved:
        return
    lab.approved_to_test = approved
    lab.save(update_fields=["approved_to_test"])
    entry = log(lab, LOGGED, user=by, data={"what": "approved to test" if approved else "not to test"})
    notices.tell_of_approval(lab, by=by, key=f"lab-approval:{entry.pk}")

"""Who can do what here: everybody who holds a permission on a study or in a lab, and by what."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from studies.models import Lab, StudyPage
from studies.models.lab import LabGroupObjectPermission, LabUserObjectPermission
from studies.models.pages import StudyGroupObjectPermission, StudyUserObjectPermission
from studies.permissions import LabPermission, StudyPermission

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
EVERYWHERE = "everywhere"
LABELS = {
    StudyPermission.READ: "Read",
    StudyPermission.WRITE: "Edit and build",
    StudyPermission.CHANGE_STATUS: "Submit, start, pause, end",
    StudyPermission.MANAGE_RESEARCHERS: "Give roles",
    StudyPermission.READ_RESPONSES: "Get what participants gave",
    StudyPermission.APPROVE: "Approve and reject",
    LabPermission.CREATE_STUDY: "Create studies",
    LabPermission.EDIT: "Edit the lab",
    LabPermission.MANAGE_RESEARCHERS: "Give roles",
    LabPermission.READ_STUDIES: "Read all studies",
    LabPermission.WRITE_STUDIES: "Edit all studies",
    LabPermission.CHANGE_STUDY_STATUS: "Move all studies",
    LabPermission.MANAGE_STUDY_RESEARCHERS: "Give roles on all studies",
}


@dataclass(frozen=True)
class Holder:
    """A person, with what allows each of a table's columns; nothing where she may not."""

    person: object
    by: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Holder, ...]


def who_can(thing: StudyPage | Lab) -> Table:
    """The table of one study or lab. A fixed number of queries, whatever the number of people."""
    if isinstance(thing, Lab):
        permissions = list(LabPermission)
        held = _on_object(thing, LabUserObjectPermission, LabGroupObjectPermission, _itself(permissions))
    else:
        permissions = list(StudyPermission)
        held = _on_object(thing, StudyUserObjectPermission, StudyGroupObjectPermission, _itself(permissions))
        if thing.lab:
            of_lab = {permission.lab_codename: permission for permission in permissions}
            _add(held, _on_object(thing.lab, LabUserObjectPermission, LabGroupObjectPermission, of_lab))
    _add(held, _everywhere(permissions))
    people = get_user_model().objects.filter(pk__in={person for person, _ in held}, is_active=True)
    return Table(
        tuple(LABELS[permission] for permission in permissions),
        tuple(
            Holder(person, tuple(", ".join(sorted(held.get((person.pk, one), ()))) for one in permissions))
            for person in people.order_by("last_name", "first_name", "pk")
        ),
    )


def _itself(permissions) -> dict:
    return {permission.codename: permission for permission in permissions}


def _add(held, more) -> None:
    for key, whys in more.items():
        held[key] |= whys


def _on_object(thing, of_user, of_group, wanted) -> defaultdict:
    """By person and permission, the names of what gives it: a role, a group, or the person alone."""
    held = defaultdict(set)
    asked = {"content_object": thing, "permission__codename__in": wanted}
    for person, codename in of_user.objects.filter(**asked).values_list("user", "permission__codename"):
        held[person, wanted[codename]].add("given to the person")
    rows = of_group.objects.filter(**asked).values_list(
        "group__user",
        "permission__codename",
        "group__study_role__role",
        "group__lab_role__role",
        "group__name",
    )
    for person, codename, study_role, lab_role, name in rows:
        if person is not None:
            told = (
                f"{study_role} of the study" if study_role else f"{lab_role} of the lab" if lab_role else name
            )
            held[person, wanted[codename]].add(told)
    return held


def _everywhere(permissions) -> dict:
    """Who holds a permission on all there is, as site administrators hold every one."""
    people = get_user_model().objects
    return {
        (person, permission): {EVERYWHERE}
        for permission in permissions
        for person in people.with_perm(permission, backend=MODEL_BACKEND).values_list("pk", flat=True)
    }

"""What makes labs and studies ready for people: their roles, on both sides, and the roles' people."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from guardian.shortcuts import assign_perm
from wagtail.coreutils import find_available_slug
from wagtail.models import GroupPagePermission

from studies.models import Lab, LabRole, StudyIndexPage, StudyLifecycle, StudyLog, StudyPage, StudyRole
from studies.permissions import LAB_ROLES, STUDY_ROLES, LabPermission, StudyPermission, can


@transaction.atomic
def prepare_lab(lab: Lab) -> None:
    """Makes the lab's groups, with their permissions on the lab and in Wagtail's admin."""
    section = StudyIndexPage.objects.first()
    for role, permissions in LAB_ROLES.items():
        group = _group(
            LabRole.objects.filter(lab=lab, role=role), f"{role} :: Lab :: {lab.name[:40]}", lab.uuid
        )
        LabRole.objects.get_or_create(lab=lab, role=role, defaults={"group": group})
        for permission in permissions:
            assign_perm(permission.codename, group, lab)
        if LabPermission.CREATE_STUDY in permissions and section:
            _page_permission(group, section, "add")


@transaction.atomic
def prepare_study(study: StudyPage, *, by=None) -> None:
    """Makes the study's lifecycle and groups; whoever made the study becomes its admin."""
    _, is_new = StudyLifecycle.objects.get_or_create(study=study)
    for role, permissions in STUDY_ROLES.items():
        group = _group(
            StudyRole.objects.filter(study=study, role=role),
            f"{role} :: Study :: {study.title[:40]}",
            study.uuid,
        )
        StudyRole.objects.get_or_create(study=study, role=role, defaults={"group": group})
        for permission in permissions:
            assign_perm(permission.codename, group, study)
        if StudyPermission.WRITE in permissions:
            _page_permission(group, study, "change")
    if study.lab:
        for lab_role in study.lab.roles.all():
            if LabPermission.WRITE_STUDIES in LAB_ROLES[lab_role.role]:
                _page_permission(lab_role.group, study, "change")
    if is_new:
        StudyLog.objects.create(study=study, action="created", to_state="created", user=by)
        if by:
            by.groups.add(study.roles.get(role="admin").group)


def lab_for_a_clone(study: StudyPage, *, by) -> Lab | None:
    """The study's own lab if the person may create studies there, else the first one where she may."""
    labs = Lab.objects.where_may_create(by)
    return labs.filter(pk=study.lab_id).first() or labs.first()


@transaction.atomic
def clone(study: StudyPage, *, by) -> StudyPage:
    """A study of its own with what the newest draft says, in no list, of which the person is the admin.

    Raises PermissionDenied, with the reason, if she may not read the study, or create one anywhere.
    """
    lab = lab_for_a_clone(study, by=by)
    if not can(by, StudyPermission.READ, study) or lab is None:
        raise PermissionDenied("You need to be able to read the study, and to create studies in a lab.")
    newest = study.latest_revision.as_object() if study.latest_revision else study
    told = {"title": f"Copy of {newest.title}"[:255], "lab": lab, "discoverable": False, "owner": by}
    told |= {field: [] for field in ("must_have_participated", "must_not_have_participated")}
    told["slug"] = find_available_slug(study.get_parent(), f"copy-of-{newest.slug}"[:240])
    copy = study.copy(update_attrs=told, keep_live=False, user=by)
    prepare_study(copy, by=by)
    return copy


def give_lab_role(lab: Lab, role: str, *, to) -> None:
    """Puts a person into one of the lab's roles, and out of its others."""
    to.groups.remove(*Group.objects.filter(lab_role__lab=lab))
    to.groups.add(lab.roles.get(role=role).group)


def give_study_role(study: StudyPage, role: str, *, to) -> None:
    """Puts a person into one of the study's roles, and out of its others."""
    to.groups.remove(*Group.objects.filter(study_role__study=study))
    to.groups.add(study.roles.get(role=role).group)


def _group(existing, name: str, uuid) -> Group:
    """The group of a role, made on first use and named as in Lookit; it may enter Wagtail's admin."""
    role = existing.select_related("group").first()
    group = role.group if role else Group.objects.create(name=f"{name} ({str(uuid)[:8]})")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return group


def _page_permission(group, page, action) -> None:
    permission = Permission.objects.get(
        content_type__app_label="wagtailcore", content_type__model="page", codename=f"{action}_page"
    )
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)

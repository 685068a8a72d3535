"""The permissions on labs and studies, the roles that bundle them, and the one question: `can`.

Groups stand between users and permissions: a role of a study or a lab is a group, and code asks for
a permission on an object, never for membership (Lookit's rule). A permission on a lab covers all
studies of that lab.
"""

from enum import StrEnum

from guardian.core import ObjectPermissionChecker


class StudyPermission(StrEnum):
    READ = "studies.read_study_details"
    WRITE = "studies.write_study_details"
    CHANGE_STATUS = "studies.change_study_status"
    MANAGE_RESEARCHERS = "studies.manage_study_researchers"
    #: What participants gave: their videos, say. No role in a lab covers it (Lookit's design).
    READ_RESPONSES = "studies.read_study_responses"
    #: Held globally, by reviewers.
    APPROVE = "studies.approve_study"

    @property
    def codename(self) -> str:
        return self.partition(".")[2]

    @property
    def lab_codename(self) -> str:
        """The permission on a lab that covers this one on all its studies."""
        return self.codename.replace("_study_", "_lab_study_")


class LabPermission(StrEnum):
    CREATE_STUDY = "studies.create_lab_study"
    EDIT = "studies.edit_lab_details"
    MANAGE_RESEARCHERS = "studies.manage_lab_researchers"
    READ_STUDIES = "studies.read_lab_study_details"
    WRITE_STUDIES = "studies.write_lab_study_details"
    CHANGE_STUDY_STATUS = "studies.change_lab_study_status"
    MANAGE_STUDY_RESEARCHERS = "studies.manage_lab_study_researchers"

    @property
    def codename(self) -> str:
        return self.partition(".")[2]


#: Held globally: who makes labs, and who lets them test.
ADD_LAB, APPROVE_LAB = "studies.add_lab", "studies.approve_lab"

S, L = StudyPermission, LabPermission

#: The seven roles on a study (Lookit's groups) with the permissions that Vitrine has.
STUDY_ROLES: dict[str, tuple[StudyPermission, ...]] = {
    "preview": (S.READ,),
    "design": (S.READ, S.WRITE),
    "analysis": (S.READ, S.READ_RESPONSES),
    "submission processor": (S.READ, S.CHANGE_STATUS),
    "researcher": (S.READ, S.CHANGE_STATUS, S.READ_RESPONSES),
    "manager": (S.READ, S.WRITE, S.CHANGE_STATUS, S.MANAGE_RESEARCHERS),
    "admin": (S.READ, S.WRITE, S.CHANGE_STATUS, S.MANAGE_RESEARCHERS, S.READ_RESPONSES),
}

#: The four roles in a lab.
LAB_ROLES: dict[str, tuple[LabPermission, ...]] = {
    "guest": (L.CREATE_STUDY,),
    "read-only": (L.READ_STUDIES,),
    "member": (L.CREATE_STUDY, L.READ_STUDIES),
    "admin": tuple(L),
}


def can(user, permission: StudyPermission, study) -> bool:
    """Whether the user holds the permission: globally, on the study, or through its lab."""
    return permission in study_permissions(user, study)


def study_permissions(user, study) -> frozenset[StudyPermission]:
    """All permissions of the user on the study; asked once for each user object and study."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    asked = user.__dict__.setdefault("_study_permissions", {})
    if study.pk not in asked:
        asked[study.pk] = _study_permissions(user, study)
    return asked[study.pk]


def can_in_lab(user, permission: LabPermission, lab) -> bool:
    """Whether the user holds the permission: globally, or on the lab; asked once for each of both."""
    return permission in lab_permissions(user, lab)


def lab_permissions(user, lab) -> frozenset[LabPermission]:
    """All permissions of the user in the lab; asked once for each user object and lab."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    asked = user.__dict__.setdefault("_lab_permissions", {})
    if lab.pk not in asked:
        on_lab = set(ObjectPermissionChecker(user).get_perms(lab))
        asked[lab.pk] = frozenset(
            permission
            for permission in LabPermission
            if user.has_perm(permission) or permission.codename in on_lab
        )
    return asked[lab.pk]


def forget(user) -> None:
    """Lets the permissions of this user object be asked anew, after its roles changed."""
    for name in ("_study_permissions", "_lab_permissions"):
        user.__dict__.pop(name, None)


def _study_permissions(user, study) -> frozenset[StudyPermission]:
    checker = ObjectPermissionChecker(user)
    on_study = set(checker.get_perms(study))
    on_lab = set(checker.get_perms(study.lab)) if study.lab else set()
    return frozenset(
        permission
        for permission in StudyPermission
        if user.has_perm(permission) or permission.codename in on_study or permission.lab_codename in on_lab
    )

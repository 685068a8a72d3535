"""Who is mailed when something happens to a study or a lab."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q

from home.outbox import queue_mail
from studies.permissions import APPROVE_LAB, LabPermission, StudyPermission

#: Who is told of which step: reviewers, and those who may change the status of the study (Lookit's table).
TO_REVIEWERS = {
    "submit",
    "resubmit",
    "retract",
    "activate",
    "pause",
    "deactivate",
    "submit_changes",
    "retract_changes",
}
TO_RESEARCHERS = {
    "approve",
    "reject",
    "activate",
    "pause",
    "deactivate",
    "approve_changes",
    "reject_changes",
}


def tell(study, trigger: str, *, by, comment: str = "") -> None:
    """Queues one mail to each person concerned by a step; none to the one who took it."""
    concerned = audience(study, trigger)
    if not concerned:
        return
    log = study.logs.select_related(None).defer("extra").first()
    context = {
        "study": study,
        "log": log,
        "is_of_changes": trigger == "submit_changes",
        "step": trigger.replace("_", " "),
        "by": by,
        "comment": comment,
        "base_url": settings.BASE_URL,
    }
    for person in concerned:
        if person.pk != by.pk:
            queue_mail(
                key=f"study-log:{log.pk}",
                to=person.email,
                template="studies/emails/study_moved",
                context=context | {"person": person},
            )


def audience(study, trigger: str) -> list:
    """Everybody whom a step concerns, each once."""
    people = {}
    if trigger in TO_REVIEWERS:
        people |= {person.pk: person for person in reviewers()}
    if trigger in TO_RESEARCHERS:
        people |= {person.pk: person for person in researchers_of(study)}
    return list(people.values())


def reviewers():
    """Everybody who holds the global permission to approve studies."""
    return get_user_model().objects.with_perm(
        StudyPermission.APPROVE, backend="django.contrib.auth.backends.ModelBackend", include_superusers=False
    )


def researchers_of(study):
    """Whose role on the study, or in its lab, lets them change its status."""
    on_study, on_lab = StudyPermission.CHANGE_STATUS.codename, StudyPermission.CHANGE_STATUS.lab_codename
    groups = Group.objects.filter(
        Q(studygroupobjectpermission__permission__codename=on_study)
        & Q(studygroupobjectpermission__content_object=study)
        | Q(labgroupobjectpermission__permission__codename=on_lab)
        & Q(labgroupobjectpermission__content_object=study.lab_id)
    )
    return get_user_model().objects.filter(groups__in=groups.values("pk"), is_active=True).distinct()


def admins_of(study):
    """The admins of the study and of its lab: whoever was given that role."""
    through_study = Q(groups__study_role__study=study, groups__study_role__role="admin")
    through_lab = Q(groups__lab_role__lab=study.lab, groups__lab_role__role="admin")
    return get_user_model().objects.filter(through_study | through_lab, is_active=True).distinct()


def tell_of_role(thing, role: str, *, of, by, key: str) -> None:
    """Mails somebody the role that he has now in a lab or on a study; none is one too."""
    _mail(key, [of], "role_changed", thing=thing, role=role, by=by)


def tell_of_request(request) -> None:
    """Mails those who manage the people of a lab that somebody asks to join."""
    _mail(f"lab-request:{request.pk}", managers_of(request.lab), "lab_request", request=request)


def tell_of_answer(request) -> None:
    """Mails who asked to join a lab that it was declined."""
    _mail(f"lab-answer:{request.pk}", [request.user], "lab_declined", request=request)


def tell_of_lab(lab, *, by) -> None:
    """Mails who approves labs that there is a new one."""
    approvers = get_user_model().objects.with_perm(
        APPROVE_LAB, backend="django.contrib.auth.backends.ModelBackend", include_superusers=False
    )
    _mail(f"lab-made:{lab.pk}", approvers, "lab_made", lab=lab, by=by)


def tell_of_approval(lab, *, by, key: str) -> None:
    """Mails a lab's admins that it may test, or no more."""
    _mail(key, managers_of(lab), "lab_approval", lab=lab, by=by)


def managers_of(lab):
    """Whose role in the lab lets them manage its people."""
    manage = LabPermission.MANAGE_RESEARCHERS.codename
    groups = Group.objects.filter(
        labgroupobjectpermission__permission__codename=manage,
        labgroupobjectpermission__content_object=lab,
    )
    return get_user_model().objects.filter(groups__in=groups.values("pk"), is_active=True).distinct()


def _mail(key: str, people, template: str, **context) -> None:
    for person in people:
        queue_mail(
            key=key,
            to=person.email,
            template=f"studies/emails/{template}",
            context=context | {"person": person, "base_url": settings.BASE_URL},
        )

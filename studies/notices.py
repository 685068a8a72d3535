"""Who is mailed when something happens to a study."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from home.outbox import queue_mail
from studies.permissions import StudyPermission

TO_REVIEWERS = {"submit", "resubmit", "retract"}
TO_RESEARCHERS = {"approve", "reject", "activate", "pause", "deactivate"}


def tell(study, trigger: str, *, by, comment: str = "") -> None:
    """Queues one mail to each person concerned by a trigger; none to the one who fired it."""
    if trigger in TO_REVIEWERS:
        people = reviewers()
    elif trigger in TO_RESEARCHERS:
        people = admins_of(study)
    else:
        return
    log = study.logs.first()
    context = {
        "study": study,
        "trigger": trigger,
        "by": by,
        "comment": comment,
        "base_url": settings.BASE_URL,
    }
    for person in people.exclude(pk=by.pk):
        queue_mail(
            key=f"study-log:{log.pk}",
            to=person.email,
            template="studies/emails/study_moved",
            context=context | {"person": person},
        )


def reviewers():
    """Everybody who holds the global permission to approve studies."""
    return get_user_model().objects.with_perm(
        StudyPermission.APPROVE, backend="django.contrib.auth.backends.ModelBackend", include_superusers=False
    )


def admins_of(study):
    """The admins of the study and of its lab: whoever was given that role."""
    through_study = Q(groups__study_role__study=study, groups__study_role__role="admin")
    through_lab = Q(groups__lab_role__lab=study.lab, groups__lab_role__role="admin")
    return get_user_model().objects.filter(through_study | through_lab, is_active=True).distinct()

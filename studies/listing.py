"""The list of studies in the admin: for many what the desk asks for one, in a fixed number of queries."""

from django.core.paginator import Paginator

from studies import workflow
from studies.models import StudyPage
from studies.models.lab import LabGroupObjectPermission, LabUserObjectPermission
from studies.models.pages import StudyGroupObjectPermission, StudyUserObjectPermission
from studies.permissions import StudyPermission

PAGE = 50
#: What can be done with many at once: an approval is of one revision, which was looked at.
FOR_MANY = tuple(trigger for trigger in workflow.TRANSITIONS if trigger != "approve")


def page_of_studies(user, number):
    """One page of the studies that the user may read, each with its `status_now` and its `steps`."""
    studies = StudyPage.objects.readable_by(user).select_related("lab", "lifecycle")
    page = Paginator(studies.order_by("-latest_revision_created_at", "-pk"), PAGE).get_page(number)
    page.object_list = list(page.object_list)
    held, building = permissions(user, page.object_list), _building(page.object_list)
    for study in page.object_list:
        study.status_now = building.get(study.pk, study.state.label)
        study.steps = [
            (trigger, workflow.LABELS[trigger])
            for trigger in workflow.machine.get_triggers(str(study.state))
            if workflow.PERMISSIONS[trigger] in held[study.pk]
        ]
    return page


def permissions(user, studies) -> dict[int, set[StudyPermission]]:
    """Of each study what `can` would say, by its key."""
    everywhere = {permission for permission in StudyPermission if user.has_perm(permission)}
    on_studies = _held(StudyUserObjectPermission, StudyGroupObjectPermission, user, studies)
    on_labs = _held(LabUserObjectPermission, LabGroupObjectPermission, user, [one.lab_id for one in studies])
    return {
        study.pk: everywhere
        | {
            permission
            for permission in StudyPermission
            if (study.pk, permission.codename) in on_studies
            or (study.lab_id, permission.lab_codename) in on_labs
        }
        for study in studies
    }


def _held(of_user, of_group, user, objects) -> set[tuple[int, str]]:
    rows = set()
    for model, whose in ((of_user, {"user": user}), (of_group, {"group__user": user})):
        found = model.objects.filter(content_object__in=objects, **whose)
        rows |= set(found.values_list("content_object_id", "permission__codename"))
    return rows


def _building(studies) -> dict[int, str]:
    builds = StudyPage._meta.get_field("builds").related_model.objects
    return {build.study_id: build.status_word for build in builds.active().filter(study__in=studies)}

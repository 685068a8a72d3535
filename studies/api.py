"""The steps of a study's workflow as JSON, for programs that act for a person who is signed in."""

import json

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studies import amending, moderation, workflow
from studies.forms import MoveForm
from studies.models import StudyPage
from studies.workflow import Objection, Refused

STATUSES = {Objection.UNKNOWN: 422, Objection.PERMISSION: 403, Objection.STANDING: 409}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def transitions(request, uuid):
    """GET: where the study stands, and the decision on each trigger. POST: fires one.

    The body is {"trigger": …, "comment": …, "revision": …}; what is refused is answered with the
    reason. A study that the person may not read and one that is not there are answered alike.
    """
    if request.user.is_anonymous:
        return _refuse("Sign in first.", 403)
    study = _study(request.user, uuid)
    if study is None:
        return _refuse("There is no such study.", 404)
    if request.method == "POST":
        return _fire(request, study)
    return JsonResponse(_standing(request.user, study))


def _study(user, uuid) -> StudyPage | None:
    return StudyPage.objects.readable_by(user).select_related("lab", "lifecycle").filter(uuid=uuid).first()


def _fire(request, study) -> JsonResponse:
    try:
        sent = json.loads(request.body)
    except ValueError:
        return _refuse("The body is no JSON.", 422)
    if not isinstance(sent, dict):
        return _refuse("The body must be a JSON object with a trigger.", 422)
    form = MoveForm(sent)
    if not form.is_valid():
        return _refuse(form.problem(), 422)
    try:
        moderation.perform(study, by=request.user, **form.step())
    except Refused as refused:
        return _refuse(str(refused), STATUSES[refused.objection])
    return JsonResponse(_standing(request.user, _study(request.user, study.uuid)))


def _standing(user, study) -> dict:
    task_state = study.current_workflow_task_state
    return {
        "study": str(study.uuid),
        "state": study.state,
        "status": study.status,
        "revision": task_state.revision_id if task_state else study.latest_revision_id,
        "transitions": [
            {
                "trigger": decision.trigger,
                "label": decision.label,
                "to": decision.destination,
                "allowed": decision.allowed,
                "reason": decision.reason,
            }
            for decision in workflow.all_decisions(user, study)
        ],
        "changes": [
            {
                "trigger": decision.trigger,
                "label": decision.label,
                "allowed": decision.allowed,
                "reason": decision.reason,
            }
            for decision in amending.decisions(user, study)
        ],
    }


def _refuse(reason: str, status: int) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=status)

"""What people do with zips of videos: ask for one, and fetch it."""

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction

from builds.errors import BuildRefused
from builds.models import VideoZip
from studies.models import StudyLog
from studies.permissions import StudyPermission, can

TASK = "builds.tasks.build_zipfile_of_videos"


@transaction.atomic
def ask(study, *, is_of_consent: bool, by) -> VideoZip:
    """Writes the request and tells the workers; the study's record says who asked for what.

    Raises PermissionDenied, or BuildRefused if the same person waits for the same already.
    """
    if not can(by, StudyPermission.READ_RESPONSES, study):
        raise PermissionDenied
    facts = {"study": study, "is_of_consent": is_of_consent, "requested_by": by}
    if VideoZip.objects.filter(state=VideoZip.State.WAITING, **facts).exists():
        raise BuildRefused("This zip is being made already; you will get a mail when it is ready.")
    row = VideoZip.objects.create(**facts)
    action = "consent videos asked for" if is_of_consent else "videos asked for"
    StudyLog.objects.create(study=study, action=action, user=by, extra={"zip": str(row.uuid)})
    hint(row.pk)
    return row


def hint(zip_pk: int) -> None:
    """After commit; a broker that is down costs nothing, for the reaper hints again."""
    transaction.on_commit(lambda: current_app.send_task(TASK, [zip_pk], retry=False), robust=True)

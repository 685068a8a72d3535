"""Makes one zip: from its claim to its mail. The row is the truth, as for builds (builds.claims)."""

import hashlib
import logging
import time
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from google.api_core.exceptions import GoogleAPIError
from requests.exceptions import RequestException

from builds.models import VideoZip
from builds.zips import finding, reading, storing, writing
from home.outbox import queue_mail
from studies.permissions import StudyPermission, can

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
#: Seconds between two renewals of the lease.
BEAT = 20
MAX_ATTEMPTS = 3
#: How long a zip is kept.
KEPT = timedelta(days=1)
NO_LONGER_ALLOWED = "You may no longer see what participants of this study gave."
BROKE_OFF = "The zip was begun several times and broke off each time; ask for it again later."


class Lost(Exception):
    """Another worker has taken the zip over, or its row is gone."""


def build_zipfile_of_videos(zip_pk: int) -> None:
    """Makes the zip that the row asks for, unless somebody else does; at its end one mail is queued.

    The permission is asked again when it starts and when it has ended. A zip of the very same videos that is
    whole and still kept is used again: its name has the study's uuid and the names' SHA-256 (Lookit's rule).
    """
    row = _claim(zip_pk)
    if row is None:
        return
    if not may(row):
        _end(row, state=VideoZip.State.REFUSED, problem=NO_LONGER_ALLOWED)
        return
    try:
        finding.find(row.study)
        facts = _make(row)
    except Lost:
        logger.warning("Zip %s is no longer this worker's; it stops.", row.pk)
        return
    except (OSError, GoogleAPIError, RequestException) as error:
        logger.exception("Zip %s broke off.", row.pk)
        _give_back(row, f"The storage failed ({type(error).__name__}); the zip will be tried again.")
        return
    if not may(row):
        _forget(facts["name"])
        _end(row, state=VideoZip.State.REFUSED, problem=NO_LONGER_ALLOWED)
        return
    _end(row, state=VideoZip.State.READY, problem="", **facts)


def may(row: VideoZip) -> bool:
    """Whether whoever asked for the zip may have it, now."""
    person = type(row.requested_by).objects.get(pk=row.requested_by_id)
    return can(person, StudyPermission.READ_RESPONSES, row.study)


def name_of(study_uuid: UUID, names: list[str], *, is_of_consent: bool) -> str:
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
    return f"{study_uuid}_{'consent_videos' if is_of_consent else 'videos'}_{digest}.zip"


def claimable(at):
    return VideoZip.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=at), state=VideoZip.State.WAITING, attempts__lt=MAX_ATTEMPTS
    )


def give_up_exhausted(at) -> int:
    """Ends those that broke off too often; returns how many."""
    lost = VideoZip.objects.filter(state=VideoZip.State.WAITING, attempts__gte=MAX_ATTEMPTS)
    count = 0
    for row in lost.filter(Q(lease_until=None) | Q(lease_until__lt=at)).select_related(
        "study", "requested_by"
    ):
        _end(row, state=VideoZip.State.FAILED, problem=BROKE_OFF)
        count += 1
    return count


def forget_old(at) -> int:
    """Deletes zips that are older than a day; returns how many."""
    old = VideoZip.objects.filter(finished_at__lt=at - KEPT).exclude(name="")
    return forget(old)


def forget(rows) -> int:
    """Deletes these zips' objects, also for others who asked for the very same."""
    names = set(rows.values_list("name", flat=True))
    for name in names:
        _forget(name)
    return len(names)


def _forget(name):
    VideoZip.objects.filter(name=name).update(name="")
    storages["private"].delete(name)


@transaction.atomic
def _claim(zip_pk):
    at = timezone.now()
    claimed = claimable(at).filter(pk=zip_pk)
    if claimed.update(attempts=F("attempts") + 1, lease_until=at + LEASE) != 1:
        return None
    return VideoZip.objects.select_related("study", "requested_by").get(pk=zip_pk)


def _held(row):
    return VideoZip.objects.filter(pk=row.pk, attempts=row.attempts, state=VideoZip.State.WAITING)


def _make(row) -> dict:
    videos = row.study.videos.of_consent() if row.is_of_consent else row.study.videos.all()
    names = list(videos.values_list("name", flat=True))
    name = name_of(row.study.uuid, names, is_of_consent=row.is_of_consent)
    if found := _there(name):
        return found
    source, outcome = storages["videos"], writing.Outcome()
    pieces = writing.stream(
        videos.values_list("name", "size").iterator(chunk_size=500),
        lambda one: reading.pieces(source, one),
        outcome,
    )
    size = storing.store(storages["private"], name, _holding(row, pieces))
    return {"name": name, "size": size, "videos": len(outcome.whole), "incomplete": outcome.incomplete}


def _there(name) -> dict | None:
    row = VideoZip.objects.filter(name=name, state=VideoZip.State.READY, incomplete={}).first()
    if row is None or not storages["private"].exists(name):
        return None
    return {"name": name, "size": row.size, "videos": row.videos, "incomplete": {}}


def _holding(row, pieces):
    """The pieces, while the lease is renewed."""
    renewed = time.monotonic()
    for piece in pieces:
        if time.monotonic() - renewed > BEAT:
            if _held(row).update(lease_until=timezone.now() + LEASE) != 1:
                raise Lost
            renewed = time.monotonic()
        yield piece


def _give_back(row, problem):
    if row.attempts >= MAX_ATTEMPTS:
        _end(row, state=VideoZip.State.FAILED, problem=BROKE_OFF)
    else:
        _held(row).update(lease_until=None, problem=problem)


@transaction.atomic
def _end(row, **facts):
    if _held(row).update(finished_at=timezone.now(), lease_until=None, **facts) != 1:
        return
    for name, value in facts.items():
        setattr(row, name, value)
    if row.state == VideoZip.State.REFUSED:
        return
    queue_mail(
        key=f"video-zip:{row.uuid}",
        to=row.requested_by.email,
        template="builds/emails/video_zip",
        context={"zip": row, "study": row.study, "person": row.requested_by, "base_url": settings.BASE_URL},
    )

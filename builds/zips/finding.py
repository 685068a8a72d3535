"""Which videos a study has: its objects in the bucket of videos, recorded as rows."""

from django.core.files.storage import storages

from archive.inventory import batches, listing
from studies import recordings
from studies.models import StudyPage, Video

#: What the names of a study's videos begin with (studies.recordings).
BEGINNINGS = ("videoStream_{uuid}_", "consent-videoStream_{uuid}_")


def find(study: StudyPage) -> int:
    """Records what lies in the bucket for this study, and forgets what no longer does; returns the count."""
    seen = set()
    storage = storages["videos"]
    for beginning in BEGINNINGS:
        objects = listing.objects(storage, beginning.format(uuid=study.uuid))
        for batch in batches(objects):
            rows = [row for found in batch if (row := _row(study, found))]
            Video.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["name"], update_fields=["size"]
            )
            seen.update(row.name for row in rows)
    gone = [name for name in study.videos.values_list("name", flat=True) if name not in seen]
    for names in batches(gone):
        study.videos.filter(name__in=names).delete()
    return len(seen)


def _row(study, found):
    read = recordings.read(found.key)
    if read is None or read.study_uuid != study.uuid:
        return None
    return Video(
        study=study,
        name=found.key,
        frame_id=read.frame_id,
        response_uuid=read.response_uuid,
        is_consent_footage=read.is_consent_footage,
        recorded_at=read.recorded_at,
        size=found.size,
    )

"""Takes what an editor sends, and keeps it until a task has read it."""

from django.core.files.storage import storages
from django.db import transaction

from archive import paths
from archive.intake import hints, limits, names, sizes
from archive.intake.refusal import Refused
from archive.models import Upload


def receive(file, *, gallery, by) -> Upload:
    """Stores the file a chunk at a time and notes it as waiting; one that is too large is refused at once."""
    upload = Upload(gallery=gallery, by=by, file_name=names.shown(file.name or ""), size=file.size)
    try:
        sizes.judge(file.size, limits.MOST_BYTES)
    except Refused as refusal:
        upload.state, upload.message = Upload.State.REFUSED, str(refusal)
        upload.save()
        return upload
    bucket, key = storages["participants"], paths.incoming_key(upload.uuid)
    try:
        bucket.save(key, file)
        with transaction.atomic():
            upload.save()
            hints.look_at(upload.pk)
    except BaseException:
        # Also when the person has gone away: nobody would ever come for it.
        bucket.delete(key)
        raise
    return upload

"""One upload from its claim to its end: filed, there already, or refused."""

import logging
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import storages

from archive import facts, paths
from archive.intake import claims, duplicates, filing, hints, isolation
from archive.intake.refusal import Refused
from archive.models import Upload

logger = logging.getLogger(__name__)

CHUNK = 2**20
#: Seconds, after which what is being filed just now should be finished.
A_WHILE = 30
GAVE_UP = (
    "To read this file was begun several times and broke off each time, which is not the file's fault. "
    "Upload it again; if that does not help, tell the operators the number {pk}."
)
NOT_THERE = "What was uploaded is not there any more. Upload it again."


def read(upload_pk: int) -> None:
    """A lost or repeated message does no harm: the row says what is to do (archive.intake.claims)."""
    upload = claims.claim(upload_pk)
    if upload is None:
        return
    try:
        filing.undo(upload)
        end(upload)
    except claims.Lost:
        # Another worker has it, and whatever is unfinished.
        logger.warning("Upload %s was taken up by another worker.", upload.pk)
        return
    except filing.Busy:
        filing.undo(upload)
        claims.postpone(upload)
        hints.look_at(upload.pk, seconds=A_WHILE)
        return
    except Exception as error:
        logger.warning("Upload %s could not be read this time: %s", upload.pk, type(error).__name__)
        filing.undo(upload, spare=error.key if isinstance(error, filing.Taken) else "")
        claims.release(upload)
        raise
    storages["participants"].delete(paths.incoming_key(upload.uuid))
    logger.info("Upload %s: %s.", upload.pk, upload.state)


def end(upload: Upload) -> None:
    try:
        if len(claims.attempts(upload)) > claims.MOST_ATTEMPTS:
            raise Refused(GAVE_UP.format(pk=upload.pk))
        with TemporaryDirectory(prefix="intake-") as folder:
            file(upload, Path(folder))
    except filing.AlreadyThere as there:
        claims.end(upload, Upload.State.DUPLICATE, item=there.item)
    except Refused as refusal:
        filing.undo(upload)
        claims.end(upload, Upload.State.REFUSED, message=str(refusal))


def file(upload: Upload, folder: Path) -> None:
    """Raises Refused or AlreadyThere, if there is nothing to file."""
    checksum = fetch(upload, folder / "upload")
    if there := duplicates.find(upload, checksum):
        raise filing.AlreadyThere(there)
    cleaned = isolation.clean(folder / "upload", folder)
    item = filing.reserve(upload, cleaned.kind, checksum)
    filing.store(cleaned.made, item.key)
    if cleaned.poster:
        filing.store(cleaned.poster, item.still_key)
    filing.finish(upload, measured(cleaned), checksum, " ".join(cleaned.notes))


def fetch(upload: Upload, to: Path) -> str:
    """Brings the upload onto this machine, a chunk at a time; returns its checksum."""
    checksum, bucket, key = sha256(), storages["participants"], paths.incoming_key(upload.uuid)
    if not bucket.exists(key):
        raise Refused(NOT_THERE)
    with bucket.open(key) as stored, to.open("wb") as copy:
        while chunk := stored.read(CHUNK):
            checksum.update(chunk)
            copy.write(chunk)
    return checksum.hexdigest()


def measured(cleaned: isolation.Cleaned) -> facts.Facts:
    with cleaned.made.open("rb") as made:
        if cleaned.poster is None:
            return facts.measure(cleaned.kind, made, None)
        with cleaned.poster.open("rb") as poster:
            return facts.measure(cleaned.kind, made, poster)

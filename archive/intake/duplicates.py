"""Whether an upload is in the archive already, as far as whoever uploaded it may know."""

from django.db.models import Q

from archive.admin.known import known
from archive.models import MediaItem


def find(upload, sha256: str) -> MediaItem | None:
    """The item that was made of the same file, or is that file; the same gallery's before others'."""
    same = MediaItem.objects.filter(Q(upload_sha256=sha256) | Q(sha256=sha256), is_missing=False)
    same = list(same.select_related("gallery").order_by("pk"))
    may_be_named = {item.pk for item in same if item.gallery_id == upload.gallery_id}
    if same and not may_be_named and upload.by is not None:
        others = known(MediaItem, upload.by).filter(pk__in=[item.pk for item in same])
        may_be_named = set(others.values_list("pk", flat=True))
    return next((item for item in same if item.pk in may_be_named), None)

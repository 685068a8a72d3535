"""What has become of uploads, told to whoever may know of it."""

from django.urls import reverse
from wagtail.permissions import policy_registry

from archive.admin.known import known
from archive.intake import sizes
from archive.models import MediaItem, Upload

State = Upload.State


def told(uploads, user) -> list[dict]:
    """Each upload as the page and its script show it; an item that one may not know of is not named."""
    uploads = list(uploads)
    ended = [upload.item_id for upload in uploads if upload.state in (State.FILED, State.DUPLICATE)]
    items = known(MediaItem, user).select_related("gallery").in_bulk([pk for pk in ended if pk])
    may_edit = policy_registry.get_by_type(MediaItem).user_has_permission(user, "change")
    return [outcome(upload, items.get(upload.item_id), may_edit) for upload in uploads]


def outcome(upload: Upload, item: MediaItem | None, may_edit: bool) -> dict:
    return {
        "uuid": str(upload.uuid),
        "name": upload.file_name,
        "code": upload.gallery.code,
        "size": sizes.told(upload.size),
        "state": upload.state,
        "sentence": sentence(upload, item),
        "link": link(upload, item) if item and may_edit else None,
    }


def sentence(upload: Upload, item: MediaItem | None) -> str:
    match upload.state:
        case State.WAITING:
            return "Waiting to be read."
        case State.WORKING:
            return "Being read."
        case State.FILED:
            filed = f"Filed as {item.name}." if item else "It was filed, and what it became is gone since."
            return f"{filed} {upload.message}".strip()
        case State.DUPLICATE:
            return f"It is there already, as {item.name}: {item.title}" if item else "It is there already."
        case _:
            return upload.message


def link(upload: Upload, item: MediaItem) -> dict:
    words = f"Describe {item.name}" if upload.state == State.FILED else f"Look at {item.name}"
    return {"words": words, "address": reverse("wagtailsnippets_archive_mediaitem:edit", args=[item.pk])}

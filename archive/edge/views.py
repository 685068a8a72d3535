"""What the edge answers. Nobody signs in here: as with CloudFront and Cloudinary, the link is the right."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive import withdrawal
from archive.edge import answers, kept, stored
from archive.edge.pictures import NotAPicture
from archive.links import cloudfront, keys, thumbnails
from archive.links.refusal import LinkRefused


def find(key: str) -> stored.Stored | None:
    """The file, unless it is somebody's who withdrew: a link that was kept opens nothing of that any more."""
    return None if withdrawal.hides(key) else stored.find(storages["participants"], key)


@require_safe
def media(request, key):
    """A photograph, recording or video, or the part of it that a player asks for."""
    try:
        cloudfront.verify(
            # The address that was signed, under whatever name the site is called, and spelled as it was.
            f"{settings.BASE_URL}{quote(request.path)}?{request.META['QUERY_STRING']}",
            timezone.now(),
            trusted=keys.trusted_keys(),
            viewer_ip=request.META.get("REMOTE_ADDR", ""),
        )
    except LinkRefused as refusal:
        return answers.plain(403, str(refusal))
    found = find(key)
    if found is None:
        return answers.plain(404, "There is no such file here.")
    return answers.send(request, found, shelf="media", max_age=settings.LINK_SECONDS)


@require_safe
def thumbnail(request, rest):
    """A picture in exactly the size that was signed."""
    try:
        transformation, key = thumbnails.verify(rest, trusted=keys.trusted_clouds())
    except LinkRefused as refusal:
        return answers.plain(403, str(refusal))
    source = find(key)
    if source is None:
        return answers.plain(404, "There is no such picture here.")
    try:
        picture = kept.thumbnail(source, transformation)
    except NotAPicture:
        return answers.plain(404, "This file can't be shown as a picture.")
    return answers.send(request, picture, shelf="thumbnails", max_age=86400)

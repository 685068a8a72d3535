"""What the edge answers. Nobody signs in here: as with CloudFront and Cloudinary, the link is the right."""

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.edge import answers, kept, stored
from archive.edge.pictures import NotAPicture
from archive.links import cloudfront, keys, thumbnails
from archive.links.refusal import LinkRefused


@require_safe
def media(request, key):
    """A photograph, recording or video, or the part of it that a player asks for."""
    try:
        cloudfront.verify(
            # The address that was signed, under whatever name the site is called.
            settings.BASE_URL + request.get_full_path(),
            timezone.now(),
            trusted=keys.trusted_keys(),
            viewer_ip=request.META.get("REMOTE_ADDR", ""),
        )
    except LinkRefused as refusal:
        return answers.plain(403, str(refusal))
    found = stored.find(storages["participants"], key)
    if found is None:
        return answers.plain(404, "There is no such file here.")
    return answers.send(request, found, max_age=900)


@require_safe
def thumbnail(request, rest):
    """A picture in exactly the size that was signed."""
    try:
        transformation, key = thumbnails.verify(rest, cloud=keys.cloud())
    except LinkRefused as refusal:
        return answers.plain(403, str(refusal))
    source = stored.find(storages["participants"], key)
    if source is None:
        return answers.plain(404, "There is no such picture here.")
    try:
        picture = kept.thumbnail(source, transformation)
    except NotAPicture:
        return answers.plain(404, "This file can't be shown as a picture.")
    return answers.send(request, picture, max_age=86400)

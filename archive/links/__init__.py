"""Links to private media: made in memory from an item, the key and the time, with no query and no network."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from archive.links import cloudfront, keys, thumbnails, viewers
from archive.links.expiry import expires_at

#: Where the embedded edge is mounted; a link to it names no host, so that it works under any.
EDGE = "/edge"


def media_link(item, *, at: datetime | None = None, not_after: datetime | None = None, viewer=None) -> str:
    """A link to the item's file that ends by itself, not later than `not_after`, the grant's end.

    With VIEWER_TAG it carries the tag of the person for whom it is made.
    """
    expires = expires_at(item.uuid, at or timezone.now(), not_after)
    path = quote(item.key) + viewers.query(viewer)
    if settings.CLOUDFRONT:
        url = f"https://{settings.CLOUDFRONT['domain']}/{path}"
        return cloudfront.sign(url, expires, key=keys.signing_key())
    # Signed is the site's own address; handed out is its path.
    url = f"{settings.BASE_URL}{EDGE}/media/{path}"
    return cloudfront.sign(url, expires, key=keys.signing_key()).removeprefix(settings.BASE_URL)


def thumbnail_link(item, size: str) -> str:
    """A link to the item's picture in one of `thumbnails.SIZES`; it does not end (docs/links.md)."""
    cloud = keys.cloud()
    signed = thumbnails.sign(item.still_key, size, cloud=cloud)
    if settings.CLOUDINARY:
        return signed
    return EDGE + signed.removeprefix(f"https://res.cloudinary.com/{cloud.name}")

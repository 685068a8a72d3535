"""Links to private media: made in memory from an item, the key and the time, with no query and no network."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from archive.links import cloudfront, keys, thumbnails
from archive.links.expiry import expires_at

#: Where the embedded edge is mounted; a link to it names no host, so that it works under any.
EDGE = "/edge"


def media_link(item, *, at: datetime | None = None, not_after: datetime | None = None) -> str:
    """A link to the item's file that ends by itself, not later than `not_after`, the grant's end."""
    expires = expires_at(item.uuid, at or timezone.now(), not_after)
    if settings.CLOUDFRONT:
        host, place = f"https://{settings.CLOUDFRONT['domain']}", ""
    else:
        host, place = settings.BASE_URL, f"{EDGE}/media"
    signed = cloudfront.sign(f"{host}{place}/{quote(item.key)}", expires, key=keys.signing_key())
    return signed if settings.CLOUDFRONT else signed.removeprefix(host)


def thumbnail_link(item, size: str) -> str:
    """A link to the item's picture in one of `thumbnails.SIZES`; it does not end (docs/links.md)."""
    cloud = keys.cloud()
    signed = thumbnails.sign(item.still_key, size, cloud=cloud)
    if settings.CLOUDINARY:
        return signed
    return EDGE + signed.removeprefix(f"https://res.cloudinary.com/{cloud.name}")

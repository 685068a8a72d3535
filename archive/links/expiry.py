"""When a link ends: rounded, so that a page shown twice has the same links and the browser's cache works."""

import math
from datetime import UTC, datetime
from uuid import UUID
from zlib import crc32

from django.conf import settings


def expires_at(uuid: UUID, at: datetime, not_after: datetime | None = None) -> datetime:
    """The end of a link made at the moment `at`, and never after `not_after`.

    An item keeps its link for LINK_SECONDS (900), so that a link lives 901 to 1,800 s.
    """
    if at.utcoffset() is None or (not_after and not_after.utcoffset() is None):
        raise ValueError("A link's times need a time zone, or they mean another moment elsewhere.")
    window = settings.LINK_SECONDS
    # Each item's window begins at another moment, so that not all links of a page are renewed at once.
    offset = crc32(uuid.bytes) % window
    begun = (math.floor(at.timestamp()) - offset) // window * window + offset
    end = begun + 2 * window
    if not_after:
        end = min(end, math.floor(not_after.timestamp()))
    return datetime.fromtimestamp(end, UTC)

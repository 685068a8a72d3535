"""When a link ends: rounded, so that a page shown twice has the same links and the browser's cache works."""

import math
from datetime import UTC, datetime
from uuid import UUID
from zlib import crc32

#: Seconds for which an item keeps its link.
WINDOW = 900
#: Seconds that a link lives at least; with the window it lives at most twice as long.
MINIMUM = 900


def expires_at(uuid: UUID, at: datetime, not_after: datetime | None = None) -> datetime:
    """The end of a link made at the moment `at`: 901 to 1,800 s later, and never after `not_after`."""
    if at.utcoffset() is None or (not_after and not_after.utcoffset() is None):
        raise ValueError("A link's times need a time zone, or they mean another moment elsewhere.")
    # Each item's window begins at another moment, so that not all links of a page are renewed at once.
    offset = crc32(uuid.bytes) % WINDOW
    window = (math.floor(at.timestamp()) - offset) // WINDOW
    end = window * WINDOW + offset + WINDOW + MINIMUM
    if not_after:
        end = min(end, math.floor(not_after.timestamp()))
    return datetime.fromtimestamp(end, UTC)

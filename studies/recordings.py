"""The names of participants' videos, which say whose they are (Lookit's contract with its experiments).

[consent-]videoStream_<study uuid>_<frame id>_<response uuid>_<milliseconds since 1970>_<0 to 999>.webm
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

UUID_PATTERN = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NAME = re.compile(
    rf"(?P<consent>consent-)?videoStream_(?P<study>{UUID_PATTERN})_(?P<frame>[^_/\\\x00-\x1f]{{1,255}})"
    rf"_(?P<response>{UUID_PATTERN})_(?P<at>[0-9]{{10,13}})_[0-9]{{1,3}}\.(?:webm|mp4)"
)


@dataclass(frozen=True)
class Recording:
    study_uuid: UUID
    frame_id: str
    response_uuid: UUID
    recorded_at: datetime
    is_consent_footage: bool


def read(name: str) -> Recording | None:
    """What the name of an object says; None if it is not the name of a participant's video."""
    match = NAME.fullmatch(name)
    if not match:
        return None
    return Recording(
        UUID(match["study"]),
        match["frame"],
        UUID(match["response"]),
        datetime.fromtimestamp(int(match["at"]) / 1000, UTC),
        bool(match["consent"]),
    )

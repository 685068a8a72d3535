"""The address of a bundle that is being run: a signed token that says which build, for whom, until when."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from builds.bundles import INDEX
from builds.origins import origin_of

SALT = "builds.run"
HOUR = 3600
#: Whoever has opened an experiment can go on for at least this long.
HOURS = 6


@dataclass(frozen=True)
class Capability:
    build_uuid: UUID
    #: A participant's ends with the study's being public; a researcher's preview does not.
    is_participant: bool
    expires: int

    @property
    def has_expired(self) -> bool:
        return time.time() > self.expires


def run_address(build, *, is_participant: bool, query: str = "") -> str:
    """The same address for a whole hour, so that the browser's cache keeps working.

    With the study's own origin before it, where experiments have one (builds.origins).
    """
    expires = (int(time.time()) // HOUR + HOURS + 1) * HOUR
    value = {"b": build.uuid.hex, "p": int(is_participant), "e": expires}
    token = signing.Signer(salt=SALT).sign_object(value, compress=True)
    address = origin_of(build.study.uuid) + reverse("builds:run", args=[token, INDEX])
    return f"{address}?{query}" if query else address


def read(token: str) -> Capability | None:
    """What the token allows; None if it is not ours or has run out."""
    try:
        value = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    capability = Capability(UUID(value["b"]), bool(value["p"]), value["e"])
    return None if capability.has_expired else capability

"""What a CloudFront policy says: which address it opens, from when, until when, and to whom."""

import ipaddress
import json
import re
from dataclasses import dataclass
from datetime import datetime

from archive.links.refusal import LinkRefused

CONDITIONS = {"DateLessThan", "DateGreaterThan", "IpAddress"}


def canned(resource: str, expires: int) -> bytes:
    """The policy that CloudFront puts together by itself from an address with `Expires`."""
    condition = {"DateLessThan": {"AWS:EpochTime": expires}}
    statement = {"Resource": resource, "Condition": condition}
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Policy:
    resource: str
    expires: int
    start: int | None = None
    network: str | None = None

    @classmethod
    def read(cls, text: bytes) -> "Policy":
        """One statement; what CloudFront does not know of, it does not open for."""
        try:
            [statement] = json.loads(text)["Statement"]
            condition = statement["Condition"]
            if not set(condition) <= CONDITIONS:
                raise KeyError
            return cls(
                resource=str(statement["Resource"]),
                expires=int(condition["DateLessThan"]["AWS:EpochTime"]),
                start=int(condition["DateGreaterThan"]["AWS:EpochTime"])
                if "DateGreaterThan" in condition
                else None,
                network=condition["IpAddress"]["AWS:SourceIp"] if "IpAddress" in condition else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise LinkRefused("The link's policy can't be read.") from error

    def check(self, resource: str, now: datetime, viewer_ip: str) -> None:
        """Raises LinkRefused unless this opens `resource` now to who asks from `viewer_ip`."""
        if not self.covers(resource):
            raise LinkRefused("The link was made for another address.")
        if now.timestamp() >= self.expires:
            raise LinkRefused("The link has expired; open the page again for a new one.")
        if self.start is not None and now.timestamp() < self.start:
            raise LinkRefused("The link is not valid yet.")
        if self.network and not self.admits(viewer_ip):
            raise LinkRefused("The link was made for another network.")

    def covers(self, resource: str) -> bool:
        """`*` stands for any number of characters and `?` for one."""
        pattern = re.escape(self.resource).replace(r"\*", ".*").replace(r"\?", ".")
        return bool(re.fullmatch(pattern, resource))

    def admits(self, viewer_ip: str) -> bool:
        try:
            return ipaddress.ip_address(viewer_ip) in ipaddress.ip_network(self.network, strict=False)
        except ValueError:
            return False

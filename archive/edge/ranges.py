"""Which part of a file a Range header asks for (RFC 9110, section 14)."""

import re

# One range only: whoever asks for several at once gets the whole, which the RFC allows.
ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


class Unsatisfiable(Exception):
    """A range that begins after the end of the file."""


def asked(header: str, size: int) -> range | None:
    """The positions that are asked for, or None for the whole file."""
    match = ONE_RANGE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        part = range(max(size - int(last), 0), size)
    elif last and int(last) < int(first):
        return None
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    if not part:
        raise Unsatisfiable
    return part

"""Whether a file is small enough for what it is."""

from archive.intake import limits
from archive.intake.refusal import Refused


def judge(size: int, most: int) -> None:
    if size > most:
        raise Refused(
            f"This file has {told(size)}. A photograph can have {told(limits.PHOTOGRAPH_BYTES)}, a voice "
            f"recording {told(limits.VOICE_BYTES)}, a video {told(limits.VIDEO_BYTES)}. "
            "Make it smaller, or cut it into parts, and upload that."
        )


def told(size: int) -> str:
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "KB")):
        if size >= unit:
            # Rounded up, so that what is too large by a little does not look as if it were not.
            return f"{-(-size * 10 // unit) / 10:g} {name}"
    return f"{size} bytes"

"""What a file is that the libraries can't read."""

import errno
from contextlib import contextmanager

from archive.intake.refusal import Refused

#: The machine's trouble, not the file's.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def refused_if_not(sentence: str):
    """Whatever a library stumbles over in the bytes is refused with the sentence."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    # Pillow and FFmpeg raise nearly every kind of exception when bytes are broken on purpose.
    except Exception as error:
        if getattr(error, "errno", None) in DISK_FULL:
            raise
        raise Refused(sentence) from error

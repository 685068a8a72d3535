"""Has a file cleaned in a process of its own (archive.intake.workshop), which may break without harm."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from archive.intake import limits
from archive.intake.refusal import Refused

logger = logging.getLogger(__name__)

#: All that the process is told of the machine: no secret, no database.
TOLD = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
COMMAND = [sys.executable, "-m", "archive.intake.workshop"]
TOO_LONG = (
    f"To read this file took more than {limits.SECONDS // 60} minutes, so it was given up. "
    "Cut it into parts, or save it anew with the program that it came from, and upload that."
)
BROKE_OFF = (
    "The program that reads files broke off over this one, so it is broken, or made to do harm. "
    "Save it anew with the program that it came from, and upload that."
)


class WorkshopFailed(Exception):
    """The machine's trouble, such as a full disk; nothing is said of the file."""


@dataclass(frozen=True)
class Cleaned:
    """What is to be filed: its kind, the file, a video's poster, and what to tell of it."""

    kind: str
    made: Path
    poster: Path | None
    notes: list[str]


def clean(source: Path, folder: Path) -> Cleaned:
    """The file, cleaned into the folder. Raises Refused with the reason if it can't be filed."""
    try:
        # In a session of its own: Ctrl-C in a terminal ends the worker only, which waits for this.
        done = subprocess.run(  # noqa: S603
            [*COMMAND, source, folder],
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in TOLD if name in os.environ},
            capture_output=True,
            start_new_session=True,
            timeout=limits.SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_LONG) from error
    if done.returncode < 0:
        raise Refused(BROKE_OFF)
    if done.returncode > 0:
        raise WorkshopFailed(f"it ended with {done.returncode}")
    said = json.loads(done.stdout)
    if "refusal" in said:
        logger.info("A file was refused; the cause in its reader: %s.", said["cause"])
        raise Refused(said["refusal"])
    poster = folder / "poster"
    return Cleaned(said["kind"], folder / "made", poster if poster.exists() else None, said["notes"])

"""`python -m archive.intake.workshop SOURCE FOLDER`: cleans a file; says as JSON what it is."""

import contextlib
import json
import resource
import sys
from pathlib import Path

from archive.intake import formats, limits
from archive.intake.refusal import Refused
from archive.intake.workshop import photographs, recordings

TOO_MUCH = (
    "To read this file takes more memory than one file may take. Save it anew with the program that it "
    "came from, smaller if you can, and upload that."
)


def main(source: Path, folder: Path) -> None:
    keep_to_limits()
    try:
        said = clean(source, folder)
    except Refused as refusal:
        said = {"refusal": str(refusal), "cause": type(refusal.__cause__).__name__}
    except MemoryError:
        said = {"refusal": TOO_MUCH, "cause": "MemoryError"}
    sys.stdout.write(json.dumps(said))


def keep_to_limits() -> None:
    """A file that is made to fill the memory, or to be read for ever, ends this process and nothing else."""
    for what, most in ((resource.RLIMIT_CPU, limits.SECONDS), (resource.RLIMIT_AS, limits.MEMORY)):
        # A machine may not know the limit, or may have a lower one.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def clean(source: Path, folder: Path) -> dict:
    with source.open("rb") as file:
        found = formats.recognised(file.read(formats.HEAD))
    if found.picture:
        kind, notes = "photo", photographs.clean(source, folder / "made", found)
    else:
        kind, notes = recordings.clean(source, folder / "made", folder / "poster", found)
    return {"kind": kind, "notes": notes}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

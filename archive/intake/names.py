"""What the name of an uploaded file says; it is shown and understood, but never a path."""

import re
import unicodedata

from archive import paths

LONGEST = 255
NAMELESS = "a file without a name"


def shown(name: str) -> str:
    """The name without folders and without what can't be seen or turns the text around it about."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Of category C are control and format characters, surrogates and what means nothing to anybody.
    seen = "".join(char for char in name if char.isspace() or unicodedata.category(char)[0] != "C")
    seen = " ".join(seen.split()).lstrip(". ")
    if len(seen) > LONGEST:
        stem, dot, extension = seen.rpartition(".")
        extension = dot + extension if stem and len(extension) <= 10 else ""
        seen = seen[: LONGEST - 1 - len(extension)] + "…" + extension
    return seen or NAMELESS


def stem(name: str) -> str:
    before, _, extension = name.rpartition(".")
    return before if before and extension.isalnum() and len(extension) <= 5 else name


def wished_number(name: str, code: str) -> int | None:
    """The number that the name asks for, such as 12 of XY012.jpg or 012.jpg."""
    found = re.fullmatch(rf"(?:{code})?(\d{{1,3}})", stem(name), re.IGNORECASE | re.ASCII)
    return int(found[1]) or None if found else None


def title(name: str, filed_as: str) -> str:
    """What the name tells of the content; one that is only a number, or another code's, tells nothing."""
    words = " ".join(stem(name).replace("_", " ").split())
    if name == NAMELESS or re.fullmatch(rf"(?:{paths.CODE})?\d{{1,3}}", words, re.IGNORECASE | re.ASCII):
        return filed_as
    return words[:200]

"""On which line of a JSON text each of its members stands."""

import json
import re
from bisect import bisect_right
from json.decoder import scanstring

BLANK = re.compile(r"[ \t\r\n]*")
#: A member's keys and positions from the top, such as ("frames", "intro", "kind").
Path = tuple[str | int, ...]


class Repeated(ValueError):
    """A name that an object has twice: only the last of the two would count."""

    def __init__(self, name: str, line: int):
        super().__init__(f"“{name}” is there twice; the first would be lost.")
        self.line = line


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each member of a valid JSON text, a named one at its name. Raises Repeated."""
    found: dict[Path, int] = {}
    _Walk(text, found).value(0, ())
    return found


class _Walk:
    def __init__(self, text: str, found: dict[Path, int]):
        self.text, self.found = text, found
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]
        self.scalar = json.JSONDecoder().raw_decode

    def skip(self, at: int) -> int:
        return BLANK.match(self.text, at).end()

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at)

    def value(self, at: int, path: Path) -> int:
        """Notes the value that begins at `at`, and gives where it ends."""
        at = self.skip(at)
        self.found.setdefault(path, self.line(at))
        if self.text[at] == "{":
            return self.members(at, "}", lambda at, _: self.named(at, path))
        if self.text[at] == "[":
            return self.members(at, "]", lambda at, number: self.value(at, (*path, number)))
        return self.scalar(self.text, at)[1]

    def members(self, at: int, closing: str, member) -> int:
        at, number = self.skip(at + 1), 0
        while self.text[at] != closing:
            at = self.skip(member(at, number))
            number += 1
            if self.text[at] == ",":
                at = self.skip(at + 1)
        return at + 1

    def named(self, at: int, path: Path) -> int:
        name, end = scanstring(self.text, at + 1)
        if (*path, name) in self.found:
            raise Repeated(name, self.line(at))
        self.found[*path, name] = self.line(at)
        return self.value(self.skip(end) + 1, (*path, name))

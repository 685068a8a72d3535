"""A protocol's generator: JavaScript that gives `frames` and `sequence` for one child."""

import re

from studies.protocol.checking import Problem

CHARACTERS = 500_000
#: Lookit takes one named function; an anonymous one is passed over without a word.
NAMED = re.compile(r"\s*(?:(?://[^\n]*\n|/\*.*?\*/)\s*)*function\s+[A-Za-z_$][\w$]*\s*\(", re.DOTALL)
#: Comments and strings, whose brackets do not count.
QUOTED = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL
)
PAIRS = {")": "(", "]": "[", "}": "{"}


def check_generator(text: str) -> list[Problem]:
    """What can be told of the text without running it: that it is one named function, and its brackets."""
    if len(text) > CHARACTERS:
        return [Problem(1, f"A generator has at most {CHARACTERS:,} characters.")]
    if not NAMED.match(text):
        return [
            Problem(1, "A generator is one named function: function generate(child, pastSessions) { … }.")
        ]
    return _brackets(QUOTED.sub(lambda quoted: re.sub(r"[^\n]", " ", quoted[0]), text))


def _brackets(text: str) -> list[Problem]:
    opened = []
    for at, sign in enumerate(text):
        if sign in PAIRS.values():
            opened.append((sign, at))
        elif sign in PAIRS and (not opened or opened.pop()[0] != PAIRS[sign]):
            return [Problem(text.count("\n", 0, at) + 1, f"“{sign}” closes nothing.")]
    return [Problem(text.count("\n", 0, at) + 1, f"“{sign}” is never closed.") for sign, at in opened[:1]]

"""What somebody looks for: words, "phrases" and, with a minus, what shall not be there."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from archive.search.folding import words

LONGEST = 200
MOST_TERMS = 12
#: A word of one letter is found as it stands; a longer one also begins what is found.
SHORTEST_BEGINNING = 2
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("−‐‑", "-"))
TERM = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool

    def __str__(self):
        return " ".join(self.words)

    @cached_property
    def pattern(self) -> re.Pattern:
        """Where it stands in a folded text."""
        rest = "[^ ]*" if self.is_beginning else "(?![^ ])"
        return re.compile(f"(?<![^ ]){re.escape(str(self))}{rest}")


@dataclass(frozen=True)
class Query:
    """All of `wanted` must be found in a story, and nothing of `unwanted`."""

    #: As it was asked, for the form and for addresses.
    text: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_cut: bool = False

    def __bool__(self):
        return bool(self.wanted)


def read(asked: str) -> Query:
    """The query that somebody typed; nothing that can be typed is wrong."""
    text = " ".join(_harmless(asked[: LONGEST * 10]).split())
    kept = text[:LONGEST]
    wanted, unwanted = [], []
    for match in TERM.finditer(kept.translate(QUOTES)):
        term = _term(match)
        chosen = unwanted if match["minus"] else wanted
        if term and term not in chosen:
            chosen.append(term)
    is_cut = len(text) > LONGEST or len(wanted) + len(unwanted) > MOST_TERMS
    wanted = wanted[:MOST_TERMS]
    return Query(kept, tuple(wanted), tuple(unwanted[: MOST_TERMS - len(wanted)]), is_cut)


def _term(match: re.Match) -> Term | None:
    found = tuple(words(match["phrase"] or match["word"] or ""))
    if not found:
        return None
    is_beginning = match["phrase"] is None and len(found[-1]) >= SHORTEST_BEGINNING
    return Term(found, is_beginning)


def _harmless(text: str) -> str:
    """Without what no database and no answer can hold: NUL, control characters, halves of pairs."""
    return "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)

"""Marks what was looked for in the words as they were written."""

from bisect import bisect_right
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from archive.search.folding import Folded, fold_in_place
from archive.search.query import Query

#: Letters of a longer text that are shown around the first mark, and how many of them before it.
WIDTH, BEFORE = 190, 60
#: (begin, end) in a text.
Range = tuple[int, int]


def ranges(text: str, query: Query) -> list[Range]:
    """Where the query's terms stand in a text, in order and apart."""
    folded = fold_in_place(text)
    found = sorted(
        _in_original(folded, match.start(), match.end())
        for term in query.wanted
        for match in term.pattern.finditer(folded.text)
    )
    apart: list[Range] = []
    for begin, end in found:
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


def _in_original(folded: Folded, begin: int, end: int) -> Range:
    first = bisect_right(folded.begins, begin) - 1
    last = bisect_right(folded.begins, end - 1) - 1
    return folded.places[first][0], folded.places[last][1]


def marked(text: str, marks: Iterable[Range]) -> SafeString:
    """The text as HTML, escaped, with the ranges in <mark>."""
    pieces, at = [], 0
    for begin, end in marks:
        pieces += [(text[at:begin],), (format_html("<mark>{}</mark>", text[begin:end]),)]
        at = end
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def excerpt(text: str, marks: list[Range]) -> SafeString:
    """What stands around the first mark, marked; a short text is given whole."""
    if len(text) <= WIDTH * 5 // 4:
        return marked(text, marks)
    begin = _word_begins(text, max(0, marks[0][0] - BEFORE))
    end = _word_ends(text, min(len(text), max(begin + WIDTH, marks[0][1])))
    shown = [(a - begin, b - begin) for a, b in marks if a >= begin and b <= end]
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, marked(text[begin:end], shown), after)


def _word_begins(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += 1
    return at


def _word_ends(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at].isspace():
        at -= 1
    return at


def marked_whole(text: str, query: Query) -> SafeString:
    return marked(text, ranges(text, query)) if query else conditional_escape(text)

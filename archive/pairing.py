"""Sets the cues of several languages side by side: what was said at one time stands in one row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What one language says in a row; it may be silent there."""

    language: str
    cues: list


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    start: int
    end: int
    clock: str


def side_by_side(words: Mapping[str, Iterable]) -> list[Row]:
    """The rows in the order of time, each with a cell for every language, in the order of `words`.

    Languages may be cut differently: cues that lie in one cue of another language share its row, and
    one without a counterpart stands alone. A single walk along the time, so hours cost milliseconds.
    """
    groups, heard = {}, []
    spoken = [(cue, language) for language, cues in words.items() for cue in cues]
    spoken.sort(key=lambda said: said[0].start)
    for said in spoken:
        cue, language = said
        groups[id(cue)] = [said]
        heard = [(other, its) for other, its in heard if other.end > cue.start]
        for other, its_language in heard:
            if its_language != language and belong_together(cue, other):
                _join(groups, cue, other)
        heard.append(said)
    return [_row(group, words) for group in {id(group): group for group in groups.values()}.values()]


def belong_together(one, other) -> bool:
    """More than half of the shorter cue lies within the longer; touching at the edges is no pair."""
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return 2 * overlap > min(one.end - one.start, other.end - other.start)


def _join(groups, one, other) -> None:
    """Both cues' groups become one, in the place of the earlier."""
    joined, later = groups[id(other)], groups[id(one)]
    if joined is not later:
        joined.extend(later)
        groups.update((id(cue), joined) for cue, language in later)


def _row(group, languages) -> Row:
    said = sorted(group, key=lambda pair: pair[0].start)
    cells = [Cell(name, [cue for cue, language in said if language == name]) for name in languages]
    first = said[0][0]
    return Row(cells, first.start, max(cue.end for cue, language in said), first.clock)

"""The labels of a graph's picture: how they are broken, and from which magnification they have room.

A level is how many times the picture is magnified: letters keep their size on the screen, so that they take
the less room in the picture the higher the level is. No two labels that are shown overlap.
"""

import textwrap
from collections import defaultdict
from dataclasses import dataclass

from archive.graph.model import Node

LEVELS = (1, 2, 4, 8, 16)
#: In the picture's units, at level 1: the letters of titles and of names, and the line of a title.
FONT, NAME_FONT, LINE = 19, 24, 21
#: A letter's width, as a part of its height.
LETTER = 0.54
#: A label of a theme or chain.
IN_A_LINE, MOST_LINES = 14, 3
#: How much of the way to its label a shape takes.
SHAPE = 0.55
#: A story's title beside the ring.
LONGEST_TITLE = 22


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def broken(text: str) -> list[str]:
    """A title in at most three short lines."""
    lines = textwrap.wrap(text, IN_A_LINE, break_long_words=True)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], shortened(f"{lines[MOST_LINES - 1]} …", IN_A_LINE)]
    return lines


def width(text: str, font: float) -> float:
    return len(text) * font * LETTER


def first_level(needed: float, there_is: float) -> int:
    """The first level at which what is needed has room; 0 if it never has."""
    return next((level for level in LEVELS if needed <= there_is * level), 0)


@dataclass(frozen=True)
class Label:
    lines: list[str]
    #: From which level it is shown; 0 is never.
    level: int


def labels_inside(nodes: list[Node], weights: dict[str, int], radius: float) -> dict[str, Label]:
    """Labels below the nodes inside the ring; where two would overlap, the one with more ties comes first."""
    lines = {node.id: broken(node.title) for node in nodes}
    levels: dict[str, int] = {}
    first = sorted(nodes, key=lambda node: -weights.get(node.id, 0))
    for level in LEVELS:
        room = _Room()
        for node in nodes:
            half = radius * SHAPE / level
            room.fill(node.x - half, node.y - half, node.x + half, node.y + half)
        for node in sorted(first, key=lambda node: node.id not in levels):
            half = max(width(line, FONT) for line in lines[node.id]) / 2 / level
            top = node.y + radius
            taken = room.take(node.x - half, top, node.x + half, top + len(lines[node.id]) * LINE / level)
            if taken:
                levels.setdefault(node.id, level)
    return {node.id: Label(lines[node.id], levels.get(node.id, 0)) for node in nodes}


class _Room:
    """Boxes that do not overlap, looked up by the cells of a grid."""

    CELL = 60

    def __init__(self):
        self.boxes: dict[tuple[int, int], list[tuple]] = defaultdict(list)

    def cells(self, left, top, right, bottom) -> list[tuple[int, int]]:
        return [
            (column, row)
            for column in range(int(left // self.CELL), int(right // self.CELL) + 1)
            for row in range(int(top // self.CELL), int(bottom // self.CELL) + 1)
        ]

    def fill(self, *box) -> None:
        for cell in self.cells(*box):
            self.boxes[cell].append(box)

    def take(self, *box) -> bool:
        """Whether the box was free; then it is not any more."""
        left, top, right, bottom = box
        for x1, y1, x2, y2 in (other for cell in self.cells(*box) for other in self.boxes[cell]):
            if left < x2 and x1 < right and top < y2 and y1 < bottom:
                return False
        self.fill(*box)
        return True

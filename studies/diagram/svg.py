"""The workflow as an SVG that needs no program: each state has its place, and arrows run between them.

The arrows to the archive, which would cross everything, are a line of text below it.
"""

from dataclasses import dataclass
from math import hypot

from django.template.loader import render_to_string

from studies.diagram.part import Arrow, Part

#: The middle of each state's box; archived is reached from all others, which a line of text tells.
PLACES = {
    "created": (70, 50),
    "submitted": (250, 50),
    "approved": (430, 50),
    "active": (610, 50),
    "retracted": (250, 190),
    "rejected": (430, 190),
    "paused": (610, 190),
    "archived": (250, 330),
    "deactivated": (610, 330),
}
WIDTH, HEIGHT = 112, 40
NOTE = (250, 366)
#: How far two arrows between the same boxes, one each way, run from each other's middle.
APART = 26
#: Arrows that would run through a box go round it: the control point of their curve.
ROUND = {("active", "deactivated"): (745, 190)}


@dataclass(frozen=True)
class Box:
    state: str
    label: str
    x: float
    y: float
    middle: tuple[float, float]
    is_here: bool


@dataclass(frozen=True)
class Line:
    path: str
    label: str
    at: tuple[float, float]
    is_way_on: bool


def svg(part: Part, *, heading: str) -> str:
    """The picture with `heading` as its accessible name."""
    lines = [_line(part, arrow) for arrow in part.arrows if arrow.target != "archived"]
    boxes = [
        Box(state, part.label(state), x - WIDTH / 2, y - HEIGHT / 2, (x, y), state == part.here)
        for state, (x, y) in PLACES.items()
        if state in part.states
    ]
    lines.sort(key=lambda line: line.is_way_on)
    return render_to_string(
        "studies/workflow.svg",
        {
            "boxes": boxes,
            "lines": lines,
            "heading": heading,
            "width": WIDTH,
            "height": HEIGHT,
            "note": NOTE if "archived" in part.states else None,
        },
    )


def _line(part: Part, arrow: Arrow) -> Line:
    way_on = part.is_way_on(arrow)
    start, end = PLACES[arrow.source], PLACES[arrow.target]
    if control := ROUND.get((arrow.source, arrow.target)):
        start, end = (start[0] + WIDTH / 2, start[1]), (end[0] + WIDTH / 2, end[1])
        path = f"M{_xy(start)} Q{_xy(control)} {_xy(end)}"
        return Line(path, arrow.trigger, ((start[0] + control[0]) / 2, control[1]), way_on)
    along = hypot(end[0] - start[0], end[1] - start[1])
    ux, uy = (end[0] - start[0]) / along, (end[1] - start[1]) / along
    is_pair = any((other.source, other.target) == (arrow.target, arrow.source) for other in part.arrows)
    aside = APART if is_pair else 0
    start = (start[0] - uy * aside, start[1] + ux * aside)
    end = (end[0] - uy * aside, end[1] + ux * aside)
    start, end = _leave(start, ux, uy, PLACES[arrow.source]), _leave(end, -ux, -uy, PLACES[arrow.target])
    third = (start[0] + (end[0] - start[0]) * 0.45, start[1] + (end[1] - start[1]) * 0.45)
    return Line(f"M{_xy(start)} L{_xy(end)}", arrow.trigger, third, way_on)


def _leave(point, ux, uy, middle) -> tuple[float, float]:
    """Where a line from inside of a box, in that direction, comes out of it."""
    steps = []
    for position, direction, centre, half in zip(
        point, (ux, uy), middle, (WIDTH / 2, HEIGHT / 2), strict=True
    ):
        if abs(direction) > 1e-9:
            edge = centre + half if direction > 0 else centre - half
            steps.append((edge - position) / direction)
    step = min(steps)
    return point[0] + ux * step, point[1] + uy * step


def _xy(point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"

"""The lines of a graph's picture as SVG paths."""

import math

from archive.graph.layout import point
from archive.graph.model import Node

TURN = 2 * math.pi


def is_below(angle: float) -> bool:
    """Whether an angle, clockwise from the right, points into the lower half of the picture."""
    return math.sin(angle) > 0


def arc(radius: float, start: float, end: float) -> str:
    """A part of a circle; in two halves, because SVG draws no whole circle as one arc."""
    (x1, y1), (x2, y2), (x3, y3) = (point(radius, angle) for angle in (start, (start + end) / 2, end))
    sweep = int(end > start)
    return f"M{x1} {y1}A{radius} {radius} 0 0 {sweep} {x2} {y2}A{radius} {radius} 0 0 {sweep} {x3} {y3}"


def name_arc(radius: float, middle: float, height: float) -> str:
    """What a name outside of the ring is written along; in the lower half backwards, to stand upright."""
    reach = math.pi / 2
    if is_below(middle):
        return arc(radius + height, middle + reach, middle - reach)
    return arc(radius, middle - reach, middle + reach)


def connection(source: Node, target: Node, nth: int) -> str:
    """Between two places on the ring: the farther they are apart, the nearer to the centre.

    The second and third of the same two stories run beside the first.
    """
    chord = math.hypot(source.x - target.x, source.y - target.y)
    ring = max(math.hypot(source.x, source.y), 1)
    pull = 1 - min(0.35 + 0.65 * chord / (2 * ring), 1)
    beside = 0 if nth == 0 else (nth + 1) // 2 * (26 if nth % 2 else -26)
    across = (target.y - source.y) / max(chord, 1) * beside, (source.x - target.x) / max(chord, 1) * beside
    return bent(
        source,
        target,
        (source.x + target.x) / 2 * pull + across[0],
        (source.y + target.y) / 2 * pull + across[1],
    )


def to_ring(inside: Node, on_ring: Node) -> str:
    """From a theme to a story, arriving straight from the middle."""
    return bent(inside, on_ring, 0.6 * on_ring.x + 0.15 * inside.x, 0.6 * on_ring.y + 0.15 * inside.y)


def inside(source: Node, target: Node) -> str:
    """From a chain to a theme, slightly bowed."""
    bow = 0.14
    return bent(
        source,
        target,
        (source.x + target.x) / 2 + bow * (target.y - source.y),
        (source.y + target.y) / 2 - bow * (target.x - source.x),
    )


def bent(source: Node, target: Node, x: float, y: float) -> str:
    return f"M{source.x} {source.y}Q{x:.1f} {y:.1f} {target.x} {target.y}"

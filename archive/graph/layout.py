"""Places the nodes of a graph: stories on a ring, by participant; themes and chains inside, near them.

The same graph always gets the same places. It takes O(n log n) steps, and no two nodes share a spot.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass

from archive.graph.model import Graph, Node

RADIUS = 400.0
#: The disc in which themes and chains stand.
INNER = 318.0
#: The free places between two participants on the ring.
GAP = 1.2
#: The least number of rings for themes and chains, so that few of them stand where their stories draw them.
FEWEST_RINGS = 3


@dataclass(frozen=True)
class Arc:
    """Where a participant's stories stand, in radians clockwise from the right."""

    participant: Node
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Layout:
    arcs: list[Arc]
    #: The distance of neighbours on the ring.
    spacing: float


def place(graph: Graph) -> Layout:
    """Writes `x` and `y` of every node."""
    layout = place_ring(graph) if graph.stories else place_participants(graph)
    place_inside(graph)
    return layout


def point(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * math.cos(angle), 2), round(radius * math.sin(angle), 2)


def angle_of(node: Node) -> float:
    return math.atan2(node.y, node.x)


def place_ring(graph: Graph) -> Layout:
    """The stories from the top clockwise; a participant without one gets a place to stand at."""
    told: dict[str, list[Node]] = {node.id: [] for node in graph.participants}
    for story in graph.stories:
        told[story.participant].append(story)
    gap = GAP if len(told) > 1 else 0
    step = 2 * math.pi / sum(max(len(stories), 1) + gap for stories in told.values())
    arcs, here = [], -math.pi / 2 + gap * step / 2
    for participant in graph.participants:
        stories = told[participant.id]
        for number, story in enumerate(stories):
            story.x, story.y = point(RADIUS, here + (number + 0.5) * step)
        arcs.append(Arc(participant, here, here + max(len(stories), 1) * step))
        participant.x, participant.y = point(RADIUS + 24, arcs[-1].middle)
        here = arcs[-1].end + gap * step
    return Layout(arcs, RADIUS * step)


def place_participants(graph: Graph) -> Layout:
    """In a graph without stories the participants themselves stand on the ring."""
    step = 2 * math.pi / max(len(graph.participants), 1)
    for number, participant in enumerate(graph.participants):
        participant.x, participant.y = point(RADIUS, -math.pi / 2 + (number + 0.5) * step)
    return Layout([], RADIUS * step)


def place_inside(graph: Graph) -> None:
    wishes = barycentres(graph)
    inside = [*graph.themes, *graph.chains]
    if len(inside) == 1:
        (node,) = inside
        node.x, node.y = (round(INNER / RADIUS * part, 2) for part in wishes[node.id])
        return
    drawn = {node.id: math.atan2(wishes[node.id][1], wishes[node.id][0]) for node in inside}
    for radius, least, nodes in rings(inside, wishes):
        nodes.sort(key=lambda node: drawn[node.id])
        for node, angle in zip(nodes, spread_out([drawn[node.id] for node in nodes], least), strict=True):
            node.x, node.y = point(radius, angle)


def barycentres(graph: Graph) -> dict[str, tuple[float, float]]:
    """Where each theme is drawn to by its stories, and each chain by its themes."""
    places = {node.id: (node.x, node.y) for node in [*graph.participants, *graph.stories]}
    for kind, nodes in (("theme", graph.themes), ("chain", graph.chains)):
        sums = {node.id: (0.0, 0.0, 0) for node in nodes}
        for edge in graph.edges:
            if edge.kind == kind:
                (x, y), (sum_x, sum_y, count) = places[edge.target], sums[edge.source]
                sums[edge.source] = (sum_x + x * edge.count, sum_y + y * edge.count, count + edge.count)
        places |= {name: (x / max(count, 1), y / max(count, 1)) for name, (x, y, count) in sums.items()}
    return places


def capacity(ring: int) -> int:
    """How many nodes a ring holds that are as far from each other as rings are."""
    return math.floor(2 * math.pi * ring) or 1


def rings(inside: list[Node], wishes) -> list[tuple[float, float, list[Node]]]:
    """Each ring's radius, the least angle between two on it, and its nodes.

    Every node is on the ring that is nearest to where it is drawn, of those that are not full.
    """
    count = FEWEST_RINGS
    while sum(map(capacity, range(count + 1))) < 1.25 * len(inside):
        count += 1
    width = INNER / count
    on_ring: list[list[Node]] = [[] for _ in range(count + 1)]
    open_rings = list(range(count + 1))
    distance = {node.id: math.hypot(*wishes[node.id]) * INNER / RADIUS / width for node in inside}
    for node in sorted(inside, key=lambda node: distance[node.id]):
        nearest = nearest_of(open_rings, distance[node.id])
        on_ring[nearest].append(node)
        if len(on_ring[nearest]) == capacity(nearest):
            open_rings.remove(nearest)
    return [
        (ring * width, 2 * math.pi / capacity(ring), nodes) for ring, nodes in enumerate(on_ring) if nodes
    ]


def nearest_of(numbers: list[int], wish: float) -> int:
    """The number of an ascending list that is nearest to the wish."""
    after = bisect_right(numbers, wish)
    return min(numbers[max(after - 1, 0) : after + 1], key=lambda number: abs(number - wish))


def spread_out(angles: list[float], least: float) -> list[float]:
    """Ascending angles moved apart as little as can be, so that neighbours are at least that far apart.

    The angles minus their places times the distance must ascend: the nearest such row is found by pooling
    neighbours that do not (pool adjacent violators).
    """
    cut = widest_gap(angles)
    turned = angles[cut:] + [angle + 2 * math.pi for angle in angles[:cut]]
    pools: list[tuple[float, int]] = []
    for number, angle in enumerate(turned):
        total, count = angle - number * least, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    means = [total / count for total, count in pools for _ in range(count)]
    spread = [mean + number * least for number, mean in enumerate(means)]
    if spread[-1] - spread[0] > 2 * math.pi - least + 1e-9:
        spread = [spread[0] + number * 2 * math.pi / len(spread) for number in range(len(spread))]
    return spread[len(spread) - cut :] + spread[: len(spread) - cut]


def widest_gap(angles: list[float]) -> int:
    """The place in a circle of ascending angles before which it is widest empty."""
    if len(angles) < 2:
        return 0
    gaps = [angles[0] + 2 * math.pi - angles[-1], *(b - a for a, b in zip(angles, angles[1:], strict=False))]
    return gaps.index(max(gaps))

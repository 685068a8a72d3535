"""A graph as it is drawn: participants with their stories on a ring, themes and chains inside, and the lines.

The units are those of the layout. A picture is compact, or, where the titles of stories have room from the
beginning, `titled`: then the participants' arcs stand farther out, behind the titles. The script moves them
in the same way when it magnifies a compact one (static/archive/graph/view.js).
"""

from collections import Counter
from dataclasses import dataclass

from archive.graph import curves, layout, legend
from archive.graph.folding import Folded
from archive.graph.labels import (
    FONT,
    LINE,
    LONGEST_TITLE,
    NAME_FONT,
    Label,
    first_level,
    labels_inside,
    shortened,
    width,
)
from archive.graph.model import Edge, Graph, Node

#: Where a participant's arc and name stand in a compact picture, and what is around them.
ARC, NAME, EDGE = layout.RADIUS + 22, layout.RADIUS + 34, layout.RADIUS + 78
#: Between a story and its title, and behind the title.
BESIDE = 8
#: The least room for titles, which a narrow screen without a script cuts off (graph.css).
LEAST_TITLE = 120
#: The largest dot, and how much of the way to its neighbour a dot may take.
LARGEST_DOT, SHARE = 9, 0.42
INSIDE_DOT = 10
#: From how many on themes and chains are drawn smaller, and lines paler.
CROWD, DENSE = 37, 250
#: How much larger a name is on a narrow screen.
NARROW = 1.6


@dataclass(frozen=True)
class Dot:
    """A node on the ring, with its title beside it."""

    node: Node
    place: str
    turn: str
    anchor: str
    offset: float
    title: str
    #: How many stories a participant of a folded graph tells.
    stories: int | None = None


@dataclass(frozen=True)
class Teller:
    """A participant on the outside, with the stories."""

    node: Node
    arc: str
    name_arc: str
    looks: str
    dots: list[Dot]


@dataclass(frozen=True)
class Inside:
    node: Node
    place: str
    label: Label


@dataclass(frozen=True)
class Line:
    path: str
    look: str
    edge: Edge
    #: The name of a connection's type.
    says: str = ""


@dataclass(frozen=True)
class Picture:
    tellers: list[Teller]
    #: Participants on the ring, in a folded graph.
    dots: list[Dot]
    inside: list[Inside]
    lines: list[Line]
    dot_radius: float
    title_level: int
    #: The longest title, in units of level 1.
    title_width: float

    @property
    def is_titled(self) -> bool:
        return self.title_level == 1

    @property
    def looks(self) -> str:
        """The classes of a picture in which much stands."""
        looks = {
            "titled roomy": self.is_titled,
            "crowded": len(self.inside) > CROWD,
            "dense": len(self.lines) > DENSE,
        }
        return " ".join(look for look, applies in looks.items() if applies)

    @property
    def outwards(self) -> float:
        """How far out the participants' arcs are scaled, to leave room for titles."""
        return round((ARC + self.title_width + 2 * BESIDE) / ARC, 3) if self.is_titled else 1

    @property
    def edge(self) -> float:
        """From the middle to the picture's edge."""
        return round(EDGE - ARC + ARC * self.outwards)

    @property
    def view_box(self) -> str:
        return f"{-self.edge} {-self.edge} {2 * self.edge} {2 * self.edge}"

    @property
    def name_font(self) -> float:
        return round(NAME_FONT / self.outwards, 2)


def draw(folded: Folded, types: Graph) -> Picture:
    """The picture of a graph; `types` is the whole one, from which the lines have their looks."""
    graph = folded.graph
    placed = layout.place(graph)
    on_ring = graph.stories or graph.participants
    titles = {node.id: shortened(node.title, LONGEST_TITLE) for node in on_ring}
    radius = round(min(LARGEST_DOT, placed.spacing * SHARE), 2)
    dots = {node.id: dot(node, titles[node.id], radius, folded) for node in on_ring}
    picture = Picture(
        tellers=[],
        dots=[] if graph.stories else list(dots.values()),
        inside=inside(graph),
        lines=lines(graph, legend.look_of_types(types)),
        dot_radius=radius,
        title_level=first_level(LINE, placed.spacing),
        title_width=max([LEAST_TITLE, *(width(title, FONT) for title in titles.values())]),
    )
    stories: dict[str, list[Dot]] = {}
    for story in graph.stories:
        stories.setdefault(story.participant, []).append(dots[story.id])
    for arc in placed.arcs:
        picture.tellers.append(teller(arc, stories.get(arc.participant.id, []), picture))
    return picture


def dot(node: Node, title: str, radius: float, folded: Folded) -> Dot:
    angle = layout.angle_of(node)
    degrees = round(angle * 360 / curves.TURN, 2)
    is_left = node.x < 0
    return Dot(
        node=node,
        place=f"translate({node.x} {node.y})",
        turn=f"rotate({degrees + 180 if is_left else degrees})",
        anchor="end" if is_left else "start",
        offset=-(radius + BESIDE) if is_left else radius + BESIDE,
        title=title,
        stories=folded.story_counts[node.id] if folded.is_folded else None,
    )


def teller(arc: layout.Arc, dots: list[Dot], picture: Picture) -> Teller:
    length = (arc.end - arc.start) * NAME * picture.outwards
    names = {"name": width(arc.participant.title, NAME_FONT), "code": width(arc.participant.code, NAME_FONT)}
    wide = next((what for what, needed in names.items() if needed <= length), "nothing")
    narrow = next((what for what, needed in names.items() if needed * NARROW <= length), "nothing")
    is_whole = len(picture.tellers) == 0 and arc.end - arc.start > 0.95 * curves.TURN
    return Teller(
        node=arc.participant,
        arc=curves.arc(ARC, arc.start, arc.end),
        name_arc=curves.name_arc(NAME, -curves.TURN / 4 if is_whole else arc.middle, NAME_FONT * 0.7),
        looks=f"wide-{wide} narrow-{narrow}",
        dots=dots,
    )


def inside(graph: Graph) -> list[Inside]:
    nodes = [*graph.themes, *graph.chains]
    weights = Counter(edge.source for edge in graph.edges)
    labels = labels_inside(nodes, weights, INSIDE_DOT + 4)
    return [Inside(node, f"translate({node.x} {node.y})", labels[node.id]) for node in nodes]


def lines(graph: Graph, looks: dict[str, str]) -> list[Line]:
    """Chains and themes first, so that connections lie on them."""
    nodes = {node.id: node for node in graph.nodes}
    between: Counter[tuple] = Counter()
    drawn = []
    for edge in graph.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        if edge.kind == "connection":
            ends = tuple(sorted((edge.source, edge.target)))
            path = curves.connection(source, target, between[ends])
            between[ends] += 1
            look = looks.get(edge.type, "connection mixed")
        else:
            path = curves.to_ring(source, target) if edge.kind == "theme" else curves.inside(source, target)
            look = edge.kind
        says = graph.types[edge.type].text if edge.type else ""
        drawn.append(Line(path, look + strength(edge.count), edge, says))
    return drawn


def strength(count: int) -> str:
    """The class of a line that stands for many."""
    return "" if count == 1 else f" strength-{min(count.bit_length(), 6)}"

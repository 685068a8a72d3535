"""Folds a graph that is too large for a picture: participants stand for their stories, a line for many."""

from collections import Counter
from dataclasses import dataclass, replace

from archive.graph.model import Edge, Graph

#: What a picture may have before it is folded.
MOST_NODES = 1500
MOST_LINES = 6000
#: The lines of a folded picture; the strongest are drawn.
STRONGEST = 1500


@dataclass(frozen=True)
class Folded:
    """A graph that fits into a picture, and what was folded or left out for that."""

    graph: Graph
    is_folded: bool = False
    without_themes: bool = False
    lines_left_out: int = 0
    #: How many stories each participant tells, by id.
    story_counts: Counter[str] | None = None
    #: How many connections there are within each participant's stories, by id.
    inner_counts: Counter[str] | None = None


def fold(graph: Graph) -> Folded:
    """The graph, or if it is too large one of participants; themes and chains may have to go too."""
    if len(graph.nodes) <= MOST_NODES and len(graph.edges) <= MOST_LINES:
        return Folded(graph)
    without_themes = len(graph.nodes) - len(graph.stories) > MOST_NODES
    teller = {story.id: story.participant for story in graph.stories}
    lines, inner = folded_lines(graph, teller, without_themes)
    strongest = sorted(lines, key=lambda edge: -edge.count)[:STRONGEST]
    folded = replace(graph, stories=[], edges=strongest)
    if without_themes:
        folded = replace(folded, themes=[], chains=[])
    return Folded(
        graph=folded,
        is_folded=True,
        without_themes=without_themes,
        lines_left_out=len(lines) - len(strongest),
        story_counts=Counter(teller.values()),
        inner_counts=inner,
    )


def folded_lines(graph: Graph, teller: dict[str, str], without_themes: bool):
    """One line for all of a kind between two nodes, and how many connections stay within a participant."""
    lines: dict[tuple, list[Edge]] = {}
    inner: Counter[str] = Counter()
    for edge in graph.edges:
        if edge.kind == "connection":
            ends = tuple(sorted((teller[edge.source], teller[edge.target])))
            if ends[0] == ends[1]:
                inner[ends[0]] += 1
                continue
        elif without_themes:
            continue
        else:
            ends = (edge.source, teller.get(edge.target, edge.target))
        lines.setdefault((edge.kind, *ends), []).append(edge)
    return [one_for_all(kind, ends, edges) for (kind, *ends), edges in lines.items()], inner


def one_for_all(kind: str, ends, edges: list[Edge]) -> Edge:
    """It has the type of connection that all of them have, if there is one."""
    types, reaches = {edge.type for edge in edges}, {edge.reach for edge in edges}
    return Edge(
        *ends,
        kind,
        type=types.pop() if len(types) == 1 else "",
        reach=reaches.pop() if len(reaches) == 1 else "",
        count=len(edges),
    )

"""What of a graph somebody asked to see: participants, kinds of ties, types of connection, inter or intra.

The choice is in the address (`?participant=xy&kind=theme&type=echo&reach=inter`). Several participants, or
several kinds and types, are added up; a value that means nothing here, or to this person, matches nothing.
"""

from dataclasses import dataclass, replace

from archive.graph.model import Edge, Graph, code_of


@dataclass(frozen=True)
class Choice:
    participants: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    reach: str = ""

    @classmethod
    def asked(cls, query) -> "Choice":
        """From a request's GET parameters."""
        groups = (frozenset(filter(None, query.getlist(name))) for name in ("participant", "kind", "type"))
        return cls(*groups, reach=query.get("reach", ""))

    @property
    def is_of_ties(self) -> bool:
        """Whether something is chosen that a story without ties can't be."""
        return bool(self.kinds or self.types or self.reach)

    def wants(self, kind: str, reach: str, connection_type: str = "") -> bool:
        is_chosen = not (self.kinds or self.types) or kind in self.kinds or connection_type in self.types
        return is_chosen and self.reach in ("", reach)

    def __bool__(self):
        return self.is_of_ties or bool(self.participants)


def choose(graph: Graph, choice: Choice) -> Graph:
    """The part of a graph that was chosen; without a choice, all of it."""
    if not choice:
        return graph
    stories = {
        story.id
        for story in graph.stories
        if not choice.participants or code_of(story.participant) in choice.participants
    }
    edges = wanted_edges(graph, choice, stories)
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    kept = [story for story in graph.stories if story.id in (tied if choice.is_of_ties else stories)]
    tell = {story.participant for story in kept}
    return replace(
        graph,
        participants=[node for node in graph.participants if node.id in tell],
        stories=kept,
        themes=[node for node in graph.themes if node.id in tied],
        chains=[node for node in graph.chains if node.id in tied],
        edges=edges,
    )


def wanted_edges(graph: Graph, choice: Choice, stories: set[str]) -> list[Edge]:
    """The chosen lines between the chosen stories; a chain brings its themes with it."""
    connections = [
        edge
        for edge in graph.edges
        if edge.kind == "connection"
        and edge.source in stories
        and edge.target in stories
        and choice.wants("connection", edge.reach, edge.type)
    ]
    told = [edge for edge in graph.edges if edge.kind == "theme" and edge.target in stories]
    told_themes = {edge.source for edge in told}
    chained = [
        edge
        for edge in graph.edges
        if edge.kind == "chain" and edge.target in told_themes and choice.wants("chain", edge.reach)
    ]
    brought = {edge.target for edge in chained}
    themes = [edge for edge in told if edge.source in brought or choice.wants("theme", edge.reach)]
    return [*themes, *chained, *connections]

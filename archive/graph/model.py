"""The nodes and edges of a graph, and how it is said in JSON.

The rooms `graph-data` and `graph-data-of` answer with

    {"nodes": [{"id": "story-xy001", "kind": "story", "title": "…", "language": "en",
                "url": "/exhibition/xy/xy001/", "participant": "participant-xy", "reach": null,
                "x": -12.5, "y": 399.8}, …],
     "edges": [{"from": "story-xy001", "to": "story-zz002", "kind": "connection",
                "type": "echo", "reach": "inter"},
               {"from": "theme-water", "to": "story-xy001", "kind": "theme",
                "type": null, "reach": "intra"},
               {"from": "chain-night", "to": "theme-water", "kind": "chain",
                "type": null, "reach": "intra"}, …],
     "types": {"echo": {"title": "Echo", "language": "en"}, …}}

A node's `kind` is participant, story, theme or chain; `participant` says who tells a story; `reach` (inter
or intra) belongs to themes and chains. `x` and `y` are places on a ring of radius 400 around (0, 0), y
pointing down (archive.graph.layout). Titles are in the reader's language or, as `language` says, in another.
Ids are made of codes and slugs and stay the same for everybody; what a person may not see is in no list.
"""

from dataclasses import dataclass, field

from archive.languages import Said


def code_of(node_id: str) -> str:
    """What is behind the kind in a node's id: a participant's code, a slug."""
    return node_id.partition("-")[2]


@dataclass(slots=True)
class Node:
    id: str
    kind: str
    words: Said
    url: str
    #: The id of the participant who tells a story.
    participant: str = ""
    reach: str = ""
    x: float = 0.0
    y: float = 0.0

    @property
    def title(self) -> str:
        return self.words.text

    @property
    def code(self) -> str:
        return code_of(self.id)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line: a connection of two stories, from a theme to a story, from a chain to a theme."""

    source: str
    target: str
    kind: str
    type: str = ""
    reach: str = ""
    #: How many lines of a folded graph it stands for (archive.graph.folding).
    count: int = 1


@dataclass
class Graph:
    """The nodes of each kind in natural order; themes hold their edges in the theme's own order."""

    participants: list[Node] = field(default_factory=list)
    stories: list[Node] = field(default_factory=list)
    themes: list[Node] = field(default_factory=list)
    chains: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    #: The types of connection by slug, in natural order.
    types: dict[str, Said] = field(default_factory=dict)

    @property
    def nodes(self) -> list[Node]:
        return [*self.participants, *self.stories, *self.themes, *self.chains]

    def as_json(self) -> dict:
        return {
            "nodes": [_node_as_json(node) for node in self.nodes],
            "edges": [_edge_as_json(edge) for edge in self.edges],
            "types": {
                slug: {"title": words.text, "language": words.language} for slug, words in self.types.items()
            },
        }


def _node_as_json(node: Node) -> dict:
    return {
        "id": node.id,
        "kind": node.kind,
        "title": node.words.text,
        "language": node.words.language,
        "url": node.url,
        "participant": node.participant or None,
        "reach": node.reach or None,
        "x": node.x,
        "y": node.y,
    }


def _edge_as_json(edge: Edge) -> dict:
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind,
        "type": edge.type or None,
        "reach": edge.reach or None,
    }

"""A graph in words: each story with who tells it, its themes, and what it is connected with."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator

from archive.graph.model import Graph, Node
from archive.languages import Said

PER_PAGE = 200


@dataclass(frozen=True)
class Tie:
    """A connection as one of its stories has it."""

    words: Said
    story: Node


@dataclass(frozen=True)
class Row:
    story: Node
    participant: Node
    themes: list[Node] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)


@dataclass(frozen=True)
class ChainRow:
    chain: Node
    themes: list[Node] = field(default_factory=list)


def page_of_rows(graph: Graph, number):
    """One page of the stories, in the order of the ring."""
    page = Paginator(graph.stories, PER_PAGE).get_page(number)
    participants = {node.id: node for node in graph.participants}
    rows = {story.id: Row(story, participants[story.participant]) for story in page}
    nodes = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        if edge.kind == "theme" and edge.target in rows:
            rows[edge.target].themes.append(nodes[edge.source])
        elif edge.kind == "connection":
            for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
                if here in rows:
                    rows[here].ties.append(Tie(graph.types[edge.type], nodes[there]))
    page.object_list = list(rows.values())
    return page


def chain_rows(graph: Graph) -> list[ChainRow]:
    """The first of the chains with their themes; the room of chains has them all."""
    rows = {chain.id: ChainRow(chain) for chain in graph.chains[:PER_PAGE]}
    themes = {theme.id: theme for theme in graph.themes}
    for edge in graph.edges:
        if edge.kind == "chain" and edge.source in rows:
            rows[edge.source].themes.append(themes[edge.target])
    return list(rows.values())

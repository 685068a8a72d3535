"""How the lines of a graph look, and what there is to choose from: the legend is the choice's form."""

from collections import Counter
from dataclasses import dataclass

from archive.graph.choice import Choice
from archive.graph.model import Graph, Node
from archive.languages import Said

COLOURS = DASHES = 6


def look_of_types(graph: Graph) -> dict[str, str]:
    """The classes of the lines of each type of connection; 36 pairs before one returns."""
    return {
        slug: f"connection colour-{number % COLOURS} dash-{(number + number // COLOURS) % DASHES}"
        for number, slug in enumerate(graph.types)
    }


@dataclass(frozen=True)
class Entry:
    """Something that can be chosen, and how many there are."""

    name: str
    value: str
    words: Said
    look: str
    count: int
    is_chosen: bool


def lines(graph: Graph, choice: Choice) -> list[Entry]:
    """The kinds of lines: themes, chains, connections, and each type of connection."""
    tied = Counter(edge.type for edge in graph.edges if edge.kind == "connection")
    counts = {"theme": len(graph.themes), "chain": len(graph.chains), "connection": tied.total()}
    words = {"theme": "Themes", "chain": "Chains", "connection": "All connections"}
    kinds = [
        Entry("kind", kind, Said(words[kind], "en"), kind, count, kind in choice.kinds)
        for kind, count in counts.items()
        if count
    ]
    looks = look_of_types(graph)
    types = [
        Entry("type", slug, said, looks[slug], tied[slug], slug in choice.types)
        for slug, said in graph.types.items()
    ]
    return kinds + types


def participants(graph: Graph, choice: Choice) -> list[Entry]:
    told = Counter(story.participant for story in graph.stories)
    return [_participant(node, told[node.id], choice) for node in graph.participants]


def _participant(node: Node, count: int, choice: Choice) -> Entry:
    return Entry("participant", node.code, node.words, "", count, node.code in choice.participants)

"""What of a graph is shown: what was chosen, and what fits into one picture."""

import pytest
from django.http import QueryDict

from archive.graph import folding, legend
from archive.graph.choice import Choice, choose
from archive.graph.model import Edge, Graph, Node
from archive.languages import Said


def node(name: str, participant: str = "", reach: str = "") -> Node:
    return Node(name, name.partition("-")[0], Said(name, "en"), f"/{name}/", participant, reach)


@pytest.fixture
def graph():
    """XY tells 1 and 2, ZZ tells 3 and 4; 4 is tied to nothing."""
    stories = [node("story-1", "participant-xy"), node("story-2", "participant-xy")]
    stories += [node("story-3", "participant-zz"), node("story-4", "participant-zz")]
    edges = [
        Edge("theme-within", "story-1", "theme", reach="intra"),
        Edge("theme-across", "story-2", "theme", reach="inter"),
        Edge("theme-across", "story-3", "theme", reach="inter"),
        Edge("chain-one", "theme-within", "chain", reach="intra"),
        Edge("story-1", "story-2", "connection", "cause", "intra"),
        Edge("story-1", "story-3", "connection", "echo", "inter"),
        Edge("story-2", "story-3", "connection", "echo", "inter"),
    ]
    return Graph(
        [node("participant-xy"), node("participant-zz")],
        stories,
        [node("theme-across", reach="inter"), node("theme-within", reach="intra")],
        [node("chain-one", reach="intra")],
        edges,
        {"cause": Said("cause", "en"), "echo": Said("echo", "en")},
    )


def chosen(graph, query):
    part = choose(graph, Choice.asked(QueryDict(query)))
    names = [node.id for node in part.nodes if node.kind != "participant"]
    return names, len(part.edges)


@pytest.mark.parametrize(
    ("query", "nodes", "edges"),
    [
        ("", "story-1 story-2 story-3 story-4 theme-across theme-within chain-one", 7),
        ("reach=&kind=", "story-1 story-2 story-3 story-4 theme-across theme-within chain-one", 7),
        ("participant=xy", "story-1 story-2 theme-across theme-within chain-one", 4),
        (
            "participant=xy&participant=zz",
            "story-1 story-2 story-3 story-4 theme-across theme-within chain-one",
            7,
        ),
        ("kind=theme", "story-1 story-2 story-3 theme-across theme-within", 3),
        ("kind=chain", "story-1 theme-within chain-one", 2),
        ("kind=connection", "story-1 story-2 story-3", 3),
        ("type=cause", "story-1 story-2", 1),
        ("type=cause&kind=chain", "story-1 story-2 theme-within chain-one", 3),
        ("reach=inter", "story-1 story-2 story-3 theme-across", 4),
        ("reach=intra", "story-1 story-2 theme-within chain-one", 3),
        ("participant=zz&kind=connection", "", 0),
        ("participant=nobody", "", 0),
        ("kind=nothing", "", 0),
        ("type=nothing", "", 0),
        ("reach=nothing", "", 0),
    ],
)
def test_a_choice_leaves_what_was_chosen(graph, query, nodes, edges):
    assert chosen(graph, query) == (nodes.split(), edges)


def test_participants_of_whom_no_story_is_left_go_too(graph):
    part = choose(graph, Choice.asked(QueryDict("participant=zz")))

    assert [person.id for person in part.participants] == ["participant-zz"]


def test_the_legend_counts_all_that_can_be_chosen_and_says_what_is(graph):
    entries = legend.lines(graph, Choice.asked(QueryDict("type=echo")))

    assert [(entry.name, entry.value, entry.count, entry.is_chosen) for entry in entries] == [
        ("kind", "theme", 2, False),
        ("kind", "chain", 1, False),
        ("kind", "connection", 3, False),
        ("type", "cause", 1, False),
        ("type", "echo", 2, True),
    ]


def test_thirty_six_types_of_connection_look_different():
    types = {f"type-{number}": Said("", "en") for number in range(36)}

    assert len(set(legend.look_of_types(Graph(types=types)).values())) == 36


def test_a_graph_that_fits_is_not_folded(graph):
    assert folding.fold(graph) == folding.Folded(graph)


def test_a_large_graph_is_folded_into_participants(graph, monkeypatch):
    monkeypatch.setattr(folding, "MOST_NODES", 6)

    folded = folding.fold(graph)

    assert (folded.is_folded, folded.without_themes, folded.lines_left_out) == (True, False, 0)
    assert folded.graph.stories == []
    assert set(folded.graph.edges) == {
        Edge("theme-within", "participant-xy", "theme", "", "intra", 1),
        Edge("theme-across", "participant-xy", "theme", "", "inter", 1),
        Edge("theme-across", "participant-zz", "theme", "", "inter", 1),
        Edge("chain-one", "theme-within", "chain", "", "intra", 1),
        Edge("participant-xy", "participant-zz", "connection", "echo", "inter", 2),
    }
    assert folded.story_counts == {"participant-xy": 2, "participant-zz": 2}


def test_a_line_for_connections_of_several_types_is_of_none(graph, monkeypatch):
    monkeypatch.setattr(folding, "MOST_LINES", 3)
    graph.edges.append(Edge("story-4", "story-1", "connection", "cause", "inter"))

    folded = folding.fold(graph)

    assert Edge("participant-xy", "participant-zz", "connection", "", "inter", 3) in folded.graph.edges


def test_themes_go_where_they_are_too_many_and_the_strongest_lines_stay(graph, monkeypatch):
    monkeypatch.setattr(folding, "MOST_NODES", 4)
    monkeypatch.setattr(folding, "STRONGEST", 1)
    graph.participants.append(node("participant-qq"))
    graph.stories.append(node("story-5", "participant-qq"))
    graph.edges.append(Edge("story-5", "story-1", "connection", "cause", "inter"))

    folded = folding.fold(graph)

    assert (folded.without_themes, folded.lines_left_out) == (True, 1)
    assert [node.kind for node in folded.graph.nodes] == ["participant"] * 3
    assert [edge.count for edge in folded.graph.edges] == [2]

"""Where the nodes of a graph stand."""

import math

import pytest

from archive.graph import layout
from archive.graph.model import Edge, Graph, Node
from archive.languages import Said


def node(name: str, participant: str = "") -> Node:
    return Node(name, name.partition("-")[0], Said(name, "en"), f"/{name}/", participant)


def made_graph(*, participants: int, stories: int, themes: int = 0, chains: int = 0) -> Graph:
    """That many stories of each participant; every theme has five, every chain two themes."""
    people = [node(f"participant-{n}") for n in range(participants)]
    told = [node(f"story-{person.code}-{n}", person.id) for person in people for n in range(stories)]
    gathered = [node(f"theme-{n}") for n in range(themes)]
    linked = [node(f"chain-{n}") for n in range(chains)]
    edges = [
        Edge(theme.id, told[(n * 13 + k * 17) % len(told)].id, "theme")
        for n, theme in enumerate(gathered)
        for k in range(5)
    ]
    edges += [
        Edge(chain.id, gathered[(n + k) % themes].id, "chain")
        for n, chain in enumerate(linked)
        for k in range(2)
    ]
    return Graph(people, told, gathered, linked, edges)


def places(graph: Graph) -> list[tuple[float, float]]:
    return [(node.x, node.y) for node in graph.nodes]


SIZES = [
    {"participants": 1, "stories": 1},
    {"participants": 1, "stories": 3, "themes": 1},
    {"participants": 2, "stories": 1, "themes": 2, "chains": 1},
    {"participants": 4, "stories": 6, "themes": 6, "chains": 3},
    {"participants": 12, "stories": 34, "themes": 70, "chains": 10},
    {"participants": 100, "stories": 200, "themes": 2000, "chains": 200},
]


@pytest.mark.parametrize("size", SIZES)
def test_the_same_graph_gets_the_same_places(size):
    one, other = made_graph(**size), made_graph(**size)
    layout.place(one)
    layout.place(other)

    assert places(one) == places(other)


@pytest.mark.parametrize("size", SIZES)
def test_no_two_nodes_share_a_spot(size):
    graph = made_graph(**size)
    layout.place(graph)

    assert len(set(places(graph))) == len(graph.nodes)


@pytest.mark.parametrize("size", SIZES)
def test_stories_are_on_the_ring_and_the_rest_inside_or_just_outside(size):
    graph = made_graph(**size)
    layout.place(graph)

    assert {round(math.hypot(story.x, story.y)) for story in graph.stories} == {400}
    assert all(math.hypot(node.x, node.y) <= 319 for node in [*graph.themes, *graph.chains])
    assert all(400 < math.hypot(node.x, node.y) < 430 for node in graph.participants)


def test_stories_go_round_from_the_top_in_their_order():
    graph = made_graph(participants=3, stories=4)
    layout.place(graph)

    turns = [(math.atan2(story.y, story.x) + math.pi / 2) % (2 * math.pi) for story in graph.stories]
    assert turns == sorted(turns)
    assert graph.stories[0].y < -300


def test_a_participant_without_stories_has_an_arc_too():
    graph = made_graph(participants=2, stories=1)
    graph.stories = graph.stories[:1]

    placed = layout.place(graph)

    assert [arc.participant.id for arc in placed.arcs] == ["participant-0", "participant-1"]
    assert all(arc.end > arc.start for arc in placed.arcs)


def test_a_theme_stands_near_its_stories():
    graph = made_graph(participants=4, stories=6)
    right = [story for story in graph.stories if story.participant == "participant-0"]
    graph.themes = [node("theme-right")]
    graph.edges = [Edge("theme-right", story.id, "theme") for story in right]
    layout.place(graph)

    x = sum(story.x for story in right) / len(right) * 318 / 400
    y = sum(story.y for story in right) / len(right) * 318 / 400
    assert (graph.themes[0].x, graph.themes[0].y) == (pytest.approx(x, abs=0.1), pytest.approx(y, abs=0.1))


def test_themes_and_chains_keep_their_distance():
    graph = made_graph(participants=12, stories=34, themes=70, chains=10)
    layout.place(graph)
    inside = [*graph.themes, *graph.chains]

    nearest = min(
        math.hypot(one.x - other.x, one.y - other.y)
        for number, one in enumerate(inside)
        for other in inside[:number]
    )
    # Six rings, and a node for each ring's width on them.
    assert nearest > 0.95 * 318 / 6


def test_participants_stand_on_the_ring_where_there_are_no_stories():
    graph = made_graph(participants=8, stories=1)
    graph.stories = []

    layout.place(graph)

    assert {round(math.hypot(person.x, person.y)) for person in graph.participants} == {400}


@pytest.mark.parametrize(
    ("angles", "least", "spread"),
    [
        ([0.3], 6.0, [0.3]),
        ([0.0, 1.0, 2.0], 0.5, [0.0, 1.0, 2.0]),
        ([1.0, 1.0], 0.5, [0.75, 1.25]),
        ([-3.0, 1.0, 1.1], 0.5, [-3.0, 0.8, 1.3]),
    ],
)
def test_angles_are_moved_apart_as_little_as_can_be(angles, least, spread):
    moved = layout.spread_out(angles, least)

    assert [angle % (2 * math.pi) for angle in moved] == pytest.approx([a % (2 * math.pi) for a in spread])

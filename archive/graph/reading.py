"""Reads the graph of an exhibition through the gate, in a fixed number of queries.

The gate shows a connection if it shows both stories, a theme if it shows one of its stories, a chain if it
shows one of its themes. So it is asked once, for the stories; what hangs on none that it gave is dropped.
"""

from dataclasses import dataclass

from django.db.models import Q

from archive.addresses import room_url
from archive.graph.model import Edge, Graph, Node
from archive.languages import Said, said
from archive.models.pages import GalleryPage
from archive.models.taxonomy import Chain, ChainTheme, Connection, Theme, ThemeStory
from archive.telling import Addresses, participants_of, stories_of, teller_path


def read(exhibition, request, language: str, of: GalleryPage | None = None) -> Graph:
    """The graph that the request's user may see: of the whole exhibition, or `of` one participant.

    The latter has the participant's own stories, those that they are connected with, and the themes and
    chains in which the participant tells. Seven queries, whatever the size.
    """
    return _Reading(exhibition, request, language, of).graph()


def participant_id(row) -> str:
    return f"participant-{row.code.lower()}"


@dataclass(frozen=True)
class _Type:
    """A type of connection, as `said` wants it."""

    name: str
    translations: dict


class _Reading:
    """One reading of the archive; nodes are told by primary keys here, and by their ids afterwards."""

    def __init__(self, exhibition, request, language, of):
        self.exhibition, self.request, self.language = exhibition, request, language
        self.address = Addresses(exhibition, request)
        #: The tree path below which one end of every tie lies.
        self.scope = of.path if of else exhibition.path
        self.is_whole = of is None
        self.participants = participants_of(exhibition, request.user, language)

    def graph(self) -> Graph:
        stories = self.read_stories()
        connections, types = self.read_connections(stories)
        if not self.is_whole:
            stories = self.connected(stories, connections)
        themes, told = self.read_themes(stories)
        chains, linked = self.read_chains(themes)
        return Graph(
            self.tellers(stories),
            list(stories.values()),
            list(themes.values()),
            list(chains.values()),
            [*told, *linked, *connections],
            types,
        )

    def said(self, row, name="title") -> Said:
        return said(row, name, self.language)

    def read_stories(self) -> dict[int, Node]:
        """By primary key, in natural order; of one participant, with the other ends of the connections."""
        ties = self.ties().order_by()
        ends = Q(pk__in=ties.values("from_story")) | Q(pk__in=ties.values("to_story"))
        narrowed = Q() if self.is_whole else ends | Q(path__startswith=self.scope)
        rows = stories_of(self.exhibition, self.request.user, self.participants, narrowed)
        self.own = {row.pk for row in rows if row.path.startswith(self.scope)}
        return {row.pk: self.story(row) for row in rows}

    def story(self, row) -> Node:
        teller = self.participants[teller_path(row)]
        code = teller.code.lower()
        # A dot is in no slug: no two stories can be named alike.
        name = row.slug if row.slug == f"{code}{row.number:03d}" else f"{code}.{row.slug}"
        return Node(f"story-{name}", "story", self.said(row), self.address(row), participant_id(teller))

    def tellers(self, stories) -> list[Node]:
        tell = {node.participant for node in stories.values()}
        nodes = {
            path: Node(participant_id(row), "participant", self.said(row), self.address(row))
            for path, row in self.participants.items()
        }
        return [node for path, node in nodes.items() if node.id in tell or path.startswith(self.scope)]

    def ties(self):
        if self.is_whole:
            return Connection.objects.all()
        here = self.scope
        return Connection.objects.filter(
            Q(from_story__path__startswith=here) | Q(to_story__path__startswith=here)
        )

    def read_connections(self, stories) -> tuple[list[Edge], dict[str, Said]]:
        """Those of which both stories are seen, and the types that they are of, in natural order."""
        rows = self.ties().order_by("type__sort_key", "type__name", "pk")
        rows = rows.values_list(
            "from_story", "to_story", "reach", "type__slug", "type__name", "type__translations"
        )
        edges, types = [], {}
        for source, target, reach, slug, name, translations in rows:
            if source in stories and target in stories:
                if slug not in types:
                    types[slug] = self.said(_Type(name, translations), "name")
                edges.append(Edge(stories[source].id, stories[target].id, "connection", slug, reach))
        return edges, types

    def connected(self, stories, connections) -> dict[int, Node]:
        """A participant's own stories, and those that a connection which is seen leads to."""
        ends = {end for edge in connections for end in (edge.source, edge.target)}
        return {pk: node for pk, node in stories.items() if pk in self.own or node.id in ends}

    def themes(self):
        if self.is_whole:
            return Theme.objects.order_by()
        places = ThemeStory.objects.filter(story__path__startswith=self.scope)
        return Theme.objects.filter(pk__in=places.order_by().values("theme")).order_by()

    def read_themes(self, stories) -> tuple[dict[int, Node], list[Edge]]:
        """Those in which a story that is seen is told; of one participant, one of the participant's own."""
        themes = self.gatherings(self.themes(), "theme")
        places = ThemeStory.objects.filter(theme__in=self.themes().values("pk"))
        places = list(places.order_by("theme", "sort_order", "pk").values_list("theme", "story"))
        kept = {theme for theme, story in places if story in self.own}
        edges = [
            Edge(themes[theme].id, stories[story].id, "theme", reach=themes[theme].reach)
            for theme, story in places
            if theme in kept and story in stories
        ]
        return {pk: node for pk, node in themes.items() if pk in kept}, edges

    def read_chains(self, themes) -> tuple[dict[int, Node], list[Edge]]:
        """Those that lead through one of the themes."""
        places = ChainTheme.objects.filter(theme__in=self.themes().values("pk"))
        chains = self.gatherings(Chain.objects.filter(pk__in=places.order_by().values("chain")), "chain")
        places = places.order_by("chain", "sort_order", "pk").values_list("chain", "theme")
        linked = [(chain, theme) for chain, theme in places if theme in themes]
        edges = [
            Edge(chains[chain].id, themes[theme].id, "chain", reach=chains[chain].reach)
            for chain, theme in linked
        ]
        kept = {chain for chain, _ in linked}
        return {pk: node for pk, node in chains.items() if pk in kept}, edges

    def gatherings(self, rows, kind: str) -> dict[int, Node]:
        rows = rows.order_by("sort_key", "title")
        rows = rows.values_list("pk", "slug", "title", "translations", "reach", named=True)
        # One address for all: to ask for thousands takes longer than to read them.
        begin, _, end = room_url(self.exhibition, kind, "slug", request=self.request).rpartition("slug")
        return {
            row.pk: Node(
                f"{kind}-{row.slug}", kind, self.said(row), f"{begin}{row.slug}{end}", reach=row.reach
            )
            for row in rows
        }

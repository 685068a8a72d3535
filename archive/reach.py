"""What would no longer be what it says, were stories told elsewhere or gone: themes, chains and connections.

An interconnection joins participants, an intraconnection stays within one. A participant is told apart by the
tree path of the gallery.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from archive.models.taxonomy import Chain, ChainTheme, Connection, Reach, Theme, ThemeStory


@dataclass(frozen=True)
class Contradiction:
    thing: Theme | Chain | Connection
    sentence: str


def is_untrue(reach: str, told_by: list[set[str]]) -> bool:
    """Whether parts that these participants tell contradict the reach of the whole; silent ones do not
    count.
    """
    told_by = [tellers for tellers in told_by if tellers]
    if not told_by:
        return False
    if reach == Reach.INTRA:
        return not set.intersection(*told_by)
    return len(set.union(*told_by)) == 1


def contradictions(homes: Mapping[int, str | None]) -> list[Contradiction]:
    """What would begin to contradict its reach if the stories had these galleries, or were gone (None).

    A fixed number of queries, however many stories and themes there are.
    """
    stories = list(homes)
    themes = Theme.objects.filter(places__story__in=stories).distinct()
    chains = Chain.objects.filter(places__theme__in=themes).distinct()
    members = defaultdict(list)
    for chain, theme in ChainTheme.objects.filter(chain__in=chains).values_list("chain", "theme"):
        members[chain].append(theme)
    in_chains = {theme for its in members.values() for theme in its}
    places = ThemeStory.objects.filter(Q(theme__in=themes) | Q(theme__in=in_chains))
    places = list(places.values_list("theme", "story", "story__path"))
    before, after = _tellers(places, {}), _tellers(places, homes)
    untrue = []
    for theme in themes:
        if _begins(theme, _apart(before[theme.pk]), _apart(after[theme.pk])):
            untrue.append(_told("theme", theme))
    for chain in chains:
        its = members[chain.pk]
        if _begins(chain, [before[theme] for theme in its], [after[theme] for theme in its]):
            untrue.append(_told("chain", chain))
    connections = Connection.objects.filter(Q(from_story__in=stories) | Q(to_story__in=stories))
    for connection in connections.select_related("from_story", "to_story", "type"):
        ends = connection.from_story, connection.to_story
        ends = [homes.get(story.pk, story.path[: -Page.steplen]) for story in ends]
        # A connection of a story that is gone is gone with it.
        if None not in ends and is_untrue(connection.reach, _apart(ends)):
            untrue.append(_told("connection", connection))
    return untrue


def _tellers(places, homes) -> dict[int, set[str]]:
    """Who tells in each theme."""
    told = defaultdict(set)
    for theme, story, path in places:
        if home := homes.get(story, path[: -Page.steplen]):
            told[theme].add(home)
    return told


def _apart(tellers: Iterable[str]) -> list[set[str]]:
    """A theme or connection is told in as many parts as it has participants."""
    return [{teller} for teller in tellers]


def _begins(thing, before, after) -> bool:
    return is_untrue(thing.reach, after) and not is_untrue(thing.reach, before)


def _told(kind: str, thing) -> Contradiction:
    reach = Reach(thing.reach).label
    return Contradiction(thing, f"The {kind} “{thing}” would not be an {reach} any more.")

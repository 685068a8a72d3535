"""What the rooms of an exhibition list: themes, chains, analysis, keywords, connections, always through
the gate.
"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count

from archive.cards import story_cards
from archive.models.taxonomy import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Keyword,
    Theme,
    ThemeStory,
)

#: Stories, or pairs of them, on one page of a list.
PER_PAGE = 48
#: Stories that stand for a theme in a list of themes.
IN_A_STRIP = 8


def page_of(rows, number):
    """One page of a queryset; a number that makes no sense gives the first or the last."""
    return Paginator(rows, PER_PAGE).get_page(number)


def page_of_stories(stories, number):
    page = page_of(stories.order_by("path"), number)
    page.object_list = cards_of(stories, [story.pk for story in page])
    return page


def cards_of(stories, pks) -> list:
    """Cards of stories that have been through the gate, without asking it again."""
    return story_cards(stories.model.objects.filter(pk__in=pks))


def in_order(rows, pks) -> list:
    """The rows of a queryset in the order of their primary keys in a list."""
    found = rows.in_bulk(list(pks))
    return [found[pk] for pk in pks if pk in found]


@dataclass
class Told:
    """A theme with those of its stories that may be seen: some as cards, and how many there are."""

    theme: Theme
    count: int
    cards: list


def told_themes(stories, themes=None) -> list[Told]:
    """Themes with stories of `stories`, in natural order, or those of `themes` in that order. Five
    queries.
    """
    places = ThemeStory.objects.filter(story__in=stories.values("pk")).order_by("sort_order", "pk")
    if themes is not None:
        places = places.filter(theme__in=themes)
    of_theme: dict[int, list[int]] = {}
    for theme, story in places.values_list("theme", "story"):
        of_theme.setdefault(theme, []).append(story)
    shown = {pk for told in of_theme.values() for pk in told[:IN_A_STRIP]}
    cards = {card.pk: card for card in cards_of(stories, shown)}
    wanted = Theme.objects.filter(pk__in=of_theme)
    ordered = wanted if themes is None else in_order(wanted, [pk for pk in themes if pk in of_theme])
    return [
        Told(theme, len(of_theme[theme.pk]), [cards[pk] for pk in of_theme[theme.pk][:IN_A_STRIP]])
        for theme in ordered
    ]


def stories_of_theme(theme, stories) -> list:
    """The theme's visible stories as cards, in the theme's order."""
    places = ThemeStory.objects.filter(theme=theme, story__in=stories.values("pk"))
    order = list(places.order_by("sort_order", "pk").values_list("story", flat=True))
    cards = {card.pk: card for card in cards_of(stories, order)}
    return [cards[pk] for pk in order]


def themes_of_chain(chain, stories) -> list[Told]:
    places = ChainTheme.objects.filter(chain=chain).order_by("sort_order", "pk")
    return told_themes(stories, list(places.values_list("theme", flat=True)))


def chains_among(stories):
    """The chains that lead through one of the stories, each with its `visible_themes` in order."""
    themes = ThemeStory.objects.filter(story__in=stories.values("pk")).values("theme")
    places = ChainTheme.objects.filter(theme__in=themes).select_related("theme").order_by("sort_order", "pk")
    of_chain: dict[int, list[Theme]] = {}
    for place in places:
        of_chain.setdefault(place.chain_id, []).append(place.theme)
    chains = list(Chain.objects.filter(pk__in=of_chain))
    for chain in chains:
        chain.visible_themes = of_chain[chain.pk]
    return chains


def counted(field: str, stories) -> dict[int, int]:
    """How many of the stories each row of a many-to-many field describes, by primary key. One query."""
    relation = stories.model._meta.get_field(field)
    column = relation.m2m_reverse_field_name()
    rows = relation.remote_field.through.objects.filter(storypage__in=stories.values("pk"))
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def counted_keywords(stories) -> list[Keyword]:
    counts = counted("keywords", stories)
    keywords = list(Keyword.objects.filter(pk__in=counts))
    for keyword in keywords:
        keyword.count = counts[keyword.pk]
    return keywords


def counted_analysis(stories, **types) -> list[AnalysisType]:
    """The types of analysis with their `visible_points` and how often each is found."""
    counts = counted("analysis_points", stories)
    found: dict[int, AnalysisType] = {}
    points = AnalysisPoint.objects.filter(pk__in=counts, **types).select_related("type")
    for point in points.order_by("type__sort_order", "type__name", "sort_order", "name"):
        point.count = counts[point.pk]
        kind = found.setdefault(point.type_id, point.type)
        kind.visible_points = [*getattr(kind, "visible_points", []), point]
    return list(found.values())


def connections_among(stories):
    """The connections of which both ends are among the stories."""
    here = stories.values("pk")
    found = Connection.objects.filter(from_story__in=here, to_story__in=here)
    return found.select_related("type").order_by("type__sort_key", "from_story__path", "to_story__path", "pk")


def counted_connection_types(stories) -> list[ConnectionType]:
    counts = dict(connections_among(stories).order_by().values_list("type").annotate(Count("pk")))
    types = list(ConnectionType.objects.filter(pk__in=counts))
    for kind in types:
        kind.count = counts[kind.pk]
    return types


def page_of_connections(found, stories, number):
    """One page of connections, each with its stories as cards (`one` and `other`)."""
    page = page_of(found, number)
    ends = {pk for tie in page for pk in (tie.from_story_id, tie.to_story_id)}
    cards = {card.pk: card for card in cards_of(stories, ends)}
    for tie in page:
        tie.one, tie.other = cards[tie.from_story_id], cards[tie.to_story_id]
    return page

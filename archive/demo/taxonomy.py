"""What orders the demo's stories, and what connects them."""

from archive.demo.mending import row, words
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    Keyword,
    ParticipationGroup,
    StoryPage,
    Theme,
    ThemeStory,
)


def load(archive: dict) -> None:
    for era in archive["eras"]:
        row(Era, era, slug=era["slug"])
    for model, name in (
        (Keyword, "keywords"),
        (ParticipationGroup, "participation_groups"),
        (ConnectionType, "connection_types"),
    ):
        for described in archive[name]:
            row(model, described, name=described["name"])
    for order, described in enumerate(archive["analysis_types"]):
        said = words(described, "name", "description")
        kind, _ = row(AnalysisType, said | {"sort_order": order}, name=described["name"])
        for place, point in enumerate(described["points"]):
            row(AnalysisPoint, point | {"sort_order": place}, type=kind, name=point["name"])


def connect(archive: dict, stories: dict[str, StoryPage]) -> None:
    for described in archive["themes"]:
        theme, is_new = titled(Theme, described)
        if is_new:
            ThemeStory.objects.bulk_create(
                ThemeStory(theme=theme, story=stories[name], sort_order=order)
                for order, name in enumerate(described["stories"])
            )
    for described in archive["chains"]:
        chain, is_new = titled(Chain, described)
        if is_new:
            ChainTheme.objects.bulk_create(
                ChainTheme(chain=chain, theme=Theme.objects.get(title=title), sort_order=order)
                for order, title in enumerate(described["themes"])
            )
    for described in archive["connections"]:
        row(
            Connection,
            words(described, "description") | {"reach": described["kind"]},
            from_story=stories[described["from"]],
            to_story=stories[described["to"]],
            type=ConnectionType.objects.get(name=described["type"]),
        )


def titled(model, described: dict):
    """A theme or a chain, and whether it was made now."""
    said = words(described, "title", "description") | {"reach": described["kind"]}
    return row(model, said, title=described["title"])

"""An exhibition of any size in a few seconds: what a page's cost is measured and counted on."""

from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Page

from archive.models import (
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    GalleryPage,
    Keyword,
    StoryPage,
    Theme,
    ThemeStory,
)
from tests.factories import ExhibitionPageFactory, GalleryPageFactory

WORDS = ["the", "boat", "window", "my", "father's", "table", "winter", "on", "empty", "chair", "before"]
#: Strides without a common divisor with the numbers of stories that are used, so that ties lead everywhere.
STRIDE, OTHER_STRIDE = 7919, 104729


def title(number: int) -> str:
    words = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 5, 7)][: 2 + number % 3]
    return f"{' '.join(words).capitalize()} {number}"


def large_exhibition(
    *, participants: int, stories: int, themes: int = 0, chains: int = 0, connections: int = 0
):
    """That many stories of each participant, five in a theme, four themes in a chain."""
    exhibition = ExhibitionPageFactory(title="Exhibition", slug="exhibition")
    galleries = [
        GalleryPageFactory(parent=exhibition, code=code(n), title=f"Person {n}") for n in range(participants)
    ]
    told = [story for gallery in galleries for story in add_stories(gallery, stories)]
    add_themes(told, themes, chains)
    add_connections(told, connections)
    return exhibition


def batched(rows: list, size: int):
    return (rows[start : start + size] for start in range(0, len(rows), size))


def code(number: int) -> str:
    return chr(65 + number // 676) + chr(65 + number // 26 % 26) + chr(65 + number % 26)


def add_stories(gallery: GalleryPage, how_many: int) -> list[StoryPage]:
    """The pages' rows at once, then those of the stories; the tree is told how many they are."""
    kind = ContentType.objects.get_for_model(StoryPage)
    slugs = [f"{gallery.code.lower()}{number:03d}" for number in range(1, how_many + 1)]
    Page.objects.bulk_create(
        Page(
            path=Page._get_path(gallery.path, gallery.depth + 1, number),
            depth=gallery.depth + 1,
            content_type=kind,
            title=title(number),
            slug=slug,
            url_path=f"{gallery.url_path}{slug}/",
            locale=gallery.locale,
            live=True,
        )
        for number, slug in enumerate(slugs, start=1)
    )
    pages = Page.objects.child_of(gallery).order_by("path")
    told = [StoryPage(page_ptr=page, number=number) for number, page in enumerate(pages, start=1)]
    # bulk_create refuses models that inherit a table; this is what it does with others.
    for batch in batched(told, 50):
        StoryPage._base_manager._insert(batch, StoryPage._meta.local_concrete_fields, using=DEFAULT_DB_ALIAS)
    Page.objects.filter(pk=gallery.pk).update(numchild=how_many)
    return told


def add_themes(stories: list[StoryPage], themes: int, chains: int) -> None:
    made = Theme.objects.bulk_create(
        Theme(title=title(n), slug=f"theme-{n}", reach="inter", sort_key=f"{n:05d}") for n in range(themes)
    )
    numbers = count()
    ThemeStory.objects.bulk_create(
        ThemeStory(theme=theme, story=stories[next(numbers) * STRIDE % len(stories)], sort_order=order)
        for theme in made
        for order in range(min(5, len(stories)))
    )
    rows = Chain.objects.bulk_create(
        Chain(title=f"Chain {n}", slug=f"chain-{n}", reach="inter", sort_key=f"{n:05d}")
        for n in range(chains)
    )
    ChainTheme.objects.bulk_create(
        ChainTheme(chain=chain, theme=made[(n * 4 + order) % len(made)], sort_order=order)
        for n, chain in enumerate(rows)
        for order in range(min(4, len(made)))
    )


def add_connections(stories: list[StoryPage], how_many: int) -> None:
    names = ("echo", "same place", "cause", "contradiction")
    types = [ConnectionType.objects.get_or_create(name=name)[0] for name in names]
    pairs = {}
    for n in range(how_many):
        one, other = stories[n * STRIDE % len(stories)], stories[(n * OTHER_STRIDE + 1) % len(stories)]
        if one is not other:
            pairs[one.pk, other.pk] = Connection(
                from_story=one, to_story=other, type=types[n % len(types)], reach="inter"
            )
    Connection.objects.bulk_create(pairs.values())


def add_eras(exhibition, *, eras: int, keywords: int) -> None:
    """Overlapping eras and keywords for all stories but every seventh."""
    stories = list(StoryPage.objects.descendant_of(exhibition).values_list("pk", flat=True))
    described = [(n, pk) for n, pk in enumerate(stories) if n % 7]
    made = [
        Era.objects.create(name=f"Era {n}", slug=f"era-{n}", start_year=1900 + 8 * n, end_year=1912 + 8 * n)
        for n in range(eras)
    ]
    words = [Keyword.objects.create(name=f"Keyword {n}") for n in range(keywords)]
    StoryPage.eras.through.objects.bulk_create(
        StoryPage.eras.through(storypage_id=pk, era=made[n % len(made)]) for n, pk in described
    )
    StoryPage.keywords.through.objects.bulk_create(
        StoryPage.keywords.through(storypage_id=pk, keyword=words[n % len(words)]) for n, pk in described
    )

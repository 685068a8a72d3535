"""What the gate costs with 10,000 stories of 200 participants and 1,000 grants."""

from datetime import date
from statistics import median
from time import perf_counter

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from guardian.shortcuts import assign_perm
from wagtail.models import Page

from archive.models import (
    Connection,
    ConnectionType,
    Consent,
    ConsentLimit,
    ExhibitionPage,
    GalleryLifecycle,
    GalleryPage,
    MediaItem,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
)
from bench.measuring import queries_of, row
from home.models import HomePage, User
from tests.factories import UserFactory, grant

EXHIBITIONS, GALLERIES, STORIES = 4, 50, 50
MODELS = (GalleryPage, StoryPage, MediaItem, Theme, Connection)


def wall_ms(call, *, times: int = 5) -> float:
    """The median time of a call, the database's included, after one that warms up."""
    taken = []
    for _ in range(times + 1):
        begin = perf_counter()
        call()
        taken.append((perf_counter() - begin) * 1000)
    return median(taken[1:])


def pages_below(parent, page_type, fields: list[dict]) -> list:
    """Many pages at once; treebeard's own way would ask six queries for each."""
    known = Page(content_type_id=page_type(title="").content_type_id, live=True, depth=parent.depth + 1)
    rows = []
    for number, named in enumerate(fields, parent.numchild + 1):
        path = page_type._get_path(parent.path, parent.depth + 1, number)
        slug = named["slug"]
        rows.append(
            page_type(
                path=path,
                depth=known.depth,
                url_path=f"{parent.url_path}{slug}/",
                content_type_id=known.content_type_id,
                locale_id=parent.locale_id,
                live=True,
                draft_title=named["title"],
                **named,
            )
        )
    for page in rows:
        page.save_base()
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))
    return rows


def letters(number: int) -> str:
    return "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))


@pytest.fixture
def exhibitions(db):
    home = HomePage.objects.get()
    made = [{"title": f"Exhibition {n}", "slug": f"exhibition-{n}"} for n in range(EXHIBITIONS)]
    found = pages_below(home, ExhibitionPage, made)
    for place, exhibition in enumerate(found):
        codes = [letters(place * GALLERIES + number) for number in range(GALLERIES)]
        galleries = [{"title": code, "code": code, "slug": code.lower()} for code in codes]
        for gallery in pages_below(exhibition, GalleryPage, galleries):
            told = [
                {"title": f"{gallery.code} {n}", "number": n, "slug": f"{gallery.slug}{n:03d}"}
                for n in range(1, STORIES + 1)
            ]
            pages_below(gallery, StoryPage, told)
    furnish()
    return list(ExhibitionPage.objects.order_by("path"))


def furnish():
    """Consents in two versions, a photograph for each story, limits, themes and connections."""
    galleries, stories = list(GalleryPage.objects.order_by("path")), list(StoryPage.objects.order_by("path"))
    Consent.objects.bulk_create(
        Consent(gallery=gallery, version=version, given_on=date(2018, version, 1), for_exhibition=True)
        for gallery in galleries
        for version in (1, 2)
    )
    GalleryLifecycle.objects.bulk_create(
        GalleryLifecycle(gallery=gallery, state="exhibited") for gallery in galleries
    )
    of = {gallery.path: gallery for gallery in galleries}
    items = MediaItem.objects.bulk_create(
        MediaItem(gallery=of[story.path[:-4]], kind="photo", number=story.number, title=story.title)
        for story in stories
    )
    StoryMedia.objects.bulk_create(
        StoryMedia(story=story, item=item) for story, item in zip(stories, items, strict=True)
    )
    ConsentLimit.objects.bulk_create(
        ConsentLimit(story=story, reason="Asked for") for story in stories[::100]
    )
    ConsentLimit.objects.bulk_create(ConsentLimit(item=item, reason="Asked for") for item in items[25::100])
    for number in range(100):
        theme = Theme.objects.create(title=f"Theme {number}", reach="inter")
        ThemeStory.objects.bulk_create(
            ThemeStory(theme=theme, story=story) for story in stories[number :: len(stories) // 20]
        )
    echo = ConnectionType.objects.create(name="echo")
    Connection.objects.bulk_create(
        Connection(from_story=one, to_story=other, type=echo, reach="intra")
        for one, other in zip(stories[::2], stories[1::2], strict=True)
    )


@pytest.fixture
def people(exhibitions):
    """Each with what was granted, among 1,000 grants to 300 persons and 20 groups."""
    crowd = User.objects.bulk_create(
        User(username=f"c{number}", email=f"c{number}@vitrine.example") for number in range(299)
    )
    groups = Group.objects.bulk_create(Group(name=f"Class {number}") for number in range(20))
    galleries, stories = list(GalleryPage.objects.all()), list(StoryPage.objects.order_by("pk"))
    of_gallery, of_exhibition, of_stories = UserFactory(), UserFactory(), UserFactory()
    grant(of_gallery, galleries[60])
    assign_perm("view_exhibitionpage", groups[0], exhibitions[1])
    of_exhibition.groups.add(groups[0])
    for story in stories[50::100]:
        grant(of_stories, story)
    for number in range(598):
        grant(crowd[number % 299], stories[number * 7])
    for number in range(200):
        grant(crowd[number % 299], galleries[number])
    for number in range(100):
        assign_perm("view_gallerypage", groups[number % 20], galleries[number])
    everything = UserFactory(permissions=["archive.view_exhibitionpage"])
    return {
        "one gallery": of_gallery,
        "one exhibition, by a group": of_exhibition,
        "100 single stories": of_stories,
        "everything": everything,
    }


def analyze():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def test_the_gate(people):
    analyze()
    for granted, person in people.items():
        for model in MODELS:

            def ask(model=model, person=person):
                return len(model.objects.visible_to(person).values_list("pk", flat=True))

            name = f"{model.__name__}, granted {granted}: {ask():,}"
            row(name, f"{queries_of(ask)} queries", f"{wall_ms(ask):.1f} ms")

        def count(person=person):
            return StoryPage.objects.visible_to(person).count()

        row(f"stories counted, granted {granted}", f"{queries_of(count)} queries", f"{wall_ms(count):.1f} ms")

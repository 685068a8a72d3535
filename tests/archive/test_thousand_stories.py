"""What pages and rooms of an exhibition cost: no more queries for a thousand stories than for six."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ConnectionType,
    ExhibitionPage,
    GalleryPage,
    MediaItem,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
)
from home.models import HomePage
from tests.archive.large import large_exhibition
from tests.factories import MediaItemFactory, StandardPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
#: The pages and rooms, by what is found in an exhibition of any size.
PAGES = {
    "exhibition": lambda: "",
    "gallery": lambda: f"{GalleryPage.objects.first().slug}/",
    "second page of the gallery": lambda: f"{GalleryPage.objects.first().slug}/?page=2",
    "story": lambda: f"{GalleryPage.objects.first().slug}/{StoryPage.objects.first().slug}/",
    "themes": lambda: "themes/",
    "theme": lambda: f"themes/{Theme.objects.first().slug}/",
    "chains": lambda: "chains/",
    "chain": lambda: f"chains/{Chain.objects.first().slug}/",
    "analysis": lambda: "analysis/",
    "analysis-point": lambda: "analysis/place/threshold/",
    "connections": lambda: "connections/",
    "connection-type": lambda: f"connections/{ConnectionType.objects.first().slug}/",
    "timeline": lambda: "timeline/",
    "graph": lambda: "graph/",
    "graph-data": lambda: "graph-data/",
    "search": lambda: "search/?q=window",
}


def queries_of(browser, path: str) -> int:
    """The queries that a page takes, once it was asked before."""
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200, path
    return len(queries)


def costs(sign_in, **size) -> dict[str, int]:
    """The queries that each page of an exhibition of a size takes."""
    exhibition = large_exhibition(**size)
    place, _ = AnalysisType.objects.get_or_create(name="Place")
    point, _ = AnalysisPoint.objects.get_or_create(type=place, name="Threshold")
    described = StoryPage.analysis_points.through.objects
    described.bulk_create(
        described.model(storypage=story, analysispoint=point) for story in StoryPage.objects.all()
    )
    viewer = UserFactory()
    grant(viewer, exhibition)
    browser = sign_in(viewer)
    taken = {}
    for name, address in PAGES.items():
        taken[name] = queries_of(browser, exhibition.get_url() + address())
    ExhibitionPage.objects.get(pk=exhibition.pk).delete()
    for model in (Theme, Chain, ConnectionType):
        model.objects.all().delete()
    return taken


def test_pages_cost_no_more_queries_for_a_thousand_stories_than_for_six(sign_in):
    few = costs(sign_in, participants=3, stories=2, themes=2, chains=1, connections=6)
    many = costs(sign_in, participants=4, stories=250, themes=60, chains=10, connections=300)

    assert {page: cost for page, cost in many.items() if cost > few[page]} == {}


def test_a_gallery_of_two_hundred_costs_at_most_twelve_queries_beyond_the_frame(sign_in):
    """The frame is what any page costs the viewer: session, person, permissions, site, restrictions, menu."""
    exhibition = large_exhibition(participants=2, stories=200, themes=40, chains=5, connections=150)
    gallery = GalleryPage.objects.first()
    stories = list(StoryPage.objects.child_of(gallery))
    photos = MediaItem.objects.bulk_create(
        MediaItemFactory.build(gallery=gallery, number=number) for number in range(1, len(stories) + 1)
    )
    StoryMedia.objects.bulk_create(
        StoryMedia(story=story, item=photo) for story, photo in zip(stories, photos, strict=True)
    )
    gallery.portrait = photos[0]
    gallery.save()
    Recording.objects.create(gallery=gallery, circumstances="In the kitchen.")
    viewer = UserFactory()
    grant(viewer, exhibition)
    browser = sign_in(viewer)
    frame = queries_of(browser, StandardPageFactory(parent=HomePage.objects.get()).get_url())

    assert queries_of(browser, gallery.get_url()) <= frame + 12

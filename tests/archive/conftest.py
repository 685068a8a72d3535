"""An exhibition with two participants, as small as can be."""

from dataclasses import dataclass

import pytest
from asgiref.local import Local

from archive.models import ExhibitionPage, GalleryPage, StoryPage
from archive.search import following
from tests.factories import ExhibitionPageFactory, GalleryPageFactory, StoryPageFactory


@pytest.fixture(autouse=True)
def nothing_noted():
    """What tests before have noted for the index, in transactions that never came to their commit."""
    following._noted = Local()


@dataclass(frozen=True)
class Exhibition:
    page: ExhibitionPage
    gallery: GalleryPage
    story: StoryPage
    sibling: StoryPage
    other_gallery: GalleryPage
    other_story: StoryPage


@pytest.fixture
def exhibition(db) -> Exhibition:
    page = ExhibitionPageFactory(title="Canary exhibition", slug="exhibition")
    gallery = GalleryPageFactory(parent=page, code="XY", title="Canary gallery")
    other = GalleryPageFactory(parent=page, code="ZZ", title="Canary other gallery")
    return Exhibition(
        page,
        gallery,
        StoryPageFactory(parent=gallery, number=1, title="Canary story", slug="xy001"),
        StoryPageFactory(parent=gallery, number=2, title="Canary sibling", slug="xy002"),
        other,
        StoryPageFactory(parent=other, number=1, title="Canary other story", slug="zz001"),
    )

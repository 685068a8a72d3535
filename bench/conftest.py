"""An archive that is large enough to be measured."""

import pytest
from django.test import Client

from archive.models import StoryPage, Theme
from tests.factories import (
    CueFactory,
    ExhibitionPageFactory,
    GalleryPageFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)


def place(story, gallery, kind: str, numbers) -> None:
    for number in numbers:
        item = MediaItemFactory(gallery=gallery, kind=kind, number=number)
        StoryMediaFactory(story=story, item=item, sort_order=number)


@pytest.fixture
def archive(db):
    """A gallery of 200 stories in 20 themes, and beside it a story of 12 photographs and a video."""
    exhibition = ExhibitionPageFactory(title="Exhibition", slug="exhibition")
    large, small = (GalleryPageFactory(parent=exhibition, code=code) for code in ("XY", "ZZ"))
    for number in range(1, 201):
        place(StoryPageFactory(parent=large, number=number), large, "photo", [number])
    for number in range(20):
        theme = Theme.objects.create(title=f"Theme {number}", reach="intra")
        theme.stories.add(*StoryPage.objects.filter(number__range=(number * 10 + 1, number * 10 + 5)))
    story = StoryPageFactory(parent=small, number=999)
    place(story, small, "photo", range(1, 13))
    place(story, small, "video", [1])
    for language in ("en", "hu"):
        CueFactory.create_batch(30, transcript=TranscriptFactory(story=story, language=language))
    return {
        "exhibition, 20 themes": exhibition,
        "gallery, 200 stories": large,
        "story, 12 photographs and a video": story,
    }


@pytest.fixture
def viewer(archive):
    """The browser of somebody who was granted the exhibition."""
    person = UserFactory()
    grant(person, archive["exhibition, 20 themes"])
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser

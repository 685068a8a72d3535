"""What Wagtail's Reports tell of the archive, to whom, and at what cost."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin.consent_report import ConsentReport
from archive.admin.openings import Openings
from archive.admin.reports import REPORTS
from archive.models import Connection, ConnectionType, GalleryPage, MediaItem, Theme, ThemeStory
from tests.archive.test_admin_privacy import OF_MODELS, may_edit, text
from tests.factories import (
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
#: These have tests of their own.
ELSEWHERE = (ConsentReport, Openings)
NAMES = [report.name for report in REPORTS if report not in ELSEWHERE]


@pytest.fixture
def editor():
    return UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])


@pytest.fixture
def browser(exhibition, editor, sign_in):
    return sign_in(may_edit(editor, exhibition.page))


def address(name, **asked) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'archive_reports:{name}')}?{query}"


def rows(browser, name, **asked) -> list[list[str]]:
    answer = browser.get(address(name, export="csv", **asked))
    return list(csv.reader(io.StringIO(text(answer))))[1:]


def titles(browser, name, **asked) -> list[str]:
    return [row[2] for row in rows(browser, name, **asked)]


def test_media_without_alternative_text_are_told(exhibition, browser):
    gallery = exhibition.gallery
    MediaItemFactory(gallery=gallery, number=1, title="Bare")
    MediaItemFactory(gallery=gallery, number=2, alt_text="A lake.")
    MediaItemFactory(gallery=gallery, number=3, is_decorative=True)
    MediaItemFactory(gallery=gallery, number=4, kind="voice")
    MediaItemFactory(gallery=exhibition.other_gallery, number=1, kind="video", title="Silent")

    found = rows(browser, "media-without-alternative-text")

    assert found == [
        ["XY/i/XY001.jpg", "Bare", "photo", "XY", "Canary gallery"],
        ["ZZ/v/ZZ001.mp4", "Silent", "video", "ZZ", "Canary other gallery"],
    ]


def test_missing_media_are_told(exhibition, browser):
    MediaItemFactory(gallery=exhibition.gallery, number=1)
    MediaItemFactory(gallery=exhibition.gallery, number=2, is_missing=True)

    assert [row[0] for row in rows(browser, "missing-media")] == ["XY/i/XY002.jpg"]


@pytest.fixture
def said(exhibition):
    """The first story is said in English, the third has a voice and no words, the second has neither."""
    TranscriptFactory(story=exhibition.story, language="en")
    voice = MediaItemFactory(gallery=exhibition.other_gallery, number=1, kind="voice")
    StoryMediaFactory(story=exhibition.other_story, item=voice)
    return exhibition


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        ("", ["Canary sibling", "Canary other story"]),
        ("sound", ["Canary other story"]),
        ("in-en", ["Canary sibling", "Canary other story"]),
        ("in-hu", ["Canary story", "Canary sibling", "Canary other story"]),
    ],
)
def test_stories_without_words_are_told(said, browser, lacking, expected):
    assert titles(browser, "stories-without-a-transcript", lacking=lacking) == expected


def test_the_languages_that_may_lack_are_the_archives(said, browser, settings):
    settings.CONTENT_LANGUAGES = ["de"]

    shown = text(browser.get(address("stories-without-a-transcript")))

    assert "No transcript in Deutsch" in shown
    assert "No transcript in magyar" not in shown


def test_stories_that_nothing_connects_are_told(exhibition, browser):
    theme = Theme.objects.create(title="Water", reach="intra")
    ThemeStory.objects.create(theme=theme, story=exhibition.story)

    alone = titles(browser, "unconnected-stories")
    echo = ConnectionType.objects.create(name="echo")
    Connection.objects.create(
        from_story=exhibition.other_story, to_story=exhibition.sibling, type=echo, reach="inter"
    )

    assert alone == ["Canary sibling", "Canary other story"]
    assert titles(browser, "unconnected-stories") == []


def test_what_connects_is_only_what_the_person_may_know(exhibition, editor, sign_in):
    theme = Theme.objects.create(title="Canary theme", reach="inter")
    for story in (exhibition.story, exhibition.other_story):
        ThemeStory.objects.create(theme=theme, story=story)
    browser = sign_in(may_edit(editor, exhibition.gallery))

    assert titles(browser, "unconnected-stories") == ["Canary story", "Canary sibling"]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_tells_nothing_of_a_gallery_that_the_person_may_not_know(exhibition, editor, sign_in, name):
    for number, gallery in enumerate((exhibition.gallery, exhibition.other_gallery), start=1):
        MediaItemFactory(gallery=gallery, number=number, is_missing=True, title=f"Item of {gallery.code}")
    browser = sign_in(may_edit(editor, exhibition.gallery))
    hidden = exhibition.other_gallery.pk

    for path in (
        address(name),
        address(name, export="csv"),
        address(name, gallery=hidden),
        reverse(f"archive_reports:{name}-results"),
    ):
        told = text(browser.get(path))
        # Any two letters may stand in a token of the form.
        assert not re.search(r"\bZZ(\d{3})?\b", told)
        assert "Canary other" not in told
    assert "XY" in text(browser.get(address(name)))


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("media-without-alternative-text", ["archive.view_mediaitem"]),
        ("missing-media", ["archive.change_mediaitem"]),
        ("stories-without-a-transcript", ["archive.view_transcript"]),
        ("unconnected-stories", ["archive.view_theme", "archive.view_connection"]),
    ],
)
def test_a_report_is_for_those_with_the_permission(exhibition, sign_in, name, needed):
    enter = ["wagtailadmin.access_admin"]
    with_it = sign_in(may_edit(UserFactory(permissions=[*enter, *needed]), exhibition.page))
    lacking = set(OF_MODELS) - {f"{of.rsplit('_')[0]}_{needed[-1].split('_')[1]}" for of in OF_MODELS}
    without = sign_in(may_edit(UserFactory(permissions=[*enter, *lacking]), exhibition.page))
    paths = [address(name), address(name, export="csv"), reverse(f"archive_reports:{name}-results")]
    home = reverse("wagtailadmin_home")

    assert [with_it.get(path).status_code for path in paths] == [200, 200, 200]
    assert [without.get(path).status_code for path in paths] == [302, 302, 302]
    assert reverse(f"archive_reports:{name}") in text(with_it.get(home))
    assert reverse(f"archive_reports:{name}") not in text(without.get(home))


def test_a_report_leads_to_where_it_is_mended(exhibition, browser):
    item = MediaItemFactory(gallery=exhibition.gallery, number=1)

    media, stories = text(browser.get(address(NAMES[0]))), text(browser.get(address(NAMES[2])))

    assert reverse("wagtailsnippets_archive_mediaitem:edit", args=[item.pk]) in media
    assert reverse("wagtailadmin_pages:edit", args=[exhibition.story.pk]) in stories


def test_a_report_leads_nobody_to_what_he_may_not_change(exhibition, sign_in):
    reader = UserFactory(
        permissions=["wagtailadmin.access_admin", "archive.view_mediaitem", "archive.view_transcript"]
    )
    grant(reader, exhibition.gallery)
    item = MediaItemFactory(gallery=exhibition.gallery, number=1)
    browser = sign_in(reader)

    media, stories = text(browser.get(address(NAMES[0]))), text(browser.get(address(NAMES[2])))

    assert "XY001" in media
    assert reverse("wagtailsnippets_archive_mediaitem:edit", args=[item.pk]) not in media
    assert "Canary story" in stories
    assert reverse("wagtailadmin_pages:edit", args=[exhibition.story.pk]) not in stories


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_narrowed_to_one_participant(exhibition, browser, name):
    for number, gallery in enumerate((exhibition.gallery, exhibition.other_gallery), start=1):
        MediaItemFactory(gallery=gallery, number=number, is_missing=True)

    told = rows(browser, name, gallery=exhibition.other_gallery.pk)

    assert len(told) == 1
    assert "ZZ" in str(told)


def test_what_a_spreadsheet_would_take_for_a_formula_is_harmless(exhibition, browser):
    MediaItemFactory(gallery=exhibition.gallery, number=1, title="=1+1", is_missing=True)

    assert rows(browser, "missing-media")[0][1] == "'=1+1"


def test_a_list_that_is_exported_is_harmless_too(exhibition, browser):
    MediaItemFactory(gallery=exhibition.gallery, number=1, title="=1+1")

    answer = browser.get(reverse(MediaItem.snippet_viewset.get_url_name("list")), {"export": "csv"})

    assert "'=1+1" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("export", ["", "csv"])
def test_a_report_costs_the_same_for_little_and_much(exhibition, browser, name, export):
    gallery, costs = GalleryPage.objects.get(pk=exhibition.gallery.pk), []
    for size in (2, 2, 15):
        for number in range(len(costs) * 100 + 10, len(costs) * 100 + 10 + size):
            MediaItemFactory(gallery=gallery, number=number, is_missing=True)
            StoryPageFactory(parent=gallery, number=number)
        with CaptureQueriesContext(connection) as captured:
            text(browser.get(address(name, export=export)))
        costs.append(len(captured))

    assert costs[2] == costs[1]

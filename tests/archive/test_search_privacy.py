"""A search tells nobody of what the gate does not show him: no result, count, facet or suggestion."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ConsentLimit,
    Era,
    ExhibitionPage,
    GalleryPage,
    Keyword,
    StoryPage,
    Theme,
)
from archive.search.index import index_everything
from tests.factories import (
    ConsentFactory,
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

pytestmark = pytest.mark.django_db
ROOM = "/exhibition/search/"
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
FACETS = ("participant", "theme", "keyword", "era", "analysis")
QUESTIONS = [(ROOM, "q"), (f"{ROOM}suggest/", "q"), *((ROOM, name) for name in FACETS)]
#: Of the same length, so that the answers can be compared letter by letter.
SECRET, NONSENSE = "Secretword", "Nonsenword"


def tell_a_secret(story, gallery):
    """The secret is in every field of a story, of its gallery and of what describes it."""
    story.title = story.summary = story.notes = SECRET
    story.translations = {"hu": {"title": SECRET, "summary": SECRET, "notes": SECRET}}
    story.save()
    for name in ("title", "pseudonym", "profile", "gender"):
        setattr(gallery, name, SECRET)
    gallery.save()
    CueFactory(transcript=TranscriptFactory(story=story, language="hu"), text=SECRET, speaker=SECRET)
    describe(story)
    item = MediaItemFactory(gallery=gallery, title=SECRET, alt_text=SECRET)
    StoryMediaFactory(story=story, item=item)


def describe(story):
    kind = AnalysisType.objects.create(name=SECRET)
    story.keywords.add(Keyword.objects.create(name=SECRET))
    story.analysis_points.add(AnalysisPoint.objects.create(type=kind, name=SECRET))
    story.eras.add(Era.objects.create(name=SECRET, slug="secretword", start_year=1960, end_year=1969))
    story.save()
    theme = Theme.objects.create(title=SECRET, reach="intra")
    theme.stories.add(story)
    Chain.objects.create(title=SECRET, reach="intra").themes.add(theme)


def ask(browser, room=ROOM, **parameters):
    return browser.get(f"{room}?{urlencode(parameters)}")


def answered(browser, room, key, value) -> str:
    """Without the token that is another each time."""
    return TOKEN.sub("", ask(browser, room, **{key: value}).content.decode())


def assert_tells_nothing(browser):
    """What is secret is answered like what is not there, and is named in no answer."""
    for room, key in QUESTIONS:
        value, other = (word if key == "q" else word.lower() for word in (SECRET, NONSENSE))
        assert answered(browser, room, key, value).replace(value, other) == answered(
            browser, room, key, other
        )
    for q in ("canary", "a", "story", "s", "se"):
        for room in (ROOM, f"{ROOM}suggest/"):
            assert SECRET not in ask(browser, room, q=q).content.decode()


@pytest.fixture
def viewer(exhibition):
    return UserFactory()


@pytest.fixture
def browser(viewer, sign_in):
    return sign_in(viewer)


def test_who_may_see_it_finds_it(exhibition, viewer, browser):
    tell_a_secret(exhibition.other_story, exhibition.other_gallery)
    index_everything()
    grant(viewer, exhibition.page)

    answer = ask(browser, q=SECRET)

    assert [result.page.pk for result in answer.context["stories"]] == [exhibition.other_story.pk]
    assert [result.page.pk for result in answer.context["galleries"]] == [exhibition.other_gallery.pk]
    assert len(answer.context["facets"]) == 6
    assert len(ask(browser, f"{ROOM}suggest/", q=SECRET).json()["suggestions"]) == 3


@pytest.mark.parametrize("level", ["gallery", "story"])
def test_another_gallery_is_not_found(exhibition, viewer, browser, level):
    tell_a_secret(exhibition.other_story, exhibition.other_gallery)
    index_everything()
    grant(viewer, getattr(exhibition, level))

    assert_tells_nothing(browser)


def test_another_story_of_the_same_gallery_is_not_found(exhibition, viewer, browser):
    describe(exhibition.sibling)
    CueFactory(transcript=TranscriptFactory(story=exhibition.sibling), text=SECRET)
    StoryPage.objects.filter(pk=exhibition.sibling.pk).update(title=SECRET)
    index_everything()
    grant(viewer, exhibition.story)

    assert_tells_nothing(browser)


def hide_by_draft(exhibition):
    StoryPage.objects.filter(pk=exhibition.other_story.pk).update(live=False)
    GalleryPage.objects.filter(pk=exhibition.other_gallery.pk).update(live=False)


def hide_by_gallery(exhibition):
    GalleryPage.objects.filter(pk=exhibition.other_gallery.pk).update(live=False)


def hide_by_consent(exhibition):
    ConsentFactory(gallery=exhibition.other_gallery, for_exhibition=False, version=20_000)


def hide_by_the_end_of_consent(exhibition):
    ended = {"given_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1), "version": 20_000}
    ConsentFactory(gallery=exhibition.other_gallery, **ended)


@pytest.mark.parametrize(
    "hide", [hide_by_draft, hide_by_gallery, hide_by_consent, hide_by_the_end_of_consent]
)
@pytest.mark.parametrize("is_stale", [False, True])
def test_what_is_hidden_is_not_found_however_stale_the_index_is(exhibition, viewer, browser, hide, is_stale):
    tell_a_secret(exhibition.other_story, exhibition.other_gallery)
    index_everything()
    grant(viewer, exhibition.page)
    hide(exhibition)
    if not is_stale:
        index_everything()

    assert_tells_nothing(browser)


def test_a_limited_story_is_not_found(exhibition, viewer, browser):
    describe(exhibition.other_story)
    StoryPage.objects.filter(pk=exhibition.other_story.pk).update(title=SECRET)
    index_everything()
    grant(viewer, exhibition.page)
    ConsentLimit.objects.create(story=exhibition.other_story, reason="Others are in it.")

    assert_tells_nothing(browser)


@pytest.mark.parametrize("dates", [{"valid_until": -1}, {"valid_from": 1}])
def test_a_grant_counts_only_between_its_dates(exhibition, viewer, browser, dates):
    tell_a_secret(exhibition.other_story, exhibition.other_gallery)
    index_everything()
    grant(viewer, exhibition.gallery)
    days = {name: timezone.now() + timedelta(days=days) for name, days in dates.items()}
    grant(viewer, exhibition.other_gallery, **days)

    assert_tells_nothing(browser)


def test_another_exhibition_is_not_found(exhibition, viewer, browser):
    page = ExhibitionPageFactory(slug="elsewhere")
    gallery = GalleryPageFactory(parent=page, code="QQ")
    tell_a_secret(StoryPageFactory(parent=gallery), gallery)
    index_everything()
    for exhibition_page in ExhibitionPage.objects.all():
        grant(viewer, exhibition_page)

    assert_tells_nothing(browser)


def test_counts_are_of_what_is_seen(exhibition, viewer, browser):
    keyword, theme = (
        Keyword.objects.create(name="Shared"),
        Theme.objects.create(title="Shared", reach="inter"),
    )
    for story in (exhibition.story, exhibition.sibling, exhibition.other_story):
        keyword.stories.add(story)
        theme.stories.add(story)
    index_everything()
    grant(viewer, exhibition.story)

    answer = ask(browser, q="shared")

    assert answer.context["count"] == 1
    assert {
        facet.title: [choice.count for choice in facet.choices] for facet in answer.context["facets"]
    } == {
        "Participant": [1],
        "Found in": [1],
        "Theme": [1],
        "Keyword": [1],
    }


def test_a_media_item_that_may_be_hidden_leads_nobody_to_its_story(exhibition, viewer, browser):
    for gallery, limit in [(exhibition.gallery, True), (exhibition.other_gallery, False)]:
        item = MediaItemFactory(gallery=gallery, title=SECRET, alt_text=SECRET)
        StoryMediaFactory(story=exhibition.story, item=item)
        if limit:
            ConsentLimit.objects.create(item=item, reason="A child is in it.")
    index_everything()
    grant(viewer, exhibition.gallery)

    assert_tells_nothing(browser)


def test_a_passage_is_of_what_is_said_now(exhibition, viewer, browser):
    cue = CueFactory(transcript=TranscriptFactory(story=exhibition.story), text=SECRET)
    index_everything()
    grant(viewer, exhibition.page)
    cue.text = "Nothing"
    cue.save()

    content = ask(browser, q=SECRET).content.decode()

    assert f"<mark>{SECRET}</mark>" not in content


@pytest.mark.parametrize("room", [ROOM, f"{ROOM}suggest/"])
def test_a_stranger_is_sent_to_sign_in_and_somebody_without_a_grant_finds_no_room(exhibition, sign_in, room):
    answer = ask(sign_in(), room, q="canary")
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/sign-in/")

    assert ask(sign_in(UserFactory()), room, q="canary").status_code == 404

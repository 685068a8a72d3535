"""Consent, limits and withdrawal close what grants open, at the moment of the question."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from archive.access import open_until, opening
from archive.models import (
    Chain,
    Connection,
    ConnectionType,
    ConsentLimit,
    ExhibitionPage,
    GalleryPage,
    MediaItem,
    Recording,
    StoryPage,
    Theme,
    Transcript,
    Withdrawal,
)
from tests.factories import (
    ConsentFactory,
    MediaItemFactory,
    StoryMediaFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 5, 2, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def viewer(exhibition):
    """Somebody to whom a consent alone decides: the exhibition was granted."""
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return viewer


@pytest.fixture
def archivist(db):
    return UserFactory(permissions=["archive.view_exhibitionpage"])


def stories_seen(user, at=NOON):
    return {story.title for story in StoryPage.objects.visible_to(user, at)}


def consent(exhibition, **fields):
    exhibition.gallery.consents.all().delete()
    return ConsentFactory(gallery=exhibition.gallery, **{"given_on": date(2020, 1, 1)} | fields)


def withdraw(gallery):
    at = timezone.now()
    return Withdrawal.objects.create(
        gallery_uuid=gallery.uuid, code=gallery.code, withdrawn_at=at, delete_after=at + timedelta(days=30)
    )


@pytest.mark.parametrize("who", ["viewer", "archivist"])
@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"for_exhibition": False, "for_research": True, "for_teaching": True, "for_public": True}, False),
        ({"ends_on": DAY}, True),
        ({"ends_on": DAY - timedelta(days=1)}, False),
        ({"sealed_until": DAY}, True),
        ({"sealed_until": DAY + timedelta(days=1)}, False),
        ({"given_on": DAY}, True),
        ({"given_on": DAY + timedelta(days=1)}, False),
    ],
)
def test_a_gallery_is_open_while_its_consent_says_so(exhibition, request, who, fields, is_open):
    person = request.getfixturevalue(who)
    consent(exhibition, **fields)

    assert ("Canary story" in stories_seen(person)) is is_open
    galleries = GalleryPage.objects.visible_to(person, NOON)
    assert galleries.filter(pk=exhibition.gallery.pk).exists() is is_open


@pytest.mark.parametrize("who", ["viewer", "archivist"])
def test_without_any_consent_a_gallery_is_closed(exhibition, request, who):
    exhibition.gallery.consents.all().delete()

    assert stories_seen(request.getfixturevalue(who)) == {"Canary other story"}


def test_the_newest_version_counts_from_its_day_on_and_the_older_ones_do_not(exhibition, viewer):
    consent(exhibition, version=1)
    ConsentFactory(gallery=exhibition.gallery, version=2, given_on=DAY, for_exhibition=False)
    before = datetime(2026, 4, 30, 23, 59, 59, tzinfo=UTC)

    assert "Canary story" in stories_seen(viewer, before)
    assert "Canary story" not in stories_seen(viewer, before + timedelta(seconds=1))

    ConsentFactory(gallery=exhibition.gallery, version=3, given_on=DAY)
    assert "Canary story" in stories_seen(viewer)


def test_a_day_of_consent_is_one_of_utc(exhibition, viewer):
    consent(exhibition, ends_on=DAY)
    budapest = timezone.get_fixed_timezone(120)

    assert "Canary story" in stories_seen(viewer, (MIDNIGHT - INSTANT).astimezone(budapest))
    assert "Canary story" not in stories_seen(viewer, MIDNIGHT.astimezone(budapest))


@pytest.mark.parametrize("who", ["viewer", "archivist"])
def test_a_tombstone_hides_everything_even_of_rows_that_came_back(exhibition, request, who):
    withdraw(exhibition.gallery)

    assert stories_seen(request.getfixturevalue(who)) == {"Canary other story"}


def test_nothing_is_a_way_to_what_is_closed(exhibition):
    of_gallery, of_story = UserFactory(), UserFactory()
    grant(of_gallery, exhibition.gallery)
    grant(of_story, exhibition.story)
    consent(exhibition, for_exhibition=False)

    for person in (of_gallery, of_story):
        assert not ExhibitionPage.objects.visible_to(person, NOON).exists()
        assert not GalleryPage.objects.visible_to(person, NOON).exists()


def test_a_limited_story_is_no_way_to_its_gallery(exhibition):
    person = UserFactory()
    grant(person, exhibition.story)
    ConsentLimit.objects.create(story=exhibition.story, reason="Asked for")

    assert not StoryPage.objects.visible_to(person).exists()
    assert not GalleryPage.objects.visible_to(person).exists()
    assert not ExhibitionPage.objects.visible_to(person).exists()


LIMITS = [
    ({"for_exhibition": False}, False),
    ({"for_exhibition": True}, True),
    ({"for_exhibition": True, "ends_on": DAY}, True),
    ({"for_exhibition": True, "ends_on": DAY - timedelta(days=1)}, False),
    ({"for_exhibition": True, "sealed_until": DAY + timedelta(days=1)}, False),
]


@pytest.mark.parametrize("who", ["viewer", "archivist"])
@pytest.mark.parametrize(("fields", "is_open"), LIMITS)
def test_a_limit_closes_its_story_and_all_that_is_made_of_it(exhibition, request, who, fields, is_open):
    person = request.getfixturevalue(who)
    story = exhibition.story
    transcript = TranscriptFactory(story=story)
    theme = Theme.objects.create(title="Only it", reach="intra")
    theme.stories.add(story)
    chain = Chain.objects.create(title="Only that", reach="intra")
    chain.themes.add(theme)
    echo = ConnectionType.objects.create(name="echo")
    tie = Connection.objects.create(from_story=story, to_story=exhibition.sibling, type=echo, reach="intra")
    item = StoryMediaFactory(story=story, item=MediaItemFactory(gallery=exhibition.gallery)).item
    ConsentLimit.objects.create(story=story, reason="Asked for", **fields)

    for thing in (story, transcript, theme, chain, tie, item):
        seen = type(thing).objects.visible_to(person, NOON).filter(pk=thing.pk)
        assert seen.exists() is is_open, thing
    assert "Canary sibling" in stories_seen(person)


@pytest.mark.parametrize(("fields", "is_open"), LIMITS)
def test_a_limit_closes_its_media_item_and_no_story(exhibition, viewer, fields, is_open):
    item = StoryMediaFactory(story=exhibition.story, item=MediaItemFactory(gallery=exhibition.gallery)).item
    ConsentLimit.objects.create(item=item, reason="Asked for", **fields)

    assert MediaItem.objects.visible_to(viewer, NOON).filter(pk=item.pk).exists() is is_open
    assert "Canary story" in stories_seen(viewer)
    (card,) = StoryPage.objects.filter(pk=exhibition.story.pk).with_card(NOON)
    assert card.lead_id == (item.pk if is_open else None)


def test_a_limit_opens_nothing_that_consent_closes(exhibition, viewer):
    consent(exhibition, for_exhibition=False)
    ConsentLimit.objects.create(story=exhibition.story, for_exhibition=True, reason="Asked for")

    assert "Canary story" not in stories_seen(viewer)


def test_another_participants_picture_in_a_story_is_under_its_own_consent(exhibition, viewer):
    theirs = MediaItemFactory(gallery=exhibition.other_gallery)
    StoryMediaFactory(story=exhibition.story, item=theirs)
    assert MediaItem.objects.visible_to(viewer).filter(pk=theirs.pk).exists()

    withdraw(exhibition.other_gallery)

    assert not MediaItem.objects.visible_to(viewer).filter(pk=theirs.pk).exists()
    (card,) = StoryPage.objects.filter(pk=exhibition.story.pk).with_card()
    assert card.lead_id is None


@pytest.fixture
def sound(exhibition):
    """The whole conversation; it is in a story, too."""
    sound = MediaItemFactory(gallery=exhibition.gallery, kind="voice")
    Recording.objects.create(gallery=exhibition.gallery, sound=sound)
    StoryMediaFactory(story=exhibition.story, item=sound)
    return sound


def hears(person, sound):
    return MediaItem.objects.visible_to(person).filter(pk=sound.pk).exists()


@pytest.mark.parametrize(
    ("level", "heard"), [("page", True), ("gallery", True), ("story", False), (None, True)]
)
def test_a_whole_recording_is_heard_by_who_may_see_the_whole_gallery(
    exhibition, archivist, sound, level, heard
):
    person = UserFactory() if level else archivist
    if level:
        grant(person, getattr(exhibition, level))

    assert hears(person, sound) is heard
    assert Recording.objects.visible_to(person).exists() is heard


def test_a_whole_recording_is_silent_while_something_in_it_is_limited(exhibition, viewer, archivist, sound):
    limit = ConsentLimit.objects.create(story=exhibition.sibling, reason="Asked for")
    assert [hears(viewer, sound), hears(archivist, sound)] == [False, False]

    ConsentLimit.objects.filter(pk=limit.pk).update(for_exhibition=True)
    assert hears(viewer, sound)

    voice = MediaItemFactory(gallery=exhibition.gallery, kind="voice")
    ConsentLimit.objects.create(item=voice, reason="Asked for")
    assert not hears(viewer, sound)


def test_a_limited_photograph_or_another_gallery_silences_nothing(exhibition, viewer, sound):
    photo = MediaItemFactory(gallery=exhibition.gallery)
    ConsentLimit.objects.create(item=photo, reason="Asked for")
    ConsentLimit.objects.create(story=exhibition.other_story, reason="Asked for")

    assert hears(viewer, sound)


@pytest.mark.parametrize(("level", "is_whole"), [("page", True), ("gallery", True), ("story", False)])
def test_a_gallery_is_whole_to_who_was_granted_it(exhibition, level, is_whole):
    person = UserFactory()
    grant(person, getattr(exhibition, level))
    exhibition.gallery.portrait = MediaItemFactory(gallery=exhibition.gallery)
    exhibition.gallery.save()

    galleries = GalleryPage.objects.visible_to(person).with_wholeness(person)

    assert galleries.get(pk=exhibition.gallery.pk).is_whole is is_whole
    assert MediaItem.objects.visible_to(person).exists() is is_whole


ENDS = [
    ({"ends_on": DAY}, {}, MIDNIGHT),
    ({"ends_on": date(2026, 5, 9)}, {}, datetime(2026, 5, 10, tzinfo=UTC)),
    ({}, {"story": DAY}, MIDNIGHT),
    ({}, {"item": DAY}, MIDNIGHT),
    ({"ends_on": date(2026, 5, 9)}, {"story": DAY}, MIDNIGHT),
    ({}, {}, None),
]


@pytest.mark.parametrize("who", ["viewer", "archivist"])
@pytest.mark.parametrize(("fields", "limits", "ends"), ENDS)
def test_a_story_is_open_no_longer_than_it_is_allowed(exhibition, request, who, fields, limits, ends):
    person = request.getfixturevalue(who)
    consent(exhibition, **fields)
    item = StoryMediaFactory(story=exhibition.story, item=MediaItemFactory(gallery=exhibition.gallery)).item
    things = {"story": exhibition.story, "item": item}
    for name, day in limits.items():
        ConsentLimit.objects.create(for_exhibition=True, ends_on=day, reason="x", **{name: things[name]})

    assert open_until(exhibition.story, person, NOON) == ends


def test_a_story_is_open_until_a_newer_consent_begins(exhibition, archivist):
    consent(exhibition, version=1)
    ConsentFactory(gallery=exhibition.gallery, version=2, given_on=date(2026, 5, 7))

    assert open_until(exhibition.story, archivist, NOON) == datetime(2026, 5, 7, tzinfo=UTC)


def test_what_opens_a_story_is_named_by_the_grant_that_lasts_longest(
    exhibition, archivist, django_assert_num_queries
):
    person = UserFactory()
    grant(person, exhibition.story, valid_until=NOON + timedelta(hours=1))
    row = grant(person, exhibition.gallery, valid_until=NOON + timedelta(hours=2))
    person.has_perm("archive.view_exhibitionpage")

    with django_assert_num_queries(1):
        way = opening(exhibition.story, person, NOON)

    assert (way.rule, way.until) == (f"gallerypage user {row.pk}", NOON + timedelta(hours=2))
    assert opening(exhibition.story, archivist, NOON).rule == "permission archive.view_exhibitionpage"
    assert opening(exhibition.story, UserFactory(), NOON).rule == ""


@pytest.mark.parametrize("model", [ExhibitionPage, GalleryPage, StoryPage, MediaItem, Transcript, Recording])
def test_the_gate_asks_one_question_of_each_kind(exhibition, django_assert_num_queries, model):
    person = UserFactory()
    grant(person, exhibition.gallery)
    person.has_perm("archive.view_exhibitionpage")

    with django_assert_num_queries(1):
        list(model.objects.visible_to(person))

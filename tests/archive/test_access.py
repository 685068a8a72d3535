from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from guardian.shortcuts import assign_perm
from wagtail.models import Page

from archive.access import ancestor_path, open_until
from archive.models import (
    Connection,
    ConnectionType,
    ExhibitionPage,
    GalleryPage,
    MediaItem,
    StoryPage,
    Theme,
)
from tests.factories import MediaItemFactory, StoryMediaFactory, StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def seen_by(user, at=None):
    return [
        {page.title for page in model.objects.visible_to(user, at)}
        for model in (ExhibitionPage, GalleryPage, StoryPage)
    ]


def test_a_stranger_and_a_person_without_a_grant_see_nothing(exhibition):
    assert seen_by(AnonymousUser()) == [set(), set(), set()]
    assert seen_by(UserFactory()) == [set(), set(), set()]


def test_a_grant_on_the_exhibition_opens_all_of_it(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.page)

    assert seen_by(viewer) == [
        {"Canary exhibition"},
        {"Canary gallery", "Canary other gallery"},
        {"Canary story", "Canary sibling", "Canary other story"},
    ]


def test_a_grant_on_a_gallery_opens_its_stories_and_the_way_there(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.gallery)

    assert seen_by(viewer) == [{"Canary exhibition"}, {"Canary gallery"}, {"Canary story", "Canary sibling"}]


def test_a_grant_on_a_story_opens_that_story_and_the_way_there(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.story)

    assert seen_by(viewer) == [{"Canary exhibition"}, {"Canary gallery"}, {"Canary story"}]


def test_a_grant_to_a_group_opens_to_its_members(exhibition):
    viewer = UserFactory()
    group = Group.objects.create(name="Class of 2026")
    viewer.groups.add(group)
    assign_perm("view_storypage", group, exhibition.story)

    assert seen_by(viewer)[2] == {"Canary story"}


@pytest.mark.parametrize(
    ("dates", "sees"),
    [
        ({"valid_from": NOW}, True),
        ({"valid_from": NOW + timedelta(seconds=1)}, False),
        ({"valid_until": NOW + timedelta(seconds=1)}, True),
        ({"valid_until": NOW}, False),
    ],
)
def test_a_grant_counts_from_its_first_to_before_its_last_moment(exhibition, dates, sees):
    viewer = UserFactory()
    grant(viewer, exhibition.story, **dates)

    assert bool(seen_by(viewer, NOW)[2]) is sees


def test_a_grant_of_another_permission_opens_nothing(exhibition):
    viewer = UserFactory()
    assign_perm("change_storypage", viewer, exhibition.story)

    assert seen_by(viewer) == [set(), set(), set()]


def test_an_inactive_person_sees_nothing(exhibition):
    viewer = UserFactory(is_active=False)
    grant(viewer, exhibition.page)

    assert seen_by(viewer) == [set(), set(), set()]


def test_the_global_permission_opens_everything(exhibition):
    archivist = UserFactory(permissions=["archive.view_exhibitionpage"])

    assert [len(titles) for titles in seen_by(archivist)] == [1, 2, 3]


@pytest.mark.parametrize("level", ["page", "gallery", "story"])
def test_what_is_not_live_is_hidden_with_all_below_it(exhibition, level):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    getattr(exhibition, level).unpublish()

    assert "Canary story" not in seen_by(viewer)[2]


def test_media_is_seen_where_its_story_is(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.story)
    mine = MediaItemFactory(gallery=exhibition.gallery)
    MediaItemFactory(gallery=exhibition.gallery)
    StoryMediaFactory(story=exhibition.story, item=mine)

    assert list(MediaItem.objects.visible_to(viewer)) == [mine]


def test_a_theme_is_seen_if_one_of_its_stories_is(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.story)
    seen = Theme.objects.create(title="Seen", reach="inter")
    seen.stories.add(exhibition.story, exhibition.other_story)
    Theme.objects.create(title="Hidden", reach="inter").stories.add(exhibition.other_story)

    assert list(Theme.objects.visible_to(viewer)) == [seen]


def test_a_connection_is_seen_if_both_its_stories_are(exhibition):
    viewer = UserFactory()
    grant(viewer, exhibition.gallery)
    echo = ConnectionType.objects.create(name="echo")
    within = Connection.objects.create(
        from_story=exhibition.story, to_story=exhibition.sibling, type=echo, reach="intra"
    )
    Connection.objects.create(
        from_story=exhibition.story, to_story=exhibition.other_story, type=echo, reach="inter"
    )

    assert list(Connection.objects.visible_to(viewer)) == [within]


@pytest.mark.parametrize("more", [0, 20])
def test_the_gate_asks_one_question_for_any_number_of_stories(exhibition, django_assert_num_queries, more):
    viewer = UserFactory()
    grant(viewer, exhibition.gallery)
    for number in range(more):
        StoryPageFactory(parent=exhibition.gallery, number=number + 10)
    viewer = type(viewer).objects.get(pk=viewer.pk)

    # Two for the global permission (the user's own, the groups'), one for the stories.
    with django_assert_num_queries(3):
        assert len(StoryPage.objects.visible_to(viewer)) == 2 + more


def test_the_way_up_from_the_root_is_empty_and_no_error(exhibition):
    root = Page.objects.annotate(above=ancestor_path(2)).get(depth=1)

    assert root.above == ""


@pytest.mark.parametrize(
    ("story_ends", "gallery_ends", "ends"),
    [
        (timedelta(hours=1), None, timedelta(hours=1)),
        (timedelta(hours=1), timedelta(hours=2), timedelta(hours=2)),
        (timedelta(hours=1), "never", None),
    ],
)
def test_a_story_is_open_until_the_last_grant_on_its_way_ends(exhibition, story_ends, gallery_ends, ends):
    viewer = UserFactory()
    grant(viewer, exhibition.story, valid_until=NOW + story_ends)
    if gallery_ends:
        grant(viewer, exhibition.gallery, valid_until=None if gallery_ends == "never" else NOW + gallery_ends)

    assert open_until(exhibition.story, viewer, NOW) == (ends and NOW + ends)

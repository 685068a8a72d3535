"""A new link to what is open: for whom, for how long, at what cost."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from archive.links import media_link
from archive.models import Recording
from tests.factories import MediaItemFactory, StoryMediaFactory, UserFactory, grant

#: The queries of a session, its user, and the user's global permissions and those of his groups.
BEFORE_THE_VIEW = 4


@pytest.fixture
def item(exhibition):
    item = MediaItemFactory(gallery=exhibition.gallery, kind="video", number=1)
    StoryMediaFactory(story=exhibition.story, item=item)
    return item


@pytest.fixture
def viewer(exhibition):
    person = UserFactory()
    grant(person, exhibition.page)
    return person


def ask(browser, item):
    return browser.get(reverse("archive:link", args=[getattr(item, "uuid", item)]))


def expiry(link):
    return int(parse_qs(urlsplit(link).query)["Expires"][0])


def test_link_is_the_page_s_own_with_its_end(item, viewer, sign_in):
    answer = ask(sign_in(viewer), item)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert {part.strip() for part in answer.headers["Cache-Control"].split(",")} == {"private", "no-store"}
    told = answer.json()
    assert told["url"] == media_link(item)
    assert told["expires"] == expiry(told["url"])
    assert 900 < told["seconds"] <= 1800
    assert abs(told["expires"] - timezone.now().timestamp() - told["seconds"]) < 5


def test_link_opens_the_file(item, viewer, sign_in, client):
    storages["participants"].save(item.key, ContentFile(b"bytes"))

    assert client.get(ask(sign_in(viewer), item).json()["url"]).status_code == 200


def test_link_in_the_same_window_is_the_same(item, viewer, sign_in):
    browser = sign_in(viewer)

    assert ask(browser, item).json()["url"] == ask(browser, item).json()["url"]


def test_link_after_the_window_is_another(item, viewer, sign_in, monkeypatch):
    browser = sign_in(viewer)
    first = ask(browser, item).json()
    later = timezone.now() + timedelta(minutes=15)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert ask(browser, item).json()["expires"] == first["expires"] + 900


def test_link_is_for_who_may_see_the_item_and_for_others_it_does_not_exist(exhibition, item, sign_in):
    people = {
        name: UserFactory()
        for name in (
            "exhibition",
            "gallery",
            "story",
            "sibling",
            "other gallery",
            "nothing",
            "ended",
            "later",
        )
    }
    now = timezone.now()
    grant(people["exhibition"], exhibition.page)
    grant(people["gallery"], exhibition.gallery)
    grant(people["story"], exhibition.story)
    grant(people["sibling"], exhibition.sibling)
    grant(people["other gallery"], exhibition.other_gallery)
    grant(people["ended"], exhibition.page, valid_until=now)
    grant(people["later"], exhibition.page, valid_from=now + timedelta(hours=1))
    people["archivist"] = UserFactory(permissions=["archive.view_exhibitionpage"])
    people["closed"] = UserFactory(is_active=False)
    grant(people["closed"], exhibition.page)

    answered = {name: ask(sign_in(person), item).status_code for name, person in people.items()}

    assert {name for name, status in answered.items() if status == 200} == {
        "exhibition",
        "gallery",
        "story",
        "archivist",
    }
    assert answered.pop("closed") == 302
    assert set(answered.values()) == {200, 404}


def test_link_to_nothing_is_answered_as_one_to_what_is_hidden(item, sign_in):
    stranger = sign_in(UserFactory())

    hidden, nothing = ask(stranger, item), ask(stranger, uuid4())

    assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content)


def test_link_for_who_is_not_signed_in_leads_to_the_sign_in_page(item, client):
    assert "/sign-in/" in ask(client, item).headers["Location"]
    assert "/sign-in/" in ask(client, uuid4()).headers["Location"]


def test_link_to_a_whole_recording_is_for_who_may_see_the_whole_gallery(exhibition, sign_in):
    sound = MediaItemFactory(gallery=exhibition.gallery, kind="voice")
    Recording.objects.create(gallery=exhibition.gallery, sound=sound)
    whole, part = UserFactory.create_batch(2)
    end = timezone.now() + timedelta(minutes=5)
    grant(whole, exhibition.gallery, valid_until=end)
    grant(part, exhibition.story)

    told = ask(sign_in(whole), sound)

    assert told.json()["expires"] <= end.timestamp()
    assert ask(sign_in(part), sound).status_code == 404


@pytest.mark.parametrize("change", ["missing", "not placed", "a draft"])
def test_link_to_what_no_page_shows_is_404(exhibition, item, viewer, sign_in, change):
    if change == "missing":
        item.is_missing = True
        item.save()
    elif change == "not placed":
        item.placements.all().delete()
    else:
        exhibition.story.unpublish()

    assert ask(sign_in(viewer), item).status_code == 404


def test_link_ends_with_the_grant(exhibition, item, sign_in):
    person, end = UserFactory(), timezone.now() + timedelta(seconds=100)
    grant(person, exhibition.page, valid_until=end)

    told = ask(sign_in(person), item).json()

    assert told["expires"] == int(end.timestamp())
    assert 90 < told["seconds"] <= 100


def test_link_ends_with_the_last_of_the_grants(exhibition, item, sign_in):
    person, now = UserFactory(), timezone.now()
    group = Group.objects.create(name="Seminar")
    person.groups.add(group)
    grant(person, exhibition.page, valid_until=now + timedelta(seconds=100))
    grant(person, exhibition.story, valid_until=now + timedelta(seconds=200))
    through_group = assign_perm("view_gallerypage", group, exhibition.gallery)
    through_group.valid_until = now + timedelta(seconds=300)
    through_group.save()

    assert ask(sign_in(person), item).json()["expires"] == int((now + timedelta(seconds=300)).timestamp())


@pytest.mark.parametrize(("seconds", "lives_on"), [(200, 200), (None, None)])
def test_link_to_what_two_stories_show_ends_with_the_later_one(exhibition, item, sign_in, seconds, lives_on):
    StoryMediaFactory(story=exhibition.other_story, item=item)
    person, now = UserFactory(), timezone.now()
    grant(person, exhibition.story, valid_until=now + timedelta(seconds=100))
    later = seconds and now + timedelta(seconds=seconds)
    grant(person, exhibition.other_story, valid_until=later)

    told = ask(sign_in(person), item).json()

    assert told["seconds"] > 900 if lives_on is None else told["expires"] == int(later.timestamp())


def test_link_of_a_grant_that_ended_this_second_is_404(exhibition, item, sign_in, monkeypatch):
    person, end = UserFactory(), (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    grant(person, exhibition.page, valid_until=end)
    browser, answered = sign_in(person), []
    for moment in (end - timedelta(seconds=1), end):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        answered.append(ask(browser, item))

    assert [answer.status_code for answer in answered] == [200, 404]
    assert answered[0].json()["seconds"] == 1


def test_link_carries_the_tag_of_who_asks(settings, item, viewer, sign_in):
    settings.VIEWER_TAG = True

    assert ask(sign_in(viewer), item).json()["url"] == media_link(item, viewer=viewer)
    assert "?v=" in media_link(item, viewer=viewer)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_link_by_another_method_is_not_allowed(item, viewer, sign_in, method):
    assert getattr(sign_in(viewer), method)(reverse("archive:link", args=[item.uuid])).status_code == 405


@pytest.mark.parametrize("grants", [1, 20])
def test_link_costs_the_same_for_few_and_many_grants(
    exhibition, item, sign_in, django_assert_num_queries, grants
):
    person = UserFactory()
    for number in range(grants):
        group = Group.objects.create(name=f"Group {number}")
        person.groups.add(group)
        assign_perm("view_exhibitionpage", group, exhibition.page)
    grant(person, exhibition.story)
    browser = sign_in(person)
    ask(browser, item)

    # The photograph, its stories, the way to them, and the row of who opened what.
    with django_assert_num_queries(BEFORE_THE_VIEW + 4):
        assert ask(browser, item).status_code == 200

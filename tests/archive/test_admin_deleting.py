"""Deleting: what is needed elsewhere stays, what is lost is told, and nothing dangles."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from wagtail.models import ReferenceIndex

from archive.admin.group import EDITED
from archive.models import AnalysisType, Connection, ConnectionType, Keyword, MediaItem, StoryPage
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.factories import MediaItemFactory, StoryMediaFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(exhibition, sign_in):
    editor = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    return sign_in(may_edit(editor, exhibition.page))


def delete(browser, thing):
    path = reverse(type(thing).snippet_viewset.get_url_name("delete"), args=[thing.pk])
    asked = browser.get(path).content.decode()
    return asked, browser.post(path)


@pytest.fixture
def placed(exhibition):
    item = MediaItemFactory(gallery=exhibition.gallery, number=1)
    StoryMediaFactory(story=exhibition.story, item=item)
    return item


def test_an_item_that_is_placed_stays(exhibition, browser, placed):
    ReferenceIndex.create_or_update_for_object(StoryPage.objects.get(pk=exhibition.story.pk))

    asked, _ = delete(browser, placed)

    assert "Yes, delete" not in asked
    assert MediaItem.objects.get() == placed
    usage = browser.get(reverse("wagtailsnippets_archive_mediaitem:usage", args=[placed.pk])).content.decode()
    assert "Canary story" in usage


def test_an_item_that_is_placed_stays_also_when_the_index_does_not_know(browser, placed):
    ReferenceIndex.objects.all().delete()

    _, answer = delete(browser, placed)
    bulk = reverse("wagtail_bulk_action", args=["archive", "mediaitem", "delete"]) + f"?id={placed.pk}"
    in_bulk = browser.post(bulk)

    assert (answer.status_code, in_bulk.status_code) == (302, 302)
    assert MediaItem.objects.get() == placed


def test_a_draft_that_remembers_a_deleted_item_opens_without_it(exhibition, browser, placed):
    story = StoryPage.objects.get(pk=exhibition.story.pk)
    story.save_revision()
    story.placements.get_live_queryset().delete()
    ReferenceIndex.objects.all().delete()

    delete(browser, placed)
    answer = browser.get(reverse("wagtailadmin_pages:edit", args=[story.pk]))

    assert MediaItem.objects.count() == 0
    assert answer.status_code == 200
    assert list(story.get_latest_revision_as_object().placements.all()) == []


def test_a_type_that_is_used_stays(exhibition, browser):
    echo = ConnectionType.objects.create(name="echo")
    Connection.objects.create(
        from_story=exhibition.story, to_story=exhibition.sibling, type=echo, reach="intra"
    )

    delete(browser, echo)

    assert Connection.objects.get().type == echo


def test_a_keyword_says_which_stories_lose_it_and_leaves_nothing_behind(exhibition, browser):
    keyword = Keyword.objects.create(name="lake")
    story = StoryPage.objects.get(pk=exhibition.story.pk)
    story.keywords.add(keyword)
    story.save()
    story.save_revision()

    asked, answer = delete(browser, keyword)

    assert "At present one story is described with it, and would lose it." in asked
    assert answer.status_code == 302
    assert StoryPage.keywords.through.objects.count() == 0
    assert list(story.get_latest_revision_as_object().keywords.all()) == []
    connection.check_constraints()


def test_every_kind_can_be_deleted_when_nothing_uses_it(exhibition, browser):
    analysis = AnalysisType.objects.create(name="Place")

    _, answer = delete(browser, analysis)

    assert answer.status_code == 302
    assert AnalysisType.objects.count() == 0
    assert ContentType.objects.get_for_models(*EDITED).keys() == set(EDITED)

"""Stories from a spreadsheet: made as drafts, changed through revisions, published by who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry

from archive.importing import exporting
from archive.importing.run import apply, check
from archive.importing.subject import Fate
from archive.models import AnalysisPoint, GalleryPage, Keyword, StoryPage
from tests.archive.story_rows import ALL, FULL, make_lists, may, published, sentences
from tests.archive.test_admin_privacy import may_edit
from tests.factories import StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(exhibition):
    return may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *ALL]), exhibition.page)


@pytest.fixture
def lists(db):
    make_lists()


@pytest.fixture
def story(exhibition):
    return published(exhibition.story)


def test_a_published_story_is_changed_through_a_revision_that_is_published(story, lists, editor):
    revisions = story.revisions.count()

    outcome = apply(FULL, editor)

    assert (outcome.problems, outcome.fates) == ([], {Fate.PUBLISHED: 1})
    story = StoryPage.objects.get(pk=story.pk)
    assert (story.title, story.draft_title, story.summary, story.notes) == (
        "After",
        "After",
        "Short.",
        "Long.",
    )
    assert story.duration == timedelta(minutes=4, seconds=30)
    assert [era.name for era in story.eras.all()] == ["The sixties"]
    assert {keyword.name for keyword in story.keywords.all()} == {"water", "fear"}
    assert {(point.type.name, point.name) for point in story.analysis_points.all()} == {
        ("Place", "Water"),
        ("Place", "Road"),
    }
    assert story.translations == {"hu": {"title": "Utána", "summary": "Rövid."}}
    assert story.revisions.count() == revisions + 1
    assert (story.live, story.has_unpublished_changes) == (True, False)
    assert story.live_revision == story.latest_revision == story.revisions.order_by("-pk").first()
    assert story.slug == "xy001"
    actions = PageLogEntry.objects.filter(page=story.pk, user=editor).values_list("action", flat=True)
    assert set(actions) == {"wagtail.edit", "wagtail.publish"}


def test_the_revision_says_what_the_page_says(story, lists, editor):
    apply(FULL, editor)

    page = StoryPage.objects.get(pk=story.pk)
    draft = page.get_latest_revision_as_object()

    for name in ("title", "summary", "notes", "duration", "translations", "number", "slug", "uuid"):
        assert getattr(draft, name) == getattr(page, name), name
    for name in ("eras", "keywords", "analysis_points"):
        assert list(getattr(draft, name).all()) == list(getattr(page, name).all()), name


def test_who_may_not_publish_makes_a_draft_and_the_page_stays(exhibition, story, lists):
    user = may(UserFactory(permissions=ALL), exhibition.page, "add", "change")

    outcome = apply(FULL, user)

    assert outcome.fates == {Fate.NOT_PUBLISHED: 1}
    story = StoryPage.objects.get(pk=story.pk)
    assert (story.title, story.draft_title, story.summary) == ("Canary story", "After", "Before.")
    assert (story.live, story.has_unpublished_changes, story.keywords.count()) == (True, True, 0)
    assert story.get_latest_revision_as_object().summary == "Short."
    assert apply(FULL, user).subjects == []


def test_what_somebody_has_not_published_yet_is_not_published_by_an_import(story, editor):
    story.notes = "Not for anybody yet."
    story.save_revision()

    outcome = apply("participant,number,summary\nXY,1,After.\n", editor)

    assert outcome.fates == {Fate.UNFINISHED: 1}
    page = StoryPage.objects.get(pk=story.pk)
    draft = page.get_latest_revision_as_object()
    assert (page.summary, page.notes) == ("Before.", "")
    assert (draft.summary, draft.notes) == ("After.", "Not for anybody yet.")


def test_a_draft_is_judged_by_what_the_draft_says(story, lists, editor):
    story.summary = "Drafted."
    story.keywords = [Keyword.objects.get(name="water")]
    story.duration = timedelta(seconds=90)
    story.save_revision()
    written = "".join(exporting.stories(editor)).removeprefix("\ufeff")

    outcome = check("participant,number,summary,keywords,duration\nXY,1,Drafted.,water,1:30\n", editor)

    assert outcome.changes == []
    assert "Drafted." in written
    assert (check(written, editor).changes, check(written, editor).problems) == ([], [])


def test_a_story_that_is_not_there_is_made_as_a_draft(exhibition, lists, editor):
    text = FULL.replace("XY,1,", "XY,12,")

    outcome = apply(text, editor)

    assert (outcome.problems, outcome.fates) == ([], {Fate.MADE: 1})
    made = StoryPage.objects.get(number=12)
    gallery = GalleryPage.objects.get(pk=exhibition.gallery.pk)
    assert (made.get_parent().pk, made.slug, made.live, made.owner) == (gallery.pk, "xy012", False, editor)
    assert (made.title, made.draft_title, made.url_path) == ("After", "After", f"{gallery.url_path}xy012/")
    assert made.duration == timedelta(minutes=4, seconds=30)
    assert made.get_latest_revision_as_object().keywords.count() == made.keywords.count() == 2
    assert made.has_unpublished_changes
    assert (gallery.numchild, Page.find_problems()) == (3, ([], [], [], [], []))
    assert apply(text, editor).subjects == []
    made.get_latest_revision().publish(user=editor)
    assert StoryPage.objects.get(number=12).live


def test_several_stories_are_made_below_several_galleries(exhibition, editor):
    rows = "".join(f"{code},{number},Story {number}\n" for number in (7, 8, 9) for code in ("ZZ", "XY"))

    apply(f"participant,number,title\n{rows}", editor)

    made = StoryPage.objects.filter(number__gt=2).order_by("path").with_card()
    assert [(story.code, story.number) for story in made] == [
        (code, number) for code in ("XY", "ZZ") for number in (7, 8, 9)
    ]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_slug_that_is_taken_is_not_taken_again(exhibition, editor):
    StoryPageFactory(parent=exhibition.gallery, number=5, slug="xy012")

    apply("participant,number,title\nXY,12,A story\n", editor)

    assert StoryPage.objects.get(number=12).slug == "xy012-2"


def test_keywords_that_are_missing_are_made_if_asked(exhibition, lists, editor):
    text = "participant,number,title,keywords\nXY,1,,Sea; sea; water\nXY,7,Made,SEA\n"

    assert sentences(check(text, editor))[0].startswith("There is no keyword “Sea”.")
    outcome = apply(text, editor, make_keywords=True)

    assert outcome.new_keywords == ["Sea"]
    assert set(Keyword.objects.values_list("name", flat=True)) == {"water", "fear", "Sea"}
    assert {keyword.name for keyword in StoryPage.objects.get(number=7).keywords.all()} == {"Sea"}
    assert apply(text, editor, make_keywords=True).subjects == []


def test_what_is_written_is_taken_again_unchanged(exhibition, lists, editor):
    story = StoryPage.objects.get(pk=exhibition.story.pk)
    Keyword.objects.create(name="a; b\\")
    story.title, story.summary, story.notes = "=1+1", "-", "'@x\r\n\r\ny "
    story.duration = timedelta(hours=30, seconds=1, microseconds=500)
    story.keywords = Keyword.objects.all()
    story.analysis_points = AnalysisPoint.objects.all()
    story.save_revision().publish()

    written = "".join(exporting.stories(editor)).removeprefix("\ufeff")
    outcome = check(written, editor)

    assert (outcome.problems, outcome.changes, outcome.rows) == ([], [], 3)


def test_only_what_one_may_change_is_written(exhibition):
    user = may_edit(UserFactory(permissions=ALL), exhibition.gallery)
    grant(user, exhibition.other_gallery)

    written = "".join(exporting.stories(user))

    assert [line.split(",")[:2] for line in written.splitlines()[1:]] == [["XY", "1"], ["XY", "2"]]


def test_many_rows_are_looked_at_for_what_few_cost(exhibition, lists, editor):
    costs = []
    for size in (2, 2, 30):
        first = len(costs) * 100 + 10
        for number in range(first, first + size):
            page = StoryPageFactory(parent=exhibition.gallery, number=number)
            page.summary = "Drafted."
            page.save_revision()
        rows = "".join(f"XY,{number},New {number},water\n" for number in range(first, first + 2 * size))
        with CaptureQueriesContext(connection) as captured:
            outcome = check(f"participant,number,title,keywords\n{rows}", editor)
        assert outcome.fates == {Fate.UNFINISHED: size, Fate.MADE: size}
        costs.append(len(captured))

    assert costs[2] == costs[1]


def test_many_published_stories_are_changed_for_what_few_cost(exhibition, lists, editor):
    costs = []
    for size in (2, 2, 30):
        first = len(costs) * 100 + 10
        for number in range(first, first + size):
            StoryPageFactory(parent=exhibition.gallery, number=number).save_revision().publish()
        rows = "".join(f"XY,{number},New {number},water\n" for number in range(first, first + size))
        with CaptureQueriesContext(connection) as captured:
            assert apply(f"participant,number,title,keywords\n{rows}", editor).fates == {Fate.PUBLISHED: size}
        costs.append(len(captured))

    assert costs[2] == costs[1]

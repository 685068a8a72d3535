"""Stories from a spreadsheet that are refused: mistakes, and what a person may not do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Workflow

from archive.importing import exporting
from archive.importing.run import apply, check
from archive.importing.table import Problem
from archive.models import Keyword, StoryPage
from tests.archive.story_rows import ALL, make_lists, may, published, sentences, told
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


def test_every_mistake_is_told_and_nothing_is_saved(exhibition, lists, editor):
    StoryPageFactory(parent=exhibition.other_gallery, number=1, slug="twice")
    text = (
        "participant,number,title,duration,eras,keywords,analysis_points\n"
        "XY,1,After,later,the fifties,sea,Water\n"
        "XY,2,-,,,,\n"
        "XY,3,,0:01:00,,,\n"
        "xy,4,x,,,,\n"
        "XY,none,x,,,,\n"
        "QQ,1,x,,,,\n"
        "ZZ,1,x,,,,\n"
        "XY,1,x,,,,\n"
        "XY,99999,x,,,,\n"
        ",,x,,,,\n"
    )
    before = told()

    outcome = apply(text, editor)

    add = "Correct it, or add it in “Archive” first."
    assert outcome.problems == [
        Problem("“later” is no duration; write hours:minutes:seconds, such as 0:04:30.", 2, "duration"),
        Problem(f"There is no era “the fifties”. {add}", 2, "eras"),
        Problem(f"There is no keyword “sea”. {add}", 2, "keywords"),
        Problem("“Water” may be “Element: Water” or “Place: Water”; write which.", 2, "analysis_points"),
        Problem(
            "“-” would empty this, and it can't be empty. Leave the cell blank to keep what it says.",
            3,
            "title",
        ),
        Problem("This story is not there yet; a new one needs a title.", 4, "title"),
        Problem("“xy” is no code; write the participant's, such as XY.", 5, "participant"),
        Problem("“none” is no number; write the story's, such as 1.", 6, "number"),
        Problem("There is no gallery of QQ.", 7, "participant"),
        Problem("Several stories have this number; give each its own first.", 8, "number"),
        Problem("Row 2 describes XY001 already; keep one of the two.", 9, "participant"),
        Problem("“99999” is no number; write the story's, such as 1.", 10, "number"),
        Problem("Write here the participant's, such as XY.", 11, "participant"),
    ]
    assert told() == before


def test_one_mistake_saves_nothing_of_the_other_rows(exhibition, lists, editor):
    before = told()

    apply(
        "participant,number,title,keywords\nXY,1,After,new\nXY,7,Made,\nQQ,1,x,\n", editor, make_keywords=True
    )

    assert told() == before


def test_a_keyword_that_is_too_long_is_not_made(exhibition, editor):
    outcome = check(f"participant,number,keywords\nXY,1,{'x' * 101}\n", editor, make_keywords=True)

    assert sentences(outcome) == [f"“{'x' * 30}…” has 101 characters; a keyword has at most 100."]


def test_who_may_not_add_keywords_makes_none(exhibition):
    permissions = [name for name in ALL if name != "archive.add_keyword"]
    user = may_edit(UserFactory(permissions=permissions), exhibition.page)

    outcome = apply("participant,number,keywords\nXY,1,sea\n", user, make_keywords=True)

    assert sentences(outcome) == ["There is no keyword “sea”. Correct it, or add it in “Archive” first."]
    assert Keyword.objects.count() == 0


def test_who_may_not_see_keywords_neither_changes_nor_reads_them(exhibition, lists, story):
    permissions = [name for name in ALL if "keyword" not in name]
    user = may_edit(UserFactory(permissions=permissions), exhibition.page)

    outcome = check("participant,number,keywords\nXY,1,water\n", user)

    assert outcome.problems == [
        Problem("You may not see these, so you can't change them; take the column out.", 1, "keywords")
    ]
    assert "keywords" not in "".join(exporting.stories(user)).splitlines()[0]


def test_a_hidden_gallery_answers_like_one_that_is_not_there(exhibition):
    user = may_edit(UserFactory(permissions=ALL), exhibition.gallery)

    outcome = apply("participant,number,title\nZZ,1,x\nZZ,7,x\nQQ,1,x\nQQ,7,x\n", user)

    assert [sentence.replace("ZZ", "QQ") for sentence in sentences(outcome)] == [
        "There is no gallery of QQ."
    ] * 4
    assert StoryPage.objects.count() == 3


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["change"], ["You may not add stories to XY."]),
        (["add"], ["You may not change the stories of XY."]),
        (["publish"], ["You may not write stories."]),
    ],
)
def test_what_one_may_not_do_to_pages_one_may_not_import(exhibition, actions, expected):
    user = may(UserFactory(permissions=ALL), exhibition.gallery, *actions)

    outcome = apply("participant,number,title\nXY,1,x\nXY,7,x\n", user)

    assert sentences(outcome) == expected
    assert StoryPage.objects.filter(title="x").count() == 0


def test_what_one_only_sees_one_does_not_write(exhibition):
    user = may_edit(UserFactory(permissions=ALL), exhibition.other_gallery)
    grant(user, exhibition.gallery)

    outcome = apply("participant,number,title\nXY,1,x\nXY,7,x\n", user)

    assert sentences(outcome) == ["You may not change the stories of XY.", "You may not add stories to XY."]


def test_a_story_that_is_locked_is_not_changed(story, editor):
    StoryPage.objects.filter(pk=story.pk).update(locked=True, locked_by=UserFactory())

    assert sentences(apply("participant,number,title\nXY,1,x\n", editor)) == [
        "This story is locked; whoever locked it can unlock it."
    ]
    StoryPage.objects.filter(pk=story.pk).update(locked_by=editor)
    assert sentences(apply("participant,number,title\nXY,1,x\n", editor)) == []


def test_a_story_that_waits_to_be_published_is_not_changed(story, editor):
    story.go_live_at = timezone.now() + timedelta(days=1)
    story.save_revision(approved_go_live_at=story.go_live_at)

    assert sentences(apply("participant,number,title\nXY,1,x\n", editor)) == [
        "This story waits for the day on which it is published; take it off the schedule first."
    ]


def test_a_story_that_is_being_reviewed_is_not_changed(story, editor):
    Workflow.objects.filter(active=True).first().start(story, editor)

    assert sentences(apply("participant,number,title\nXY,1,x\n", editor)) == [
        "This story is being reviewed; wait until that is done."
    ]

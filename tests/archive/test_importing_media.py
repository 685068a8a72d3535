"""Descriptions of media from a spreadsheet: what changes, what is refused, and who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from archive.importing import exporting
from archive.importing.run import Change, apply, check
from archive.importing.subject import Fate
from archive.importing.table import Problem
from archive.models import MediaItem
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.factories import GalleryPageFactory, MediaItemFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(exhibition):
    user = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    return may_edit(user, exhibition.page)


@pytest.fixture
def item(exhibition):
    return MediaItemFactory(
        gallery=exhibition.gallery,
        number=1,
        title="Before",
        alt_text="A lake.",
        translations={"hu": {"title": "Előtte"}},
    )


def described() -> list[tuple]:
    fields = ("gallery__code", "kind", "number", "title", "alt_text", "is_decorative", "translations")
    return list(MediaItem.objects.order_by("pk").values_list(*fields))


def test_a_file_is_looked_at_without_changing_anything(item, editor):
    before = described()

    outcome = check("key,title,alt_text\nXY/i/XY001.jpg,After,-\n", editor)

    assert outcome.problems == []
    assert outcome.changes == [
        Change(2, "XY/i/XY001.jpg", "title", "Before", "After"),
        Change(2, "XY/i/XY001.jpg", "alt_text", "A lake.", ""),
    ]
    assert outcome.fates == {Fate.CHANGED: 1}
    assert described() == before


@pytest.mark.parametrize("row", ["key,title\nXY/i/XY001.jpg,XY2", "name,kind,title\nXY001,Photo,XY2"])
def test_a_file_changes_what_it_says(item, editor, row):
    apply(row, editor)

    item.refresh_from_db()
    assert (item.title, item.alt_text, item.sort_key) == ("XY2", "A lake.", "xy0012")
    entry = ModelLogEntry.objects.get(action="wagtail.edit")
    assert (entry.object_id, entry.user) == (str(item.pk), editor)


def test_a_blank_cell_leaves_and_a_hyphen_empties(item, editor):
    text = "key,title,alt_text,decorative,title_hu,alt_text_hu\nXY/i/XY001.jpg,,-,yes,-,Egy tó.\n"

    apply(text, editor)

    item.refresh_from_db()
    assert (item.title, item.alt_text, item.is_decorative) == ("Before", "", True)
    assert item.translations == {"hu": {"alt_text": "Egy tó."}}


def test_what_was_taken_once_changes_nothing_when_it_is_taken_again(item, editor):
    text = 'key,title,alt_text,title_hu\nXY/i/XY001.jpg,After,"Two\r\nlines",Utána\n'
    apply(text, editor)
    before = described()

    again = apply(text, editor)

    assert (again.changes, again.subjects, again.rows) == ([], [], 1)
    assert described() == before
    assert ModelLogEntry.objects.count() == 1


def test_every_mistake_is_told_with_its_row_and_column_and_nothing_is_saved(item, editor):
    MediaItemFactory(gallery=item.gallery, number=2)
    before = described()
    text = (
        "key,title,decorative\n"
        "XY/i/XY001.jpg,After,perhaps\n"
        f"XY/i/XY002.jpg,{'x' * 201},\n"
        "XY/i/XY001.jpg,Again,\n"
        "XY/i/1.jpg,x,\n"
        "XY/i/XY009.jpg,x,\n"
        ",x,\n"
    )

    outcome = apply(text, editor)

    assert outcome.problems == [
        Problem("“perhaps” is neither yes nor no; write one of them.", 2, "decorative"),
        Problem("This has 201 characters; shorten it to 200.", 3, "title"),
        Problem("Row 2 describes XY/i/XY001.jpg already; keep one of the two.", 4, "key"),
        Problem("“XY/i/1.jpg” is no key; write one such as XY/i/XY001.jpg.", 5, "key"),
        Problem("There is no media item XY/i/XY009.jpg.", 6, "key"),
        Problem("Write here which file it is.", 7, "key"),
    ]
    assert described() == before


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("title\nx\n", ["This file describes neither media items nor stories"]),
        ("key,participant\nx,y\n", ["This file has columns of media items and of stories"]),
        ("kind,title\nphoto,x\n", ["A column is missing: give each file's key"]),
        (
            "key,colour\nXY/i/XY001.jpg,red\n",
            ["There is no such column for media items. They are: key, name"],
        ),
        ("name,kind\nXY001,film\n", ["“film” is no kind; write photo, voice or video."]),
        ("name,kind\nXY000,photo\n", ["“XY000” is no name; write one such as XY001."]),
        ("name,kind\n,photo\n", ["Write here which file it is."]),
        ("key,name\nXY/i/XY001.jpg,XY002\n", ["“XY002” is not the name of XY/i/XY001.jpg."]),
        ("key,title\nXY/i/XY001.jpg,x,,y\n", ["This row has more cells than there are names of columns."]),
    ],
)
def test_a_file_that_does_not_say_which_media_it_is_about_is_refused(item, editor, text, problems):
    outcome = check(text, editor)

    assert [
        problem.sentence[: len(start)] for problem, start in zip(outcome.problems, problems, strict=True)
    ] == (problems)


def test_a_hidden_gallery_answers_like_one_that_is_not_there(exhibition, sign_in):
    MediaItemFactory(gallery=exhibition.other_gallery, number=1)
    user = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    editor = may_edit(user, exhibition.gallery)

    outcome = check("key,title\nZZ/i/ZZ001.jpg,x\nQQ/i/QQ001.jpg,x\n", editor)

    sentences = [problem.sentence.replace("ZZ", "QQ") for problem in outcome.problems]
    assert sentences == ["There is no media item QQ/i/QQ001.jpg."] * 2


def test_what_one_only_sees_one_does_not_describe(exhibition, item):
    viewer = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    grant(viewer, exhibition.gallery)

    outcome = apply("key,title\nXY/i/XY001.jpg,x\n", viewer)

    assert [problem.sentence for problem in outcome.problems] == [
        "You may not change what is said of the media of XY."
    ]


def test_who_may_not_change_media_describes_none(exhibition, item):
    user = UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_mediaitem"])

    outcome = apply("key,title\nXY/i/XY001.jpg,x\n", may_edit(user, exhibition.page))

    assert [problem.sentence for problem in outcome.problems] == [
        "You may not change what is said of media items."
    ]


def test_what_is_written_is_taken_again_unchanged(exhibition, item, editor):
    awkward = ["=1+1", "-", "'=x", "''", "@x", 'a;b, "c"', "two\r\nlines", " "]
    for number, text in enumerate(awkward, start=2):
        title = text.split("\r")[0]
        MediaItemFactory(gallery=exhibition.gallery, number=number, title=title, alt_text=text)
    written = "".join(exporting.media(editor))

    outcome = check(written.removeprefix("\ufeff"), editor)

    assert (outcome.problems, outcome.changes, outcome.rows) == ([], [], len(awkward) + 1)
    assert not any(
        cell.startswith(("=", "-", "@")) for line in written.splitlines() for cell in line.split(",")
    )


def test_what_is_written_can_be_edited_and_taken_again(item, editor):
    written = "".join(exporting.media(editor)).removeprefix("\ufeff")

    outcome = apply(written.replace("Before", "After"), editor)

    assert [(change.column, change.after) for change in outcome.changes] == [("title", "After")]
    item.refresh_from_db()
    assert (item.title, item.translations) == ("After", {"hu": {"title": "Előtte"}})


def test_only_what_one_may_describe_is_written(exhibition, item):
    MediaItemFactory(gallery=exhibition.other_gallery, number=1, title="Hidden")
    third = MediaItemFactory(gallery=GalleryPageFactory(parent=exhibition.page, code="TT"), number=1)
    user = may_edit(UserFactory(permissions=OF_MODELS), exhibition.gallery)
    grant(user, third.gallery)

    written = "".join(exporting.media(user))

    assert [line.split(",")[0] for line in written.splitlines()[1:]] == ["XY/i/XY001.jpg"]


def test_many_rows_cost_what_few_cost(exhibition, editor):
    costs = []
    for size in (2, 2, 60):
        first = len(costs) * 100 + 1
        for number in range(first, first + size):
            MediaItemFactory(gallery=exhibition.gallery, number=number)
        rows = "".join(f"XY/i/XY{number:03d}.jpg,New {number}\n" for number in range(first, first + size))
        with CaptureQueriesContext(connection) as captured:
            assert apply(f"key,title\n{rows}", editor).fates == {Fate.CHANGED: size}
        costs.append(len(captured))

    assert costs[2] == costs[1]

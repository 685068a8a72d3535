"""The pages of descriptions from a spreadsheet: seen first, saved then, by who may."""

import base64
import csv
import io
import random
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive.admin.importing_forms import packed, unpacked
from archive.importing.table import Unreadable
from archive.models import Keyword, MediaItem, StoryPage
from tests.archive.test_admin_privacy import OF_MODELS, may_edit, text
from tests.factories import MediaItemFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
LOOK, APPLY, EXPORT = (f"/admin/descriptions/{place}" for place in ("", "apply/", "export/"))
MEDIA = "key,title\nXY/i/XY001.jpg,After\n"


@pytest.fixture
def editor(exhibition):
    return may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS]), exhibition.page)


@pytest.fixture
def browser(editor, sign_in):
    return sign_in(editor)


@pytest.fixture
def item(exhibition):
    return MediaItemFactory(gallery=exhibition.gallery, number=1, title="Before")


def look(browser, content, **fields):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(LOOK, {"file": SimpleUploadedFile("a.csv", content)} | fields)


def again(answer) -> dict:
    """What the button below what was seen sends."""
    return {"text": answer.context["again"]["text"].value()}


def messages(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_what_was_seen_is_saved_when_it_is_sent_again(item, browser):
    seen = look(browser, MEDIA)
    between = MediaItem.objects.get().title
    saved = browser.post(APPLY, again(seen), follow=True)

    assert "Nothing is saved yet." in text(seen)
    assert "One media item is changed." in text(seen)
    assert between == "Before"
    assert messages(saved) == "One media item was changed."
    assert MediaItem.objects.get().title == "After"


def test_a_file_that_was_saved_says_that_it_changes_nothing(item, browser):
    first = look(browser, MEDIA)
    browser.post(APPLY, again(first))

    second = look(browser, MEDIA)
    third = browser.post(APPLY, again(first), follow=True)

    assert "Nothing would change." in text(second)
    assert second.context["again"] is None
    assert messages(third) == "Nothing was changed. The file says what is there already."


def test_mistakes_are_listed_and_there_is_nothing_to_save(item, browser):
    answer = look(browser, "key,title,decorative\nXY/i/XY001.jpg,After,perhaps\n")

    assert "Nothing was changed: 1 thing to mend first." in text(answer)
    assert "<td>2</td><td><code>decorative</code></td><td>“perhaps” is neither yes nor no" in text(answer)
    assert answer.context["again"] is None


def test_what_became_wrong_since_it_was_seen_is_not_saved(item, browser):
    seen = look(browser, MEDIA)
    item.delete()

    answer = browser.post(APPLY, again(seen))

    assert "There is no media item XY/i/XY001.jpg." in text(answer)
    assert MediaItem.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"key,title\nXY/i/XY001.jpg,\xe1\n", "This file is not in UTF-8: in line 2"),
        (b"key,title\nXY/i/XY001.jpg,a\0b\n", "Line 2 has a NUL character"),
        (b"", "This file is empty."),
        (b"key,title\n" + b"XY/i/XY001.jpg,x\n" * 100_000, "This file has more than 5,000 rows."),
        (b"key,title\n" + b"x" * 9_000_000, "This file is too large to be looked at in one go."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "This file is not in UTF-8: at the beginning of line 1"),
    ],
)
def test_a_file_that_is_no_table_says_so(item, browser, content, sentence):
    answer = look(browser, content)

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert MediaItem.objects.get().title == "Before"


def test_no_file_says_so(browser):
    assert "Choose a file." in text(browser.post(LOOK, {}))


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "nonsense",
        base64.b64encode(b"nonsense").decode(),
        base64.b64encode(zlib.compress(b"\xff\xfe")).decode(),
        base64.b64encode(zlib.compress(b"key,title\n" + b"x" * 9_000_000)).decode(),
        base64.b64encode(zlib.compress(MEDIA.encode())[:-8]).decode(),
    ],
)
def test_what_is_sent_again_garbled_changes_nothing(item, browser, sent):
    answer = browser.post(APPLY, {"text": sent}, follow=True)

    assert messages(answer) != ""
    assert MediaItem.objects.get().title == "Before"


def test_what_is_sent_again_is_looked_at_again(item, browser):
    bad = {"text": packed("key,title\nXY/i/XY001.jpg,a\0b\n")}

    assert "NUL character" in text(browser.post(APPLY, bad))
    assert MediaItem.objects.get().title == "Before"


def test_a_text_is_packed_and_unpacked():
    long = "ő" * 4_000_000

    assert unpacked(packed(long)) == long
    with pytest.raises(Unreadable, match="too large"):
        packed(random.Random(1).randbytes(2_000_000).hex())


def test_keywords_are_made_only_if_that_was_asked_and_seen(exhibition, browser):
    content = "participant,number,keywords\nXY,1,sea\n"

    plain = look(browser, content)
    seen = look(browser, content, make_keywords="on")
    browser.post(APPLY, again(seen))
    without = Keyword.objects.count()
    saved = browser.post(APPLY, again(seen) | {"make_keywords": "on"}, follow=True)

    assert "There is no keyword “sea”." in text(plain)
    assert "New keywords: sea." in text(seen)
    assert '<input type="hidden" name="make_keywords" value="on">' in text(seen)
    assert without == 0
    assert messages(saved) == "One story was changed, and published at once. New keywords: sea."
    assert [keyword.name for keyword in StoryPage.objects.get(pk=exhibition.story.pk).keywords.all()] == [
        "sea"
    ]


def test_drafts_are_said_to_be_drafts(exhibition, sign_in):
    user = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    browser = sign_in(may_edit(user, exhibition.gallery))
    user.groups.get().page_permissions.filter(permission__codename="publish_page").delete()

    answer = look(browser, "participant,number,title\nXY,1,x\nXY,2,x\nXY,9,x\n")

    assert "2 stories are changed as drafts: you may not publish them" in text(answer)
    assert "One story is made, as a draft." in text(answer)


def test_only_so_many_changes_are_listed(exhibition, browser, monkeypatch):
    monkeypatch.setattr("archive.admin.importing.SHOWN", 1)

    answer = look(browser, "participant,number,title\nXY,1,First\nXY,2,Second\n")

    assert "First" in text(answer)
    assert "Second" not in text(answer)
    assert "And 1 more cells" in text(answer)


@pytest.mark.parametrize(
    ("asked", "name", "rows"),
    [
        ("what=media", "media.csv", [["XY/i/XY001.jpg", "Before"]]),
        ("what=media&gallery=ZZ", "media-zz.csv", []),
        ("what=stories&gallery=ZZ", "stories-zz.csv", [["ZZ", "1"]]),
        ("what=stories", "stories.csv", [["XY", "1"], ["XY", "2"], ["ZZ", "1"]]),
    ],
)
def test_what_is_there_can_be_downloaded(item, browser, asked, name, rows):
    answer = browser.get(f"{EXPORT}?{asked}")

    assert answer.streaming
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert [line[:2] for line in csv.reader(io.StringIO(text(answer)))][1:] == rows


def test_what_was_downloaded_can_be_sent_back(item, browser):
    for what in ("media", "stories"):
        written = text(browser.get(f"{EXPORT}?what={what}"))

        assert "Nothing would change." in text(look(browser, written))


@pytest.mark.parametrize("asked", ["", "what=users", "what=media&gallery=QQ"])
def test_what_can_not_be_downloaded_says_so(browser, asked):
    assert "Choose what to download" in messages(browser.get(f"{EXPORT}?{asked}", follow=True))


def test_a_hidden_gallery_is_not_offered_and_answers_like_none(exhibition, sign_in):
    MediaItemFactory(gallery=exhibition.other_gallery, number=1, title="Canary item")
    user = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    browser = sign_in(may_edit(user, exhibition.gallery))
    content = "key,title\nZZ/i/ZZ001.jpg,x\nZZ/i/ZZ002.jpg,x\n"

    answers = [
        browser.get(LOOK),
        browser.get(f"{EXPORT}?what=media"),
        browser.get(f"{EXPORT}?what=media&gallery=ZZ", follow=True),
        look(browser, content),
        look(browser, "participant,number,title\nZZ,1,\nZZ,8,x\n"),
        browser.post(APPLY, {"text": packed(content)}),
    ]

    for answer in answers:
        assert "Canary other" not in text(answer)
        assert "Canary item" not in text(answer)


@pytest.mark.parametrize(
    ("permissions", "pages", "may"),
    [
        ([], [], False),
        (["archive.view_mediaitem", "archive.add_mediaitem"], [], False),
        (["archive.change_mediaitem"], [], True),
        ([], ["gallery"], True),
    ],
)
def test_who_may_import(exhibition, sign_in, permissions, pages, may):
    user = UserFactory(permissions=["wagtailadmin.access_admin", *permissions])
    grant(user, exhibition.page)
    browser = sign_in(may_edit(user, *(getattr(exhibition, name) for name in pages)))

    statuses = [
        browser.get(LOOK).status_code,
        browser.post(LOOK, {}).status_code,
        browser.get(f"{EXPORT}?what={'stories' if pages else 'media'}").status_code,
    ]

    assert statuses == ([200, 200, 200] if may else [302, 302, 302])
    assert (f'{LOOK}"' in text(browser.get(reverse("wagtailadmin_home")))) == may


def test_a_researcher_with_pages_elsewhere_is_not_asked_in(exhibition, researcher, sign_in):
    may_edit(researcher, exhibition.page.get_siblings(inclusive=False).first())

    assert sign_in(researcher).get(LOOK).status_code == 302


def test_nothing_is_saved_by_get(item, browser):
    assert browser.get(f"{APPLY}?text={packed(MEDIA)}").status_code == 405
    assert browser.post(EXPORT, {"what": "media"}).status_code == 405

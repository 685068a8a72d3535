"""Uploading media in the editors' workroom: who may, what the page tells, and that it stays quick."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive import tasks
from archive.admin import upload as page
from archive.intake import limits, reception
from archive.models import MediaItem, Upload
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.archive.upload_files import objects, photograph
from tests.factories import MediaItemFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
ADD = ["wagtailadmin.access_admin", "archive.add_mediaitem"]
UPLOAD = "/admin/snippets/archive/mediaitem/upload/"
STATES = UPLOAD + "states/"
UNKNOWN_CHOICE = "Select a valid choice. That choice is not one of the available choices."
SCRIPTS = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def editor(exhibition):
    """Edits XY; of ZZ he may not know."""
    return may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS]), exhibition.gallery)


def sent(*contents) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{place}.jpg", content) for place, content in enumerate(contents, 1)]


def post(browser, gallery, *contents, **options):
    return browser.post(UPLOAD, {"gallery": gallery.pk, "files": sent(*contents)}, **options)


def uploads_of(user, gallery, number, **fields) -> list[Upload]:
    row = {"gallery": gallery, "by": user, "size": 1} | fields
    return Upload.objects.bulk_create(Upload(file_name=f"{place}.jpg", **row) for place in range(number))


def asked(browser, *uploads) -> list[dict]:
    answer = browser.get(STATES, {"id": [str(upload.uuid) for upload in uploads]}, headers=SCRIPTS)
    return answer.json()["uploads"]


def test_several_files_are_received_without_a_script(exhibition, editor, sign_in):
    browser = sign_in(editor)

    answer = post(browser, exhibition.gallery, photograph(), b"<html>")

    assert (answer.status_code, answer.url) == (302, f"{UPLOAD}?gallery={exhibition.gallery.pk}")
    uploads = Upload.objects.order_by("pk")
    assert [(upload.file_name, upload.by, upload.gallery, upload.state) for upload in uploads] == [
        ("1.jpg", editor, exhibition.gallery, "waiting"),
        ("2.jpg", editor, exhibition.gallery, "waiting"),
    ]
    assert objects() == sorted(f"incoming/{upload.uuid}" for upload in uploads)
    shown = browser.get(answer.url).content.decode()
    assert shown.count("Waiting to be read.") == 2
    assert f'<option value="{exhibition.gallery.pk}" selected>' in shown


def test_what_was_received_is_read_and_told(exhibition, editor, sign_in):
    browser = sign_in(editor)
    post(browser, exhibition.gallery, photograph(), b"<html>", photograph())
    uploads = list(Upload.objects.order_by("pk"))

    for upload in uploads:
        tasks.file_upload(upload.pk)

    item = MediaItem.objects.get()
    edit = reverse("wagtailsnippets_archive_mediaitem:edit", args=[item.pk])
    told = {upload["name"]: upload for upload in asked(browser, *uploads)}
    assert told["1.jpg"] == {
        "uuid": str(uploads[0].uuid),
        "name": "1.jpg",
        "code": "XY",
        "size": told["1.jpg"]["size"],
        "state": "filed",
        "sentence": "Filed as XY001. The place (GPS) that was written in it was taken out.",
        "link": {"words": "Describe XY001", "address": edit},
    }
    assert told["2.jpg"]["sentence"].startswith("This file is a web page (HTML).")
    assert (told["2.jpg"]["state"], told["2.jpg"]["link"]) == ("refused", None)
    assert told["3.jpg"]["sentence"] == "It is there already, as XY001: XY001"
    assert told["3.jpg"]["link"] == {"words": "Look at XY001", "address": edit}
    shown = browser.get(UPLOAD).content.decode()
    assert all(upload["sentence"] in shown for upload in told.values())
    assert browser.get(edit).status_code == 200


def test_script_is_answered_with_what_became_of_its_file(exhibition, editor, sign_in):
    answer = post(sign_in(editor), exhibition.gallery, photograph(), headers=SCRIPTS)

    upload = Upload.objects.get()
    assert answer.status_code == 201
    assert [(told["uuid"], told["state"]) for told in answer.json()["uploads"]] == [
        (str(upload.uuid), "waiting")
    ]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"gallery": "", "files": sent(b"-")}, "Choose whose media these are."),
        (
            {"gallery": "999999", "files": sent(b"-")},
            UNKNOWN_CHOICE,
        ),
        ({"gallery": "XY"}, "Choose one file or more."),
    ],
)
def test_form_that_is_not_whole_is_answered_with_a_sentence(exhibition, editor, sign_in, form, problem):
    if form["gallery"] == "XY":
        form = {"gallery": exhibition.gallery.pk}
    browser = sign_in(editor)

    answer = browser.post(UPLOAD, form, headers=SCRIPTS)

    assert (answer.status_code, answer.json()) == (400, {"problem": problem})
    assert problem in browser.post(UPLOAD, form).content.decode()
    assert (Upload.objects.count(), objects()) == (0, [])


def test_empty_and_too_large_files_are_told_of(exhibition, editor, sign_in, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    browser = sign_in(editor)

    post(browser, exhibition.gallery, b"", bytes(101))

    assert [upload.state for upload in Upload.objects.order_by("pk")] == ["waiting", "refused"]
    tasks.file_upload(Upload.objects.get(size=0).pk)
    shown = browser.get(UPLOAD).content.decode()
    assert "This file is empty. Look whether it was copied whole, and upload it again." in shown
    assert "This file has 101 bytes. A photograph can have 250 MB" in shown


def test_name_is_shown_and_never_run(exhibition, editor, sign_in):
    browser = sign_in(editor)
    file = SimpleUploadedFile("a.jpg", b"-")
    file._name = "x\u202e<script>alert(1)<&.jpg"

    browser.post(UPLOAD, {"gallery": exhibition.gallery.pk, "files": [file]})

    shown = browser.get(UPLOAD).content.decode()
    assert "x&lt;script&gt;alert(1)&lt;&amp;.jpg" in shown
    assert "<script>alert(1)" not in shown


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [UPLOAD, STATES])
def test_who_may_add_no_media_gets_no_answer(exhibition, sign_in, method, address):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    others = [permission for permission in OF_MODELS if permission != "archive.add_mediaitem"]
    describes = may_edit(UserFactory(permissions=["wagtailadmin.access_admin", *others]), exhibition.page)
    for person in (None, UserFactory(), viewer, describes):
        browser = sign_in(person)
        form = {"gallery": exhibition.gallery.pk, "files": sent(photograph())} if method == "post" else {}

        answers = [getattr(browser, method)(address, form, headers=headers) for headers in ({}, SCRIPTS)]

        assert [answer.status_code for answer in answers] == [302, 403]
        assert "Canary" not in answers[1].content.decode()
    assert (Upload.objects.count(), objects()) == (0, [])


def test_nothing_can_be_uploaded_for_a_gallery_that_one_may_not_know_of(exhibition, editor, sign_in):
    browser = sign_in(editor)

    answer = post(browser, exhibition.other_gallery, photograph())

    assert (answer.status_code, Upload.objects.count(), objects()) == (200, 0, [])
    shown = browser.get(UPLOAD).content.decode()
    assert "Canary gallery (XY)" in shown
    assert "Canary other gallery" not in shown


def test_states_are_told_to_who_has_uploaded_alone(exhibition, editor, sign_in):
    other = may_edit(UserFactory(permissions=[*ADD]), exhibition.page)
    uploads = uploads_of(editor, exhibition.gallery, 1) + uploads_of(None, exhibition.gallery, 1)

    assert len(asked(sign_in(editor), *uploads)) == 1
    assert asked(sign_in(other), *uploads) == []
    assert "0.jpg" not in sign_in(other).get(UPLOAD).content.decode()


def test_states_of_a_gallery_that_one_may_no_longer_know_of_are_not_told(exhibition, editor, sign_in):
    [upload] = uploads_of(editor, exhibition.other_gallery, 1)

    assert asked(sign_in(editor), upload) == []
    assert "0.jpg" not in sign_in(editor).get(UPLOAD).content.decode()


def test_item_that_one_may_no_longer_know_of_is_not_named(exhibition, editor, sign_in):
    item = MediaItemFactory(gallery=exhibition.other_gallery, number=7, title="Canary item")
    uploads = [
        *uploads_of(editor, exhibition.gallery, 1, state="duplicate", item=item),
        *uploads_of(editor, exhibition.gallery, 1, state="filed", item=item),
        *uploads_of(editor, exhibition.gallery, 1, state="filed"),
    ]

    told = asked(sign_in(editor), *uploads)

    assert {(upload["sentence"], upload["link"]) for upload in told} == {
        ("It is there already.", None),
        ("It was filed, and what it became is gone since.", None),
    }


def test_who_may_not_change_media_gets_no_link(exhibition, sign_in):
    person = may_edit(UserFactory(permissions=ADD), exhibition.gallery)
    item = MediaItemFactory(gallery=exhibition.gallery, number=7)
    uploads = uploads_of(person, exhibition.gallery, 1, state="filed", item=item)

    assert [(told["sentence"], told["link"]) for told in asked(sign_in(person), *uploads)] == [
        ("Filed as XY007.", None)
    ]


def test_what_a_worker_notes_meanwhile_is_not_shown(exhibition, editor, sign_in):
    uploads = uploads_of(editor, exhibition.gallery, 1, state="working", message="2026-01-01T00:00:00+00:00")

    assert [told["sentence"] for told in asked(sign_in(editor), *uploads)] == ["Being read."]


def test_nonsense_is_asked_about_in_vain(exhibition, editor, sign_in):
    answer = sign_in(editor).get(STATES, {"id": ["", "x", "../", "00000000-0000-4000-8000-000000000000"]})

    assert answer.json() == {"uploads": []}


def test_page_lists_the_recent_ones_the_newest_first(exhibition, editor, sign_in):
    old, first, second = uploads_of(editor, exhibition.gallery, 3)
    Upload.objects.filter(pk=old.pk).update(created_at=timezone.now() - page.RECENT - timedelta(minutes=1))

    shown = sign_in(editor).get(UPLOAD).context["uploads"]

    assert [upload["uuid"] for upload in shown] == [str(second.uuid), str(first.uuid)]


def cost(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_page_and_states_cost_the_same_for_little_and_much(exhibition, editor, sign_in):
    browser, costs = sign_in(editor), []
    for number in (2, 2, page.MOST_ASKED):
        Upload.objects.all().delete()
        uploads = uploads_of(editor, exhibition.gallery, number, state="filed")
        for place, upload in enumerate(uploads, 1):
            item, _ = MediaItem.objects.get_or_create(gallery=exhibition.gallery, kind="photo", number=place)
            Upload.objects.filter(pk=upload.pk).update(item=item)
        costs.append((cost(partial(browser.get, UPLOAD)), cost(partial(asked, browser, *uploads))))

    assert costs[2] == costs[1]
    assert costs[2][1] <= 10


def test_menu_and_list_lead_to_the_page(exhibition, editor, sign_in):
    browser = sign_in(editor)

    assert UPLOAD in browser.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{UPLOAD}"' in browser.get("/admin/snippets/archive/mediaitem/").content.decode()
    reads = may_edit(
        UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_mediaitem"]), exhibition.page
    )
    assert UPLOAD not in sign_in(reads).get("/admin/snippets/archive/mediaitem/").content.decode()


def test_upload_that_can_not_be_stored_is_no_row(exhibition, editor, sign_in, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(reception.hints, "look_at", full)

    with pytest.raises(OSError, match="No space left"):
        post(sign_in(editor), exhibition.gallery, photograph())

    assert (Upload.objects.count(), objects()) == (0, [])

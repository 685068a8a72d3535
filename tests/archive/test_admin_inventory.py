"""The inventory in Wagtail's Reports: for whom it is, and what it tells of what one may not know."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from archive.models import InventoryRun, StoredObject
from tests.factories import MediaItemFactory, UserFactory

MAY = ["wagtailadmin.access_admin", "archive.view_inventoryrun"]


@pytest.fixture
def run(db):
    return InventoryRun.objects.create(found=1234, finished_at=timezone.now())


@pytest.fixture
def archivist(db):
    return UserFactory(permissions=[*MAY, "archive.view_exhibitionpage"])


def editor_of(gallery):
    """Somebody who edits one gallery and may read the inventory."""
    group = Group.objects.create(name="Editors of one gallery")
    GroupPagePermission.objects.create(group=group, page=gallery, permission_type="change")
    person = UserFactory(permissions=MAY)
    person.groups.add(group)
    return person


def read(browser):
    answer = browser.get(reverse("archive_inventory:inventory"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("permissions", [MAY[:1], MAY[1:], []])
def test_inventory_is_for_who_may_read_it(run, sign_in, permissions):
    answer = sign_in(UserFactory(permissions=permissions)).get(reverse("archive_inventory:inventory"))

    assert answer.status_code == 302


def test_inventory_is_in_the_menu_of_who_may_read_it(run, archivist, sign_in):
    address = reverse("archive_inventory:inventory")
    other = UserFactory(permissions=MAY[:1])

    assert address in sign_in(archivist).get("/admin/").content.decode()
    assert address not in sign_in(other).get("/admin/").content.decode()


def test_inventory_tells_the_whole_to_who_sees_everything(exhibition, run, archivist, sign_in):
    MediaItemFactory(gallery=exhibition.gallery, number=1, is_missing=True)
    MediaItemFactory(gallery=exhibition.gallery, number=2, is_changed=True)
    MediaItemFactory(gallery=exhibition.gallery, number=3)
    for key in ("XY/i/XY003.jpg", "AB/i/AB001.jpg", "thumbnails/AB001.jpg"):
        StoredObject.objects.create(key=key, size=7, run=run, modified_at=datetime(2026, 5, 4, tzinfo=UTC))

    page = read(sign_in(archivist))

    assert "It found 1,234 objects." in page
    for heading in ("Missing: 1", "Changed: 1", "Belonging to nothing: 1"):
        assert heading in page
    assert [key in page for key in ("XY/i/XY001.jpg", "XY/i/XY002.jpg", "XY/i/XY003.jpg")] == [
        True,
        True,
        False,
    ]
    assert [key in page for key in ("AB/i/AB001.jpg", "thumbnails/AB001.jpg")] == [True, False]


def test_inventory_tells_an_editor_of_what_he_may_know_alone(exhibition, run, sign_in):
    MediaItemFactory(gallery=exhibition.gallery, number=1, is_missing=True)
    MediaItemFactory(gallery=exhibition.other_gallery, number=1, is_missing=True, title="Hidden")
    MediaItemFactory(gallery=exhibition.other_gallery, number=2, is_changed=True, title="Hidden")
    StoredObject.objects.create(key="AB/i/AB001.jpg", size=7, run=run)

    page = read(sign_in(editor_of(exhibition.gallery)))

    assert "Missing: 1" in page and "Changed: 0" in page
    assert "XY/i/XY001.jpg" in page
    assert [
        word for word in ("Hidden", "Canary other", "ZZ/", "AB001", "Belonging", "1,234") if word in page
    ] == []


def test_inventory_that_was_never_taken_says_so(db, archivist, sign_in):
    InventoryRun.objects.create()

    assert "No inventory has been taken yet." in read(sign_in(archivist))


@pytest.mark.parametrize("count", [1, 300])
def test_inventory_costs_the_same_for_little_and_much(
    exhibition, run, archivist, sign_in, django_assert_num_queries, count
):
    for number in range(1, count + 1):
        MediaItemFactory(gallery=exhibition.gallery, number=number, is_missing=True)
    StoredObject.objects.bulk_create(
        StoredObject(key=f"AB/i/{number}.jpg", size=7, run=run) for number in range(count)
    )
    browser = sign_in(archivist)
    read(browser)

    with django_assert_num_queries(15):
        page = read(browser)
    assert ("Only the first 200 are listed here." in page) is (count > 200)

"""The report of who opened what: for whom, of whom, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Opening
from tests.archive.test_admin_privacy import may_edit, text
from tests.archive.test_admin_reports import address, rows
from tests.factories import MediaItemFactory, UserFactory

pytestmark = pytest.mark.django_db


def opened(item, person, **fields):
    return Opening.objects.create(
        **{"at": timezone.now(), "opened_by": "gallerypage user 1"} | fields,
        user=person,
        user_number=person.pk,
        item=item,
        item_uuid=item.uuid,
        gallery_uuid=item.gallery.uuid,
    )


def keeper_of(page):
    return may_edit(UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_opening"]), page)


@pytest.fixture
def keeper(exhibition):
    return keeper_of(exhibition.gallery)


@pytest.fixture
def vera(exhibition):
    """She opened something of both participants."""
    vera = UserFactory(username="vera")
    for gallery in (exhibition.gallery, exhibition.other_gallery):
        opened(MediaItemFactory(gallery=gallery, number=1), vera)
    return vera


def test_openings_of_known_participants_are_told(exhibition, keeper, vera, sign_in):
    told = rows(sign_in(keeper), "openings")

    assert [row[1:5] for row in told] == [["vera", "Canary gallery", "XY001", "gallerypage user 1"]]
    assert "Canary other" not in text(sign_in(keeper).get(address("openings")))


def test_openings_are_told_per_participant_viewer_and_day(exhibition, vera, sign_in):
    browser = sign_in(keeper_of(exhibition.page))
    yesterday = timezone.now() - timedelta(days=2)
    opened(MediaItemFactory(gallery=exhibition.gallery, number=2), UserFactory(username="otto"), at=yesterday)

    of_xy = rows(browser, "openings", gallery=exhibition.gallery.pk)
    of_vera = rows(browser, "openings", user=vera.pk)
    of_today = rows(browser, "openings", at_from=f"{timezone.now():%Y-%m-%d}")

    assert [row[1] for row in of_xy] == ["vera", "otto"]
    assert [row[3] for row in of_vera] == ["ZZ001", "XY001"]
    assert [row[1] for row in of_today] == ["vera", "vera"]


def test_what_was_deleted_is_told_by_its_number(exhibition, keeper, vera, sign_in):
    number, item = vera.pk, Opening.objects.get(gallery_uuid=exhibition.gallery.uuid).item
    vera.delete()
    item.delete()

    told = rows(sign_in(keeper), "openings")

    assert told[0][1:4] == [f"deleted person {number}", "Canary gallery", f"deleted item {item.uuid}"]


def test_the_report_is_for_those_with_the_permission(exhibition, vera, sign_in):
    editor = may_edit(UserFactory(permissions=["wagtailadmin.access_admin"]), exhibition.page)

    answer = sign_in(editor).get(address("openings"))

    assert answer.status_code == 302
    assert "vera" not in answer.content.decode()


def test_the_report_costs_the_same_for_little_and_much(exhibition, keeper, vera, sign_in):
    browser, costs = sign_in(keeper), []
    for size in (1, 1, 12):
        for _ in range(size):
            person = UserFactory()
            opened(MediaItemFactory(gallery=exhibition.gallery, number=Opening.objects.count() + 10), person)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address("openings")).status_code == 200
        costs.append(len(captured))

    assert costs[2] == costs[1]

"""The record of who opened what, and that a changed row in it is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from archive import openings
from archive.models import Opening
from tests.factories import MediaItemFactory, StoryMediaFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


def asked_by(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


@pytest.fixture
def log(exhibition):
    """Three people opened two items each; all rows are chained."""
    items = [MediaItemFactory(gallery=exhibition.gallery, number=number) for number in (1, 2)]
    for person in UserFactory.create_batch(3):
        openings.record(items, request=asked_by(person), opened_by="gallerypage user 1")
    while openings.chain():
        pass
    return Opening.objects.order_by("number")


def test_a_row_tells_who_what_when_and_by_which_grant(exhibition, django_assert_num_queries):
    item, person = MediaItemFactory(gallery=exhibition.gallery), UserFactory()

    with django_assert_num_queries(1):
        openings.record([item], request=asked_by(person), opened_by="storypage group 7")

    row = Opening.objects.get()
    assert (row.user, row.item, row.gallery_uuid, row.opened_by) == (
        person,
        item,
        exhibition.gallery.uuid,
        "storypage group 7",
    )
    assert timezone.now() - row.at < timedelta(minutes=1)
    assert (row.number, row.digest) == (None, "")


def test_a_chain_numbers_all_rows_once(log):
    assert list(log.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert openings.chain() == 0
    assert list(openings.findings()) == []


def test_a_chain_goes_on_where_it_ended(log):
    before = openings.head()
    openings.record([log[0].item], request=asked_by(log[0].user), opened_by="gallerypage user 1")
    openings.chain()

    assert openings.head().number == before.number + 1
    assert list(openings.findings(before)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"user_number": 99},
        {"opened_by": "another"},
        {"at": timezone.now() - timedelta(days=1)},
        {"item_uuid": "00000000-0000-4000-8000-000000000000"},
        {"gallery_uuid": "00000000-0000-4000-8000-000000000000"},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_row_is_found(log, change):
    Opening.objects.filter(number=3).update(**change)

    assert "Row 3 is not what was written." in list(openings.findings())


def test_a_row_that_was_taken_out_is_found(log):
    Opening.objects.filter(number__in=[3, 4]).delete()

    assert list(openings.findings()) == ["Rows 3 to 4 are missing."]


def test_rows_that_were_cut_off_are_found_by_the_head_that_was_kept(log):
    kept = openings.head()
    Opening.objects.filter(number__gte=5).delete()

    assert list(openings.findings()) == []
    assert list(openings.findings(kept)) == ["The log does not hold row 6 as it was when its head was kept."]


def test_the_whole_chain_made_anew_is_found_by_the_head_that_was_kept(log):
    kept = openings.head()
    Opening.objects.filter(number=2).update(user_number=99)
    Opening.objects.update(number=None, digest="")
    openings.chain()

    assert list(openings.findings()) == []
    assert len(list(openings.findings(kept))) == 1


def test_a_person_and_an_item_may_go_and_their_rows_stay_whole(log):
    row = log[0]
    row.user.delete()
    row.item.delete()

    row.refresh_from_db()
    assert (row.user, row.item) == (None, None)
    assert list(openings.findings()) == []


def test_rows_that_wait_too_long_are_told(log):
    Opening.objects.create(
        at=timezone.now() - timedelta(hours=1),
        user_number=1,
        item_uuid=log[0].item_uuid,
        gallery_uuid=log[0].gallery_uuid,
        opened_by="gallerypage user 1",
    )

    assert [finding[:6] for finding in openings.findings()] == ["1 rows"]


def test_the_command_prints_the_head_and_fails_on_any_finding(log):
    out = StringIO()
    call_command("verify_log", stdout=out)
    kept = out.getvalue().rpartition(" ")[2].strip()
    call_command("verify_log", head=openings.Head(int(kept.split(":")[0]), kept.split(":")[1]), stdout=out)
    Opening.objects.filter(number=1).update(user_number=99)

    errors = StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_log", stdout=out, stderr=errors)
    assert errors.getvalue() == "Row 1 is not what was written.\n"


def test_a_head_that_none_was_is_refused():
    with pytest.raises(CommandError, match="A head is what this command printed"):
        call_command("verify_log", "--head", "nonsense")


def test_the_log_is_checked_in_few_queries(log, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert list(openings.findings()) == []


@pytest.fixture
def shown(exhibition):
    """Two photographs and a voice in a story, one photograph of which is missing."""
    for number, fields in enumerate([{}, {"is_missing": True}, {"kind": "voice"}], start=1):
        item = MediaItemFactory(gallery=exhibition.gallery, number=number, **fields)
        StoryMediaFactory(story=exhibition.story, item=item)
    return exhibition.story


@pytest.mark.parametrize("address", ["{story.url}", "/iiif/story/{story.uuid}/manifest.json"])
def test_each_link_of_a_page_is_recorded_with_the_grant(exhibition, shown, sign_in, address):
    viewer = UserFactory()
    row = grant(viewer, exhibition.gallery)

    assert sign_in(viewer).get(address.format(story=shown)).status_code == 200

    assert list(Opening.objects.values_list("user", "item__kind", "opened_by")) == [
        (viewer.pk, "photo", f"gallerypage user {row.pk}"),
        (viewer.pk, "voice", f"gallerypage user {row.pk}"),
    ]


def test_a_renewed_link_is_recorded(exhibition, shown, sign_in):
    viewer = UserFactory()
    row = grant(viewer, shown)
    item = shown.placements.first().item

    assert sign_in(viewer).get(f"/exhibition-media/link/{item.uuid}/").status_code == 200

    assert Opening.objects.get().opened_by == f"storypage user {row.pk}"


def test_what_is_refused_is_no_opening(exhibition, shown, sign_in):
    item = shown.placements.first().item
    browser = sign_in(UserFactory())

    for path in (
        shown.url,
        f"/iiif/story/{shown.uuid}/manifest.json",
        f"/exhibition-media/link/{item.uuid}/",
    ):
        assert browser.get(path).status_code == 404
    assert Opening.objects.count() == 0

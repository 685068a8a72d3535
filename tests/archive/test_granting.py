"""Giving access, changing its end, ending it: who may, to whom, until when, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from archive import granting, moments
from archive.governing import governed, grants_seen
from archive.granting import Change, Refused
from archive.models import GalleryPage, GalleryPageUserObjectPermission
from tests.archive.granting_parts import GOVERN, in_days
from tests.archive.test_admin_privacy import may_edit
from tests.factories import UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(exhibition):
    """Edits the exhibition and governs the access to it."""
    return may_edit(UserFactory(username="editor", permissions=GOVERN), exhibition.page)


@pytest.fixture
def person():
    return UserFactory(username="person")


def give(page, holder, by, **dates):
    (given,) = granting.give(pages=[page], holders=[holder], by=by, reason="A visit", **dates)
    return given


def sees(person, page, at=None) -> bool:
    return type(page).objects.visible_to(person, at).filter(pk=page.pk).exists()


def test_access_that_is_given_counts_at_once_and_tells_by_whom_why_and_when(exhibition, editor, person):
    before = timezone.now()

    given = give(exhibition.gallery, person, editor, valid_until=in_days(30))

    row = GalleryPageUserObjectPermission.objects.get()
    assert (row.given_by, row.reason, row.valid_from) == (editor, "A visit", None)
    assert before <= row.given_at <= timezone.now()
    assert given.change is Change.NEW
    assert sees(person, exhibition.story)
    assert not sees(person, exhibition.story, row.valid_until)
    assert not sees(person, exhibition.other_story)


def test_several_things_are_given_to_several_at_once(exhibition, editor, person):
    group = Group.objects.create(name="A seminar")

    given = granting.give(
        pages=[exhibition.gallery, exhibition.other_story],
        holders=[person, group],
        by=editor,
        reason="A seminar",
    )

    assert [(one.page.pk, one.holder) for one in given] == [
        (exhibition.gallery.pk, person),
        (exhibition.gallery.pk, group),
        (exhibition.other_story.pk, person),
        (exhibition.other_story.pk, group),
    ]
    member = UserFactory()
    member.groups.add(group)
    assert sees(member, exhibition.story) and sees(member, exhibition.other_story)


def test_one_thing_that_is_not_allowed_gives_nothing_of_all(exhibition, person):
    editor = may_edit(UserFactory(permissions=GOVERN), exhibition.gallery)

    with pytest.raises(Refused, match="You may not"):
        granting.give(
            pages=[exhibition.gallery, exhibition.other_gallery], holders=[person], by=editor, reason="Why"
        )

    assert GalleryPageUserObjectPermission.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ((None, 10), (None, 30), (None, 30)),
        ((None, 30), (None, 10), (None, 30)),
        ((None, 10), (None, None), (None, None)),
        ((None, None), (None, 10), (None, None)),
        ((5, 20), (None, 10), (None, 20)),
        ((5, 20), (8, 30), (5, 30)),
        ((5, 20), (10, 15), (5, 20)),
    ],
)
def test_the_same_access_twice_is_one_that_lasts_as_long_as_the_more_generous(
    exhibition, editor, person, before, asked, after
):
    def span(days):
        first, last = days
        return {
            "valid_from": in_days(first) if first else None,
            "valid_until": in_days(last) if last else None,
        }

    give(exhibition.gallery, person, editor, **span(before))
    given = give(exhibition.gallery, person, editor, **span(asked))

    row = GalleryPageUserObjectPermission.objects.get()
    assert (row.valid_from, row.valid_until) == tuple(span(after).values())
    assert given.change is (Change.UNCHANGED if before == after else Change.EXTENDED)


@pytest.mark.parametrize(("before", "asked"), [((None, 10), (20, 30)), ((20, 30), (None, 10))])
def test_days_between_two_spans_are_never_opened(exhibition, editor, person, before, asked):
    give(
        exhibition.gallery,
        person,
        editor,
        valid_from=before[0] and in_days(before[0]),
        valid_until=in_days(before[1]),
    )

    with pytest.raises(Refused, match="other days"):
        give(
            exhibition.gallery,
            person,
            editor,
            valid_from=asked[0] and in_days(asked[0]),
            valid_until=in_days(asked[1]),
        )


def test_access_that_has_ended_is_given_anew_by_somebody_else(exhibition, editor, person):
    old = grant(person, exhibition.gallery, valid_until=in_days(-3), warned_at=in_days(-9), reason="Long ago")
    other = may_edit(UserFactory(permissions=GOVERN), exhibition.page)

    given = give(exhibition.gallery, person, other, valid_until=in_days(3))

    old.refresh_from_db()
    assert given.change is Change.NEW
    assert (old.given_by, old.reason, old.warned_at, old.valid_until) == (other, "A visit", None, in_days(3))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, -1, "over already"),
        (10, 5, "before it begins"),
        (5, 5, "before it begins"),
        (None, 40_000, "hundred"),
    ],
)
def test_days_that_make_no_sense_are_refused(exhibition, editor, person, first, last, told):
    with pytest.raises(Refused, match=told):
        give(
            exhibition.gallery, person, editor, valid_from=first and in_days(first), valid_until=in_days(last)
        )


def test_no_reason_no_access(exhibition, editor, person):
    with pytest.raises(Refused, match="why"):
        granting.give(pages=[exhibition.gallery], holders=[person], by=editor, reason="  ")


def test_nothing_is_given_to_a_closed_account(exhibition, editor):
    with pytest.raises(Refused, match="closed"):
        give(exhibition.gallery, UserFactory(is_active=False), editor)


def test_nobody_gives_access_to_himself_or_to_a_group_of_his_own(exhibition, editor):
    group = Group.objects.create(name="Mine")
    editor.groups.add(group)

    for holder in (editor, group):
        with pytest.raises(Refused, match="Nobody gives access to himself"):
            give(exhibition.gallery, holder, editor)


def test_nobody_changes_the_dates_of_his_own_access_but_may_end_it(exhibition, editor):
    row = grant(editor, exhibition.page, valid_until=in_days(3))

    with pytest.raises(Refused, match="Nobody"):
        granting.change_end(row, valid_until=in_days(9), by=editor, seen_until=row.valid_until)
    granting.end(row, by=editor)

    assert not sees(editor, exhibition.page)


def roles(exhibition):
    """People, and whether they may give access to the gallery XY."""
    return {
        "a viewer": (grant_to(UserFactory(), exhibition.gallery), False),
        "a viewer with the right to give, of what he sees": (
            grant_to(UserFactory(permissions=GOVERN), exhibition.gallery),
            False,
        ),
        "an editor without the right to give": (may_edit(UserFactory(), exhibition.page), False),
        "an editor of another gallery": (
            may_edit(UserFactory(permissions=GOVERN), exhibition.other_gallery),
            False,
        ),
        "an editor of the gallery": (may_edit(UserFactory(permissions=GOVERN), exhibition.gallery), True),
        "who sees everything and may give": (
            UserFactory(permissions=[*GOVERN, "archive.view_exhibitionpage"]),
            True,
        ),
        "who sees everything": (UserFactory(permissions=["archive.view_exhibitionpage"]), False),
        "a closed account": (
            may_edit(UserFactory(permissions=GOVERN, is_active=False), exhibition.gallery),
            False,
        ),
    }


def grant_to(user, page):
    grant(user, page)
    return user


def is_done(act, *args, **kwargs) -> bool:
    try:
        act(*args, **kwargs)
    except Refused:
        return False
    return True


def test_who_may_give_change_and_end_and_who_may_not(exhibition):
    allowed = {}
    for name, (by, _) in roles(exhibition).items():
        row = grant(UserFactory(), exhibition.gallery, valid_until=in_days(5))
        dates = {"valid_until": in_days(6), "seen_until": in_days(5)}
        allowed[name] = [
            is_done(give, exhibition.gallery, UserFactory(), by),
            is_done(granting.change_end, row, by=by, **dates),
            is_done(granting.end, row, by=by),
        ]

    assert allowed == {name: [may_do] * 3 for name, (_, may_do) in roles(exhibition).items()}


def test_the_right_to_give_one_kind_gives_no_other(exhibition, person):
    only = ["archive.add_storypageuserobjectpermission"]
    editor = may_edit(UserFactory(permissions=only), exhibition.page)
    group = Group.objects.create(name="A seminar")

    assert give(exhibition.story, person, editor).change is Change.NEW
    for page, holder in ((exhibition.gallery, person), (exhibition.story, group), (exhibition.page, person)):
        with pytest.raises(Refused):
            give(page, holder, editor)


def test_the_end_is_changed_to_both_sides_and_told_anew(exhibition, editor, person):
    row = grant(person, exhibition.gallery, valid_until=in_days(10), warned_at=in_days(-1))

    for until in (in_days(30), in_days(2), None):
        row = granting.change_end(row, valid_until=until, by=editor, seen_until=row.valid_until)
        assert (row.valid_until, row.warned_at) == (until, None)


def test_two_editors_do_not_undo_each_others_change(exhibition, editor, person):
    row = grant(person, exhibition.gallery, valid_until=in_days(10))
    other = may_edit(UserFactory(permissions=GOVERN), exhibition.page)
    granting.change_end(row, valid_until=in_days(2), by=other, seen_until=in_days(10))

    with pytest.raises(Refused, match="Somebody else has changed this access meanwhile"):
        granting.change_end(row, valid_until=in_days(30), by=editor, seen_until=in_days(10))

    row.refresh_from_db()
    assert row.valid_until == in_days(2)


def test_what_has_ended_is_neither_changed_nor_ended_again(exhibition, editor, person):
    row = grant(person, exhibition.gallery, valid_until=in_days(-1))

    with pytest.raises(Refused, match="has ended already"):
        granting.change_end(row, valid_until=in_days(9), by=editor, seen_until=row.valid_until)
    with pytest.raises(Refused, match="has ended already"):
        granting.end(row, by=editor)


def test_access_that_is_ended_is_closed_at_once_and_stays_as_history(exhibition, editor, person):
    row = grant(person, exhibition.gallery)

    granting.end(row, by=editor)

    row.refresh_from_db()
    assert row.valid_until <= timezone.now()
    assert not sees(person, exhibition.story)


def test_access_that_never_began_is_ended_and_never_counts(exhibition, editor, person):
    row = grant(person, exhibition.gallery, valid_from=in_days(5), valid_until=in_days(10))

    granting.end(row, by=editor)

    assert not any(sees(person, exhibition.story, in_days(day)) for day in (0, 6, 11))


def test_each_change_is_in_the_log_with_numbers_only(exhibition, editor, person):
    given = give(exhibition.gallery, person, editor, valid_until=in_days(5))
    row = granting.change_end(given.grant, valid_until=None, by=editor, seen_until=in_days(5))
    granting.end(row, by=editor)
    give(exhibition.gallery, person, editor)

    entries = PageLogEntry.objects.filter(action__startswith="archive.").order_by("pk")
    name = f"gallery-user {row.pk}"
    row.refresh_from_db()
    assert [(entry.action, entry.user, entry.page_id, entry.data["grant"]) for entry in entries] == [
        ("archive.grant.give", editor, exhibition.gallery.pk, name),
        ("archive.grant.change", editor, exhibition.gallery.pk, name),
        ("archive.grant.end", editor, exhibition.gallery.pk, name),
        ("archive.grant.give", editor, exhibition.gallery.pk, name),
    ]
    assert [entry.data["user"] for entry in entries] == [person.pk] * 4
    assert person.email not in "".join(str(entry.data) for entry in entries)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_at_once_give_one_person_one_grant(exhibition, editor, person):
    other = may_edit(UserFactory(permissions=GOVERN), exhibition.page)
    pages = [GalleryPage.objects.get(pk=exhibition.gallery.pk) for _ in range(2)]

    def act(page, by, days):
        try:
            return give(page, person, by, valid_until=in_days(days)).change
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as at_once:
        changes = list(at_once.map(act, pages, (editor, other), (10, 20)))

    assert Change.NEW in changes
    assert GalleryPageUserObjectPermission.objects.get().valid_until == in_days(20)


def test_more_than_can_be_looked_over_is_not_given_at_once(exhibition, editor):
    people = UserFactory.create_batch(granting.MOST_AT_ONCE + 1)

    with pytest.raises(Refused, match="at once"):
        granting.give(pages=[exhibition.gallery], holders=people, by=editor, reason="A crowd")


def test_who_governs_what_is_asked_in_a_fixed_number_of_queries(exhibition, editor):
    with CaptureQueriesContext(
        connection,
    ) as few:
        counts = [grants.count() for grants in grants_seen(editor).values()]
    for number in range(40):
        grant(UserFactory(), (exhibition.gallery, exhibition.story)[number % 2])
    editor = type(editor).objects.get(pk=editor.pk)

    with CaptureQueriesContext(connection) as many:
        more = [grants.count() for grants in grants_seen(editor).values()]

    assert (sum(counts), sum(more)) == (0, 40)
    assert len(many) == len(few)


def test_pages_that_one_may_not_know_of_are_governed_by_nobody(exhibition):
    editor = may_edit(UserFactory(permissions=GOVERN), exhibition.gallery)

    assert list(governed("gallerypage", editor)) == [exhibition.gallery]
    assert list(governed("storypage", editor).order_by("path")) == [exhibition.story, exhibition.sibling]
    assert list(governed("exhibitionpage", editor)) == []


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("UTC", date(2026, 12, 24), datetime(2026, 12, 25, tzinfo=UTC)),
        ("Europe/Budapest", date(2026, 12, 24), datetime(2026, 12, 24, 23, tzinfo=UTC)),
        # The day on which clocks go forward, and the one on which they go back.
        ("Europe/Budapest", date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        ("Europe/Budapest", date(2027, 10, 31), datetime(2027, 10, 31, 23, tzinfo=UTC)),
        # Where clocks were turned at midnight: 4 November 2018 began at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 3), datetime(2018, 11, 4, 3, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 12, 24), datetime(2026, 12, 24, 10, tzinfo=UTC)),
    ],
)
def test_a_last_day_ends_with_the_midnight_of_its_time_zone(zone, day, ends):
    with timezone.override(ZoneInfo(zone)):
        moment = moments.end_of(day)
        assert moment == ends
        assert moments.last_day(moment) == day
        assert moments.told_end(moment) == f"the end of {day:%-d %B %Y} ({zone})"


def test_a_moment_within_a_day_is_told_with_its_hour_and_zone():
    with timezone.override(ZoneInfo("Europe/Budapest")):
        told = moments.told_end(datetime(2026, 7, 1, 12, 30, tzinfo=UTC))

    assert told == "1 July 2026, 14:30 (Europe/Budapest)"


def test_the_first_day_begins_when_the_day_before_ends():
    assert moments.begin_of(date(2026, 5, 2)) == moments.end_of(date(2026, 5, 1))
    assert moments.first_day(moments.begin_of(date(2026, 5, 2))) == date(2026, 5, 2)

"""Who is told that access is about to end, when, how often, and in which words."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from guardian.shortcuts import assign_perm

from archive import granting, notices
from archive.notices import last_end, tell_of_ends
from archive.tasks import tell_of_ends as task
from home.models import Mail
from home.outbox import message_id, send_waiting
from tests.archive.granting_parts import GOVERN, NOW, in_days
from tests.archive.test_admin_privacy import may_edit
from tests.factories import ExhibitionPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    return UserFactory(username="viewer")


@pytest.fixture
def editor(exhibition):
    return may_edit(UserFactory(username="editor", permissions=GOVERN), exhibition.page)


def told() -> list[str]:
    """To whom mails wait, in the order in which they were written."""
    return [mail.to.partition("@")[0] for mail in Mail.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("begins", "ends", "is_told"),
    [
        (None, 13, True),
        (None, 14, True),
        (None, 15, False),
        (None, 0.01, True),
        (None, -0.01, False),
        (None, None, False),
        (-3, 5, True),
        (3, 5, False),
    ],
)
def test_access_is_told_to_end_within_fourteen_days(exhibition, viewer, begins, ends, is_told):
    dates = {"valid_from": begins and in_days(begins), "valid_until": ends and in_days(ends)}
    row = grant(viewer, exhibition.gallery, **dates)

    tell_of_ends(NOW)

    row.refresh_from_db()
    assert (told(), row.warned_at) == ((["viewer"], NOW) if is_told else ([], None))


def test_how_long_before_is_a_setting(exhibition, viewer, settings):
    settings.GRANT_NOTICE_DAYS = 30
    grant(viewer, exhibition.gallery, valid_until=in_days(29))

    tell_of_ends(NOW)

    assert told() == ["viewer"]


def test_it_is_told_once_however_often_the_task_runs(exhibition, viewer, editor):
    grant(viewer, exhibition.gallery, valid_until=in_days(5), given_by=editor)

    counts = [tell_of_ends(NOW + timedelta(days=day)) for day in range(4)]
    task()

    assert (counts, told()) == ([1, 0, 0, 0], ["viewer", "editor"])


def test_a_mail_that_is_repeated_has_the_same_message_id(exhibition, viewer):
    """As after a crash between the mails and the marks, were they not in one transaction."""
    row = grant(viewer, exhibition.gallery, valid_until=in_days(5))
    tell_of_ends(NOW)
    first = message_id(Mail.objects.get())
    send_waiting()
    type(row).objects.update(warned_at=None)

    tell_of_ends(NOW + timedelta(hours=1))

    assert message_id(Mail.objects.get()) == first


def test_access_that_was_extended_is_told_anew(exhibition, viewer, editor):
    row = grant(viewer, exhibition.gallery, valid_until=in_days(5))
    tell_of_ends(NOW)
    granting.change_end(row, valid_until=in_days(60), by=editor, seen_until=in_days(5))

    counts = [tell_of_ends(in_days(day)) for day in (1, 45, 47, 48)]

    assert (counts, told()) == ([0, 0, 1, 0], ["viewer", "viewer"])


@pytest.mark.parametrize("outlasting", [20, None])
@pytest.mark.parametrize("thing", ["gallery", "page"])
@pytest.mark.parametrize("through_a_group", [False, True])
def test_what_another_grant_goes_on_opening_does_not_end(
    exhibition, viewer, outlasting, thing, through_a_group
):
    holder = viewer
    if through_a_group:
        holder = Group.objects.create(name="A seminar")
        viewer.groups.add(holder)
    grant(viewer, exhibition.story, valid_until=in_days(5))
    grant(holder, getattr(exhibition, thing), valid_until=outlasting and in_days(outlasting))

    tell_of_ends(NOW)

    assert told() == []


@pytest.mark.parametrize(
    ("thing", "begins", "ends"), [("sibling", None, 20), ("gallery", None, 4), ("gallery", 6, 20)]
)
def test_what_opens_other_things_or_other_days_outlasts_nothing(exhibition, viewer, thing, begins, ends):
    """A grant on another story, one that ends sooner, one that begins after a gap."""
    grant(viewer, exhibition.story, valid_until=in_days(5))
    other = grant(
        viewer,
        getattr(exhibition, thing),
        valid_from=begins and in_days(begins),
        valid_until=in_days(ends),
        warned_at=NOW,
    )

    tell_of_ends(NOW)

    assert told() == ["viewer"]
    assert other.valid_until == in_days(ends)


def test_whoever_sees_everything_loses_nothing(exhibition):
    archivist = UserFactory(permissions=["archive.view_exhibitionpage"])
    grant(archivist, exhibition.gallery, valid_until=in_days(5))

    tell_of_ends(NOW)

    assert told() == []


def test_a_closed_account_is_not_told_and_hidden_pages_open_nothing(exhibition, viewer):
    grant(UserFactory(is_active=False), exhibition.gallery, valid_until=in_days(5))
    grant(viewer, exhibition.other_story, valid_until=in_days(5))
    exhibition.other_story.unpublish()

    tell_of_ends(NOW)

    assert told() == []


def test_each_in_a_group_is_told(exhibition):
    group = Group.objects.create(name="A seminar")
    for name in ("anna", "bela"):
        UserFactory(username=name).groups.add(group)
    UserFactory(username="closed", is_active=False).groups.add(group)
    row = grant(group, exhibition.gallery, valid_until=in_days(5))

    tell_of_ends(NOW)
    tell_of_ends(NOW)

    row.refresh_from_db()
    assert (told(), row.warned_at) == (["anna", "bela"], NOW)


def test_what_ends_at_one_moment_is_one_mail_to_each(exhibition, viewer, editor):
    for page in (exhibition.story, exhibition.sibling, exhibition.other_gallery):
        grant(viewer, page, valid_until=in_days(5), given_by=editor)
    grant(UserFactory(username="other"), exhibition.story, valid_until=in_days(5), given_by=editor)
    elsewhere = ExhibitionPageFactory(title="Elsewhere")
    grant(viewer, elsewhere, valid_until=in_days(5))

    tell_of_ends(NOW)

    assert sorted(told()) == ["editor", "other", "viewer", "viewer"]
    assert "access that you gave to 2 people" in Mail.objects.get(to=editor.email).text


def test_the_mails_name_the_exhibition_and_nothing_in_it(exhibition, viewer, editor):
    grant(viewer, exhibition.story, valid_until=in_days(5), given_by=editor, reason="Canary reason")

    tell_of_ends(NOW)

    text = "\n".join(f"{mail.subject}\n{mail.text}" for mail in Mail.objects.all())
    assert set(re.findall(r"Canary \w+", text)) == {"Canary exhibition"}
    assert "viewer" not in Mail.objects.get(to=editor.email).text
    assert f"{in_days(5):%-d %B %Y, %H:%M} (UTC)" in text


def test_it_is_told_whether_the_rest_stays_open(exhibition, viewer):
    grant(viewer, exhibition.story, valid_until=in_days(5))
    grant(viewer, exhibition.sibling, valid_until=in_days(90))
    other = UserFactory(username="other")
    grant(other, exhibition.story, valid_until=in_days(5))

    tell_of_ends(NOW)

    assert "The rest stays open" in Mail.objects.get(to=viewer.email).text
    assert "The rest stays open" not in Mail.objects.get(to=other.email).text


def test_what_fails_half_way_marks_nothing(exhibition, viewer, monkeypatch):
    row = grant(viewer, exhibition.gallery, valid_until=in_days(5))
    monkeypatch.setattr(notices, "_mark", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tell_of_ends(NOW)

    row.refresh_from_db()
    assert (told(), row.warned_at) == ([], None)


def queries(at) -> int:
    with CaptureQueriesContext(connection) as captured:
        notices.about_to_end(at)
    return len(captured)


def test_who_is_to_be_told_is_found_in_a_fixed_number_of_queries(exhibition, viewer):
    grant(viewer, exhibition.gallery, valid_until=in_days(5))
    few = queries(NOW)
    group = Group.objects.create(name="A seminar")
    assign_perm("view_exhibitionpage", group, exhibition.page)
    for number in range(50):
        person = UserFactory()
        grant(person, (exhibition.story, exhibition.gallery)[number % 2], valid_until=in_days(5))
        person.groups.add(group)

    assert queries(NOW) == few


def test_the_last_end_in_an_exhibition_is_found_in_one_query(exhibition, viewer):
    grant(viewer, exhibition.gallery, valid_until=in_days(5))
    grant(viewer, exhibition.other_story, valid_until=in_days(9))
    grant(viewer, ExhibitionPageFactory(), valid_until=in_days(99))

    with CaptureQueriesContext(connection) as captured:
        end = last_end(exhibition.page, viewer, NOW)

    assert end == in_days(9)
    # Beside the two that load the person's permissions.
    assert len(captured) == 3


@pytest.mark.parametrize("days", [None, 9])
def test_without_an_end_there_is_none(exhibition, viewer, days):
    grant(viewer, exhibition.page)
    if days:
        grant(viewer, exhibition.gallery, valid_until=in_days(days))

    assert last_end(exhibition.page, viewer, NOW) is None
    assert last_end(exhibition.page, UserFactory(), NOW) is None


@pytest.mark.parametrize(("days", "is_soon"), [(13, True), (15, False), (-1, False), (None, False)])
def test_an_end_is_shown_when_it_is_soon(days, is_soon):
    assert notices.is_soon(in_days(days) if days else None, NOW) is is_soon

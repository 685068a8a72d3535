"""The rounded expiry: one link a window, a life of 901 to 1,800 seconds, never past the grant."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from archive.links.expiry import expires_at

#: Seconds for which an item keeps its link, and that a link lives at least.
WINDOW = MINIMUM = 900
ITEM = UUID("5b0a4a5e-5f9c-4a44-9d7f-2f0f7f2a6c11")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
#: A summer's day, the lost hour of spring, and both sides of autumn's doubled hour.
MOMENTS = [NOON] + [
    datetime(*day, tzinfo=UTC) for day in [(2026, 3, 29, 1), (2026, 10, 25, 0, 30), (2026, 10, 25, 1, 30)]
]


@pytest.fixture(params=["UTC", "Europe/Budapest", "America/New_York"])
def machine_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_expiry_is_the_same_moment_in_every_time_zone(machine_zone, moment):
    assert (
        expires_at(ITEM, moment.astimezone(machine_zone)).timestamp() == expires_at(ITEM, moment).timestamp()
    )


def test_expiry_does_not_depend_on_the_machine_s_zone(machine_zone):
    assert expires_at(ITEM, NOON) == datetime(2026, 7, 1, 12, 26, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    "uuid", [ITEM, *(UUID(int=number * 0x1234567_89ABCDEF_01234567_89ABCDEF) for number in range(6))], ids=str
)
def test_life_is_901_to_1800_seconds_at_each_second_of_two_windows(uuid):
    moments = [NOON + timedelta(seconds=second) for second in range(2 * WINDOW)]
    lives = [(expires_at(uuid, at) - at).total_seconds() for at in moments]
    assert (min(lives), max(lives)) == (MINIMUM + 1, MINIMUM + WINDOW)


def test_life_with_a_fraction_of_a_second_stays_above_the_minimum():
    renewal = expires_at(ITEM, NOON) - timedelta(seconds=MINIMUM)
    just_before = renewal - timedelta(microseconds=1)
    assert MINIMUM < (expires_at(ITEM, just_before) - just_before).total_seconds() < MINIMUM + 1


def test_expiry_changes_once_in_a_window():
    expiries = {expires_at(ITEM, NOON + timedelta(seconds=second)) for second in range(WINDOW)}
    assert len(expiries) == 2  # the window that noon is in, and the next
    assert len({expires_at(ITEM, expires_at(ITEM, NOON) + timedelta(seconds=s)) for s in range(WINDOW)}) == 1


def test_expiry_of_different_items_is_spread_over_the_window():
    assert len({expires_at(UUID(int=n), NOON) for n in range(200)}) > 100


@pytest.mark.parametrize("seconds", [1, 60, 900, 1799])
def test_expiry_with_a_grant_that_ends_sooner_is_never_later(seconds):
    grant_end = NOON + timedelta(seconds=seconds, microseconds=999)
    end = expires_at(ITEM, NOON, grant_end)
    assert end == min(expires_at(ITEM, NOON), grant_end.replace(microsecond=0))


def test_expiry_with_a_grant_that_ends_later_is_the_usual_one():
    assert expires_at(ITEM, NOON, NOON + timedelta(days=30)) == expires_at(ITEM, NOON)


def test_expiry_with_a_grant_that_ended_is_in_the_past():
    assert expires_at(ITEM, NOON, NOON - timedelta(seconds=1)) < NOON


@pytest.mark.parametrize("skew", [-300, 300])
def test_link_of_a_machine_whose_clock_is_wrong_is_born_alive_and_ends(skew):
    for second in range(0, WINDOW, 7):
        true_now = NOON + timedelta(seconds=second)
        life = (expires_at(ITEM, true_now + timedelta(seconds=skew)) - true_now).total_seconds()
        assert MINIMUM - 300 < life <= MINIMUM + WINDOW + 300


def test_life_follows_the_setting(settings):
    settings.LINK_SECONDS = 2
    moments = [NOON + timedelta(seconds=second) for second in range(10)]
    lives = [(expires_at(ITEM, at) - at).total_seconds() for at in moments]
    assert (min(lives), max(lives)) == (3, 4)


@pytest.mark.parametrize("times", [(NOON.replace(tzinfo=None),), (NOON, NOON.replace(tzinfo=None))])
def test_expiry_of_a_time_without_zone_is_refused(times):
    with pytest.raises(ValueError, match="time zone"):
        expires_at(ITEM, *times)

"""Days as people choose them, and the moments that they stand for, in the time zone of whoever asks."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

INSTANT = timedelta(microseconds=1)


def begin_of(day: date) -> datetime:
    """The midnight with which the day begins; where clocks are turned just then, the first moment after."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The midnight with which the day ends."""
    return begin_of(day + timedelta(days=1))


def last_day(moment: datetime) -> date:
    """The last day of what ends at that moment."""
    return timezone.localtime(moment - INSTANT).date()


def first_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def told_end(moment: datetime) -> str:
    """When something ends, with the time zone: a midnight is the end of the day before it."""
    day = last_day(moment)
    if end_of(day) == moment:
        return f"the end of {date_format(day, 'j F Y')} ({zone()})"
    return told(moment)


def told(moment: datetime) -> str:
    return f"{date_format(timezone.localtime(moment), 'j F Y, H:i')} ({zone()})"


def zone() -> str:
    return timezone.get_current_timezone_name()

"""What the tests of access that is given share."""

from datetime import timedelta

from django.utils import timezone

from archive.governing import KINDS

#: The permissions to see, give and change access of every kind.
GOVERN = [
    f"archive.{action}_{kind.page_type}{kind.holder}objectpermission"
    for kind in KINDS.values()
    for action in ("view", "add", "change")
]
NOW = timezone.now()


def in_days(days):
    """A moment so many days from the beginning of the tests."""
    return NOW + timedelta(days=days)

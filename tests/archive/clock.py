"""A clock for tests: what the site takes for now."""

from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment):
    """Everything that asks `timezone.now` is told this moment."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield

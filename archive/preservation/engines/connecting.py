"""A connection of Django's to another database than the site's, for as long as it is needed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import DEFAULT_DB_ALIAS
from django.db.utils import load_backend


@contextmanager
def connected(settings: dict) -> Iterator:
    """For raw queries only: by the alias, with which new connections are looked up, it is the site's."""
    with closing(load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)) as connection:
        yield connection

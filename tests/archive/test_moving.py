"""From SQLite to PostgreSQL and back: a backup of one is restored into the other, and is the same."""

import os
import secrets
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from archive.models import MediaItem, StoryPage
from archive.preservation import backup, places, restoring
from tests.archive.preservation_parts import asked, filed  # noqa: F401
from tests.factories import CueFactory, TranscriptFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ASKED = (
    "SELECT code FROM archive_gallerypage ORDER BY code",
    "SELECT title, path, live FROM wagtailcore_page ORDER BY path",
    "SELECT text, start FROM archive_cue ORDER BY start",
    "SELECT username FROM home_user ORDER BY username",
    "SELECT sha256, width FROM archive_mediaitem ORDER BY number",
)


@contextmanager
def postgresql(server: str):
    """A database of a server that is gone afterwards, with all that a restore makes beside it."""
    name = f"moved_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            for ending in ("", "_restoring", "_before"):
                maintenance.execute(f'DROP DATABASE IF EXISTS "{name}{ending}" WITH (FORCE)')


@pytest.fixture
def elsewhere(needs_postgres, tmp_path, monkeypatch):
    """An empty database of the kind that the tests don't run on, and the server that a move needs."""
    monkeypatch.setattr(restoring, "environment", lambda url: os.environ | {"TEST_DATABASE_URL": url})
    with postgresql(needs_postgres) as address:
        other = f"sqlite:///{tmp_path}/moved.sqlite3" if connection.vendor == "postgresql" else address
        target = restoring.beside(other)
        yield target, address
        target.close()


def test_a_backup_is_restored_into_the_other_kind_of_database(filed, elsewhere, tmp_path):  # noqa: F811
    target, server = elsewhere
    story = StoryPage.objects.first()
    CueFactory.create_batch(3, transcript=TranscriptFactory(story=story, language="hu"))
    wanted = [asked(connection, query) for query in ASKED]
    made = backup.make(str(tmp_path / "backups"))

    done = restoring.restore(
        places.place(str(tmp_path / "backups"), made.name), connection=target, server=server
    )

    assert done.problems == []
    found = [[tuple(row) for row in asked(target, query)] for query in ASKED]
    assert [[tuple(map(str, map(plain, row))) for row in rows] for rows in found] == [
        [tuple(map(str, map(plain, row))) for row in rows] for rows in wanted
    ]
    # What is added there gets a number of its own.
    highest = MediaItem.objects.order_by("-pk").first().pk
    assert asked(target, "SELECT max(id) FROM archive_mediaitem") == [(highest,)]
    if target.vendor == "postgresql":
        ((next_one,),) = asked(target, "SELECT nextval(pg_get_serial_sequence('archive_mediaitem', 'id'))")
        assert next_one == highest + 1


def plain(value):
    """SQLite has numbers for truth."""
    return int(value) if isinstance(value, bool) else value


def test_a_row_that_is_not_what_was_read_stops_the_move(filed, elsewhere, tmp_path, monkeypatch):  # noqa: F811
    """The other process meets a name that is longer than PostgreSQL takes."""
    if connection.vendor == "postgresql":
        pytest.skip("SQLite takes whatever PostgreSQL has.")
    target, server = elsewhere
    UserFactory(username="y" * 200)
    made = backup.make(str(tmp_path / "backups"))

    with pytest.raises(restoring.Refused, match="copy_database failed"):
        restoring.restore(
            places.place(str(tmp_path / "backups"), made.name), connection=target, server=server
        )
    assert asked(target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_server_is_asked_for_where_one_is_needed(filed, tmp_path):  # noqa: F811
    if connection.vendor == "sqlite":
        pytest.skip("A backup of SQLite needs none.")
    made = backup.make(str(tmp_path / "backups"))
    target = restoring.beside(f"sqlite:///{tmp_path}/moved.sqlite3")

    with pytest.raises(restoring.Refused, match="--server postgres://"):
        restoring.restore(places.place(str(tmp_path / "backups"), made.name), connection=target)

"""What the tests of backups share: a bag, and another database to restore it into."""

import os
from contextlib import closing, contextmanager
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from PIL import Image

from archive import inventory
from archive.preservation import backup, places, restoring
from archive.preservation.engines import engine_of, postgresql
from archive.preservation.engines.connecting import connected
from tests.factories import MediaItemFactory, UserFactory

FILED = (1, 2)


def picture(size) -> bytes:
    file = BytesIO()
    Image.new("RGB", size).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def filed(exhibition):
    """The exhibition with photographs that are there, and of which the inventory knows."""
    for number in FILED:
        item = MediaItemFactory(gallery=exhibition.gallery, number=number)
        storages["participants"].save(item.key, ContentFile(picture((number, 9))))
    inventory.take()
    UserFactory(username="vera")
    return exhibition


@pytest.fixture
def make(filed, tmp_path):
    """Makes a backup in a folder of the test's own."""

    def make(**options) -> backup.Made:
        return backup.make(str(tmp_path / "backups"), **{"with_media": True, **options})

    return make


@pytest.fixture
def bag(make, tmp_path):
    """A backup, as a storage; its `location` is the folder."""
    return places.place(str(tmp_path / "backups"), make().name)


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Another, empty database of the kind that the tests run on, as a connection of Django's."""
    engine = engine_of(connection)
    name = str(tmp_path / "restored.sqlite3") if engine.vendor == "sqlite" else f"{engine.name}_target"
    monkeypatch.setattr(restoring, "environment", lambda url: os.environ | {"TEST_DATABASE_URL": url})
    with databases_beside(engine, name), connected(engine.settings_of(name)) as other:
        yield other


@contextmanager
def databases_beside(engine, name):
    """On PostgreSQL, the database and what a restore makes of it; files need no such care."""
    if engine.vendor == "sqlite":
        yield
        return
    names = (name, name + postgresql.SCRATCH, name + postgresql.BEFORE)
    with engine.server() as server:
        for one in names:
            server.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        yield
        for one in names:
            server.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')


def asked(other, query: str) -> list:
    """The rows of a query to another database."""
    with closing(other.cursor()) as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def is_empty(other) -> bool:
    with closing(other.cursor()) as cursor:
        return other.introspection.table_names(cursor) == []

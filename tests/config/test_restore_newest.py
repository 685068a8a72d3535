"""Docker Compose's way to bring a backup back: into an empty database, or not at all."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "restore-newest"


@pytest.fixture
def empty_database(needs_postgres):
    """The address of a new database beside the one that is named."""
    name = "vitrine_restored_here"
    with psycopg.connect(needs_postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(needs_postgres)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def restore(folder, url) -> str:
    run = subprocess.run(
        [SCRIPT, folder], env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True, check=True
    )
    return run.stdout


def dump(url, path, *statements):
    """A backup of a database in which the statements were run; it is empty again afterwards."""
    with psycopg.connect(url, autocommit=True) as database:
        for statement in statements:
            database.execute(statement)
        command = [shutil.which("pg_dump"), "--format", "custom", "--file", str(path), url]
        subprocess.run(command, check=True)
        database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def names(url):
    with psycopg.connect(url) as database:
        return [row[0] for row in database.execute("SELECT username FROM home_user ORDER BY 1")]


def test_newest_backup_is_restored_into_an_empty_database(empty_database, tmp_path):
    table = "CREATE TABLE home_user (username text)"
    dump(empty_database, tmp_path / "DB_backup", table, "INSERT INTO home_user VALUES ('new')")
    dump(empty_database, tmp_path / "older", table, "INSERT INTO home_user VALUES ('old')")
    os.utime(tmp_path / "older", (0, 0))
    assert "Restored" in restore(tmp_path, empty_database)
    assert names(empty_database) == ["new"]


def test_backup_is_not_restored_over_what_is_there(empty_database, tmp_path):
    dump(empty_database, tmp_path / "DB_backup", "CREATE TABLE home_user (username text)")
    with psycopg.connect(empty_database, autocommit=True) as database:
        database.execute("CREATE TABLE home_user (username text); INSERT INTO home_user VALUES ('here')")
    assert "the database is not empty" in restore(tmp_path, empty_database)
    assert names(empty_database) == ["here"]


def test_backup_of_something_else_is_not_restored(empty_database, tmp_path):
    dump(empty_database, tmp_path / "DB_backup", "CREATE TABLE participants (name text)")
    assert "no backup of Vitrine" in restore(tmp_path, empty_database)


def test_no_backup_is_no_error(empty_database, tmp_path):
    assert "There is no backup" in restore(tmp_path, empty_database)

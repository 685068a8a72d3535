"""SQLite: its own online backup copies the file; files change places by their names."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import transaction

from archive.preservation.engines.connecting import connected
from archive.preservation.engines.failing import EngineFailed
from archive.preservation.tables import is_left_out

SCRATCH, BEFORE = ".restoring", ".before"
#: Files that lie beside a database while it is in use.
BESIDE = ("-wal", "-shm")


class SQLite:
    vendor = "sqlite"
    file = "database/vitrine.sqlite3"
    magic = b"SQLite format 3\0"

    def __init__(self, connection):
        self.connection = connection
        self.name = str(connection.settings_dict["NAME"])
        self.scratch, self.before = self.name + SCRATCH, self.name + BEFORE

    @property
    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    # --- to and fro -------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[str]:
        """A copy of the database as it is now, without what no backup holds; gone afterwards.

        Nobody writes meanwhile. The copy is another connection's work: SQLite refuses it to the one that
        holds the lock for writing.
        """
        with (
            transaction.atomic(durable=True),
            tempfile.TemporaryDirectory(prefix="vitrine-backup-", dir=Path(self.name).parent) as folder,
        ):
            copy = str(Path(folder) / "copy.sqlite3")
            with closing(sqlite3.connect(self.name)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                leave_out(target)
            yield copy

    @contextmanager
    def dumped(self, copy: str) -> Iterator:
        with Path(copy).open("rb") as file:
            yield file

    def in_snapshot(self, copy: str):
        return connected(self.settings_of(copy))

    def load(self, dump: Path) -> None:
        with closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as source:
            try:
                sound = source.execute("PRAGMA integrity_check").fetchone()
                if sound != ("ok",):
                    raise EngineFailed(f"SQLite finds the copy damaged: {sound[0].splitlines()[0]}")
                with closing(sqlite3.connect(self.scratch)) as target:
                    source.backup(target)
            except sqlite3.DatabaseError as error:
                raise EngineFailed(f"SQLite can't read the copy: {error}.") from error

    # --- files by their names -----------------------------------------------------------------------

    def make_scratch(self) -> None:
        remove(self.scratch)
        Path(self.scratch).parent.mkdir(parents=True, exist_ok=True)

    drop_scratch = make_scratch

    def settings_of(self, name: str) -> dict:
        return {**self.connection.settings_dict, "NAME": name}

    def finish_swap(self) -> None:
        """A file takes another's place at once: there is nothing half."""

    def swap(self) -> None:
        """The scratch file takes the place of the one in service, which is kept beside it."""
        self.connection.close()
        settle(self.scratch)
        if self.exists(self.name):
            settle(self.name)
            remove(self.before)
            Path(self.before).hardlink_to(self.name)
        Path(self.scratch).replace(self.name)

    def undo(self) -> None:
        self.connection.close()
        if not self.exists(self.before):
            raise EngineFailed("There is no database of before the restore.")
        settle(self.name)
        remove(self.scratch)
        Path(self.scratch).hardlink_to(self.name)
        Path(self.before).replace(self.name)

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def url_of(self, name: str) -> str:
        return f"sqlite:///{name}"


def leave_out(copy: sqlite3.Connection) -> None:
    """Takes out of a copy what no backup holds, so that its bytes are gone too."""
    names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    copy.execute("PRAGMA foreign_keys = OFF")
    for name in filter(is_left_out, names):
        copy.execute(f'DELETE FROM "{name}"')  # noqa: S608  a table's own name
    copy.commit()
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("VACUUM")


def settle(name: str) -> None:
    """Brings what lies beside the file into it."""
    with closing(sqlite3.connect(name)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode = DELETE")


def remove(name: str) -> None:
    for path in (name, *(name + ending for ending in BESIDE)):
        with suppress(FileNotFoundError):
            Path(path).unlink()

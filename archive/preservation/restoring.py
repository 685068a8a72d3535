"""Brings a backup back: into a database beside the one in service, compared and migrated there, and only then
swapped.

Whatever goes wrong before the swap leaves the site as it was; run again, it begins again. The database that
was in service is kept until the next restore.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.core.files.storage import Storage
from django.db import connection as in_service
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.utils import load_backend

from archive.preservation import backup, manifest, media, tables, verifying
from archive.preservation.bags import BadBag, Bag
from archive.preservation.engines import engine_of
from archive.preservation.engines.connecting import connected
from archive.preservation.engines.postgresql import PostgreSQL
from archive.preservation.engines.sqlite import SQLite

#: By the site's people it is seen whether a database is in use.
PEOPLE = "home_user"
OURS = "withdrawals-here.json"
#: What Django wants to know of a connection beside its address.
UNSAID = {
    "OPTIONS": {},
    "TIME_ZONE": None,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
}


class Refused(Exception):
    """Why a backup is not restored, in sentences for a person."""


@dataclass
class Restored:
    """What was restored; `problems` names media that are not as the backup says."""

    rows: int
    tables: int
    kept: str = ""
    problems: list[str] = field(default_factory=list)


def restore(
    storage: Storage,
    *,
    replace: bool = False,
    trusted: tuple[str, ...] = (),
    withdrawals: Path | None = None,
    server: str = "",
    connection=in_service,
    tell: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Restores the bag in a storage; raises Refused, BadBag or EngineFailed, and then nothing has changed.

    A database that has people is only replaced if `replace` says so. `withdrawals` is a file of
    export_withdrawals that is newer than the backup: those who withdrew since stay withdrawn. The ones of the
    database that is replaced are known anyway. A backup of another kind of database is copied row by row; one
    of PostgreSQL needs a `server`, the address of a database of one, beside which it is read.
    """
    tell("Checking the backup …")
    if found := list(verifying.findings(storage, trusted=trusted)):
        raise Refused("\n".join(["The backup can't be relied on, so nothing was restored:", *found]))
    bag = Bag(storage)
    told = manifest.of(bag)
    engine = engine_of(connection)
    engine.finish_swap()
    refuse_strangers(told)
    theirs = engine if told.vendor == engine.vendor else other_engine(told, engine, server)
    in_use = is_in_use(connection)
    if in_use and not replace:
        raise Refused(
            "The database has people in it, so nothing was restored. To put the backup in its place and keep "
            "it beside: --replace."
        )
    with tempfile.TemporaryDirectory(prefix="vitrine-restore-", dir=settings.VAR_DIR) as folder:
        files = fetch(bag, told, Path(folder))
        tell("Reading the copy into a new database …")
        theirs.make_scratch()
        theirs.load(files[told.database])
        tell("Comparing it with what the backup says …")
        compare(told, theirs)
        address = engine.url_of(engine.scratch)
        if theirs is not engine:
            tell(f"Copying it from {told.server} to {engine.version} …")
            move(theirs, engine)
        tell("Bringing it up to this Vitrine …")
        known = [files[backup.WITHDRAWALS], *([withdrawals] if withdrawals else [])]
        if in_use:
            known.append(export_ours(Path(folder), engine.url_of(engine.name)))
        manage(address, "migrate", "--noinput", "--verbosity=0")
        manage(address, "after_restore", "--mail", files[backup.OUTBOX], *told_withdrawals(known))
    restored = Restored(told.rows, len(told.tables))
    if told.has_media:
        tell("Bringing back the media …")
        restored.problems = bring_back_media(bag)
    engine.swap()
    restored.kept = engine.before if in_use else ""
    return restored


def undo(connection=in_service) -> None:
    """The database of before the last restore comes back; raises EngineFailed if there is none."""
    engine = engine_of(connection)
    engine.finish_swap()
    engine.undo()


def other_engine(told: manifest.Manifest, engine, server: str):
    """Where a backup of another kind of database is read first."""
    if told.vendor == "sqlite":
        return SQLite(beside(f"sqlite:///{settings.VAR_DIR}/moving.sqlite3"))
    if not server:
        raise Refused(
            f"The backup is of {told.server}, and DATABASE_URL names {engine.version}; nothing was restored. "
            "Say where there is a PostgreSQL server, on which it is read first: "
            "--server postgres://user:password@host/database."
        )
    return PostgreSQL(beside(server))


def beside(address: str):
    """A connection of Django's to another database, which is not opened yet."""
    known = dj_database_url.parse(address) | UNSAID
    return load_backend(known["ENGINE"]).DatabaseWrapper(known, NO_DB_ALIAS)


def move(theirs, engine) -> None:
    """Both are brought up to this Vitrine, and every row is copied and compared."""
    try:
        source, target = theirs.url_of(theirs.scratch), engine.url_of(engine.scratch)
        manage(source, "migrate", "--noinput", "--verbosity=0")
        engine.make_scratch()
        manage(target, "migrate", "--noinput", "--verbosity=0")
        manage(target, "copy_database", source)
        manage(target, "index_archive")
    finally:
        theirs.drop_scratch()


def refuse_strangers(told: manifest.Manifest) -> None:
    if unknown := manifest.unknown_migrations(told):
        raise Refused(
            f"The backup was made by a newer Vitrine: this one does not know {unknown[0]}"
            f"{f' and {len(unknown) - 1} more' if unknown[1:] else ''}. Nothing was restored; "
            "update Vitrine first."
        )


def is_in_use(connection) -> bool:
    with connection.cursor() as cursor:
        if PEOPLE not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {PEOPLE})")  # noqa: S608  a constant
        return bool(cursor.fetchone()[0])


def fetch(bag: Bag, told: manifest.Manifest, folder: Path) -> dict[str, Path]:
    """Local copies of what tools of the database and other processes read."""
    found = {}
    for path in (told.database, backup.OUTBOX, backup.WITHDRAWALS):
        found[path] = folder / Path(path).name
        with bag.open(f"data/{path}") as source, found[path].open("wb") as target:
            shutil.copyfileobj(source, target, 2**20)
    return found


def compare(told: manifest.Manifest, engine) -> None:
    """That the new database has the rows that the backup says; raises BadBag."""
    with connected(engine.settings_of(engine.scratch)) as scratch:
        scratch.set_autocommit(False)
        found = tables.digests(scratch)
        scratch.rollback()
    different = [
        name for name in sorted(told.tables.keys() | found.keys()) if told.tables.get(name) != found.get(name)
    ]
    if different:
        raise BadBag(
            f"What was read from the copy is not what the backup says of {', '.join(different)}. "
            "Nothing was changed."
        )


def bring_back_media(bag: Bag) -> list[str]:
    problems = (media.bring_back(row, bag) for row in media.read_list(bag) if not row.is_missing)
    return [problem for problem in problems if problem]


def told_withdrawals(files: list) -> list[str]:
    return [part for file in files for part in ("--withdrawals", str(file))]


def export_ours(folder: Path, address: str) -> Path:
    """The tombstones of the database that is replaced."""
    file = folder / OURS
    file.write_text(manage(address, "export_withdrawals"), encoding="utf-8")
    return file


def manage(address: str, *command) -> str:
    """Runs a command of this Vitrine on another database than the site's; returns what it wrote."""
    run = subprocess.run(  # noqa: S603  our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, command)],
        env=environment(address),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        lines = [line for line in run.stderr.splitlines() if line.strip()] or ["it said nothing."]
        raise Refused(
            f"manage.py {command[0]} failed on the restored database, which was not put to use: {lines[-1]}"
        )
    return run.stdout


def environment(address: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": address}

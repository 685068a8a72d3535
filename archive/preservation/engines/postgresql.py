"""PostgreSQL: pg_dump and pg_restore, in one snapshot and one transaction; databases change places by their
names.

What `pg_restore --clean` over a database in service leaves after a cut dump was measured: tables that are
empty, and exit codes that do not tell. So a dump is only ever read into a new database, whole or not at all.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.db import transaction
from psycopg.conninfo import make_conninfo

from archive.preservation.engines.failing import EngineFailed
from archive.preservation.tables import OUTBOX, SECRET

#: Tables whose rows no dump holds, as pg_dump's patterns.
LEFT_OUT = [OUTBOX, *(f"{name}*" for name in SECRET)]
#: What Django knows of a connection that libpq does not.
NOT_FOR_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "password"}
SCRATCH, BEFORE = "_restoring", "_before"


class PostgreSQL:
    vendor = "postgresql"
    file = "database/vitrine.dump"
    #: With this a dump in custom format begins.
    magic = b"PGDMP"

    def __init__(self, connection):
        self.connection = connection
        self.name = connection.settings_dict["NAME"]
        self.scratch, self.before = self.name + SCRATCH, self.name + BEFORE

    @property
    def version(self) -> str:
        return f"PostgreSQL {self.connection.pg_version // 10000}"

    # --- to and fro -------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[str]:
        """What is asked within is of this moment; another process joins by the snapshot's name."""
        with transaction.atomic(durable=True), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]

    @contextmanager
    def dumped(self, snapshot: str) -> Iterator:
        """The dump as a stream; raises EngineFailed at the end if pg_dump did."""
        left_out = [f"--exclude-table-data={name}" for name in LEFT_OUT]
        with self._tool("pg_dump", "--format=custom", f"--snapshot={snapshot}", *left_out) as process:
            yield process.stdout
            end(process, "pg_dump")

    def in_snapshot(self, snapshot: str):
        """The connection that reads what the dump holds."""
        return nullcontext(self.connection)

    def load(self, dump: Path) -> None:
        """Reads a dump into the scratch database, in one transaction."""
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
        with self._tool("pg_restore", *options, str(dump), database=self.scratch) as process:
            end(process, "pg_restore")

    @contextmanager
    def _tool(self, name: str, *options: str, database: str = "") -> Iterator[subprocess.Popen]:
        known = self.connection.get_connection_params()
        told = {key: value for key, value in known.items() if key not in NOT_FOR_LIBPQ}
        where = make_conninfo(**told | {"dbname": database or self.name})
        environment = os.environ | {"PGPASSWORD": known.get("password", "")}
        command = [name, "--no-password", f"--dbname={where}", *options]
        try:
            process = subprocess.Popen(  # noqa: S603  our own command
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except FileNotFoundError:
            raise EngineFailed(f"{name} is not installed; it comes with PostgreSQL's client.") from None
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()

    # --- databases by their names -------------------------------------------------------------------

    def make_scratch(self) -> None:
        """A new, empty database; one that an earlier restore left half done goes."""
        self._maintain(f'DROP DATABASE IF EXISTS "{self.scratch}" WITH (FORCE)')
        self._maintain(f"CREATE DATABASE \"{self.scratch}\" TEMPLATE template0 ENCODING 'UTF8'")

    def drop_scratch(self) -> None:
        self._maintain(f'DROP DATABASE IF EXISTS "{self.scratch}" WITH (FORCE)')

    def settings_of(self, name: str) -> dict:
        return {**self.connection.settings_dict, "NAME": name}

    def finish_swap(self) -> None:
        """Goes on where a restore was killed between the two names; the new database was ready by then."""
        if not self.exists(self.name) and self.exists(self.scratch):
            self._exchange(self.scratch, self.name)

    def swap(self) -> None:
        """The scratch database takes the place of the one in service, which is kept beside it."""
        self._exchange(self.name, self.before, replace=True)
        self._exchange(self.scratch, self.name)

    def undo(self) -> None:
        """The one of before comes back; what had taken its place is kept as the scratch one."""
        if not self.exists(self.before):
            raise EngineFailed("There is no database of before the restore.")
        self._exchange(self.name, self.scratch, replace=True)
        self._exchange(self.before, self.name)

    def _exchange(self, name: str, other: str, *, replace: bool = False) -> None:
        """Renames a database, if it is there: a run that was killed between two names goes on here."""
        if not self.exists(name):
            return
        if replace:
            self._maintain(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
        self.connection.close()
        self._maintain(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608  a name of our own
            f"WHERE datname = '{name}' AND usename = current_user AND backend_type = 'client backend'",
            f'ALTER DATABASE "{name}" RENAME TO "{other}"',
        )

    def exists(self, name: str) -> bool:
        with self.server() as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _maintain(self, *statements: str) -> None:
        try:
            with self.server() as server:
                for statement in statements:
                    server.execute(statement)
        except psycopg.Error as error:
            raise EngineFailed(
                f"PostgreSQL: {error.diag.message_primary or type(error).__name__}."
            ) from error

    def server(self):
        known = self.connection.get_connection_params()
        told = {key: value for key, value in known.items() if key not in NOT_FOR_LIBPQ - {"password"}}
        # A database can't be renamed by who is connected to it.
        other = "template1" if self.name == "postgres" else "postgres"
        return psycopg.connect(**told | {"dbname": other}, autocommit=True)

    def url_of(self, name: str) -> str:
        """The address of a database of this server, as DATABASE_URL takes it."""
        known = self.connection.settings_dict
        person = quote(known["USER"], safe="") + (
            f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else ""
        )
        host = quote(known["HOST"], safe="") + (f":{known['PORT']}" if known["PORT"] else "")
        options = {key: value for key, value in known["OPTIONS"].items() if isinstance(value, str)}
        return f"postgres://{person}@{host}/{quote(name, safe='')}" + (
            f"?{urlencode(options)}" if options else ""
        )


def end(process: subprocess.Popen, name: str) -> None:
    """Waits for a tool; what it said is told if it failed."""
    _, said = process.communicate()
    if process.returncode:
        lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
        raise EngineFailed(f"{name} failed: {lines[0] if lines else f'exit code {process.returncode}'}")

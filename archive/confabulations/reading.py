"""Reads the old application's rows: from a dump of PostgreSQL, or from its database; nothing of it is run.

A dump in custom format is read by pg_restore, which writes it out as text; of text only the COPY blocks are
looked at (https://www.postgresql.org/docs/current/sql-copy.html), so that no statement of a stranger's is
carried out.
"""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PREFIX = "confabulation_"
#: The tables with the columns that are needed of each.
TABLES = {
    "participant": {"id", "name", "profile", "participation_group", "gender"},
    "recording": {
        "id",
        "name",
        "date",
        "duration",
        "data_collection_circumstances",
        "sound_recording_url",
        "participant_id",
    },
    "photo": {"id", "name", "file_url"},
    "transscription": {"id", "date", "text_eng", "text_hu", "recording_id", "story_id"},
    "keyword": {"id", "name"},
    "story": {
        "id",
        "name",
        "participant_id",
        "order_in_recording",
        "duration",
        "video_url",
        "thumbnail",
        "notes",
    },
    "story_photos": {"story_id", "photo_id"},
    "story_analysis": {"story_id", "analysispoint_id"},
    "story_era": {"story_id", "era_id"},
    "story_keywords": {"story_id", "keyword_id"},
    "analysistype": {"id", "name", "description"},
    "analysispoint": {"id", "name", "analysis_type_id", "description", "color_code", "order_in_menu"},
    "connection": {"id", "name", "color_code", "description", "connection_range"},
    "storytostoryconnection": {"id", "story1_id", "story2_id", "connection_range"},
    "theme": {"id", "name", "description", "connection_range"},
    "storyintheme": {"id", "number", "story_id", "theme_id"},
    "chain": {"id", "name", "description", "connection_range"},
    "themeinchain": {"id", "number", "theme_id", "chain_id"},
    "era": {"id", "name", "description", "color_code"},
}
CUSTOM = b"PGDMP"
COMPLETE = "-- PostgreSQL database dump complete"
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

Row = dict[str, str | None]


class NotTheirs(Exception):
    """Why a dump or a database is not read, in one sentence for a person."""


def rows_of(source: str) -> dict[str, list[Row]]:
    """Every row of the tables, by the table's name without its prefix, in the order of their ids.

    `source` is the path of a dump or the address of a database. Raises NotTheirs.
    """
    if source.startswith(("postgres://", "postgresql://")):
        found = _of_database(source)
    else:
        path = Path(source)
        if not path.is_file():
            raise NotTheirs(f"There is no file {source}.")
        found = _of_custom(path) if _begins(path) == CUSTOM else _of_text(path)
    return _judged(found)


def _begins(path):
    with path.open("rb") as file:
        return file.read(len(CUSTOM))


def _judged(found):
    if missing := sorted(TABLES.keys() - found.keys()):
        tables = ", ".join(PREFIX + name for name in missing)
        raise NotTheirs(f"This is not a database of Confabulations, or not all of it: it has no {tables}.")
    for name, (columns, _) in found.items():
        if lacking := sorted(TABLES[name] - set(columns)):
            raise NotTheirs(f"{PREFIX}{name} has no column {', '.join(lacking)}; it is of another version.")
    return {name: sorted(rows, key=_by_id) for name, (_, rows) in found.items()}


def _by_id(row):
    return [int(row[name] or 0) for name in ("id", "story_id") if name in row] + [str(row)]


def _of_text(path):
    with path.open(encoding="utf-8", errors="strict") as lines:
        try:
            return _of_lines(lines, path.name)
        except UnicodeDecodeError:
            raise NotTheirs(f"{path.name} is no dump in text, and none in custom format.") from None


def _of_custom(path):
    with _restored(path) as process:
        try:
            found = _of_lines(process.stdout, path.name)
        except NotTheirs as reason:
            found = reason
        said = process.stderr.read().splitlines() or ["it failed"]
        if process.wait():
            raise NotTheirs(f"pg_restore can't read {path.name}: {said[0]}.")
        if isinstance(found, NotTheirs):
            raise found
    return found


@contextmanager
def _restored(path):
    command = [
        "pg_restore",
        "--file=-",
        "--data-only",
        *(f"--table={PREFIX}{name}" for name in TABLES),
        str(path),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
    except FileNotFoundError:
        raise NotTheirs("pg_restore is not installed; it comes with PostgreSQL's client.") from None
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _of_lines(lines: Iterable[str], name: str):
    """The COPY blocks of a dump in text."""
    found, is_complete, iterator = {}, False, iter(lines)
    for line in iterator:
        if line.startswith(COMPLETE):
            is_complete = True
        head = _head(line)
        if head:
            table, columns = head
            found[table] = (columns, list(_block(iterator, columns, table, name)))
    if not is_complete:
        raise NotTheirs(f"{name} is no dump, or breaks off: its last line is missing.")
    return found


def _head(line):
    if not line.startswith("COPY "):
        return None
    table, _, rest = line.removeprefix("COPY ").partition(" (")
    table = table.rpartition(".")[2].strip('"')
    if not table.startswith(PREFIX) or table.removeprefix(PREFIX) not in TABLES:
        return None
    return table.removeprefix(PREFIX), [column.strip('" ') for column in rest.partition(")")[0].split(",")]


def _block(lines: Iterator[str], columns, table, name):
    for line in lines:
        line = line.removesuffix("\n")
        if line == "\\.":
            return
        yield _row(line, columns, table)
    raise NotTheirs(f"{name} breaks off in the middle of {PREFIX}{table}.")


def _row(line: str, columns, table) -> Row:
    values = line.split("\t")
    if len(values) != len(columns):
        raise NotTheirs(f"A row of {PREFIX}{table} has {len(values)} values instead of {len(columns)}.")
    return {column: _value(value) for column, value in zip(columns, values, strict=True)}


def _value(text: str) -> str | None:
    if text == "\\N":
        return None
    if "\\" not in text:
        return text
    parts, rest = [], text
    while rest:
        before, slash, rest = rest.partition("\\")
        parts.append(before)
        if slash and rest:
            parts.append(ESCAPES.get(rest[0], rest[0]))
            rest = rest[1:]
    return "".join(parts)


def _of_database(address):
    found = {}
    try:
        with psycopg.connect(address, options="-c default_transaction_read_only=on") as connection:
            for table in TABLES:
                columns = [
                    name
                    for (name,) in connection.execute(
                        "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                        "AND table_schema = ANY (current_schemas(false)) ORDER BY ordinal_position",
                        [PREFIX + table],
                    )
                ]
                if columns:
                    found[table] = (columns, list(_copied(connection, table, columns)))
    except psycopg.OperationalError as error:
        raise NotTheirs(f"The database can't be read: {str(error).strip().splitlines()[0]}") from error
    except psycopg.Error as error:
        # What else it says could have the password in it.
        raise NotTheirs(f"The database can't be read ({type(error).__name__}).") from None
    return found


def _copied(connection, table, columns):
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor().copy(f'COPY "{PREFIX}{table}" ({names}) TO STDOUT') as copy:
        rest = ""
        for piece in copy:
            *lines, rest = (rest + bytes(piece).decode()).split("\n")
            yield from (_row(line, columns, table) for line in lines)

"""What a database holds, table by table: how many rows, and a digest of them, to compare a copy with."""

import json
from collections.abc import Iterator
from hashlib import sha256

#: Rows that stand in memory at once.
BATCH = 1000
#: What no backup holds: who is signed in, and what a second step of signing in is proved with.
SECRET = ("django_session", "otp_")
#: The outbox is in a file of its own, without the links that open an account.
OUTBOX = "home_mail"


def is_left_out(table: str) -> bool:
    return table == OUTBOX or table.startswith(SECRET)


def tables(connection) -> list[str]:
    """The tables whose rows a backup holds. SQLite's virtual ones (the search index) are made anew."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
            virtual = {name for (name,) in cursor.fetchall()}
            names = [name for name in names if name not in virtual]
    return sorted(name for name in names if not is_left_out(name))


def digests(connection) -> dict[str, dict]:
    """Of each table the number of its rows, and a SHA-256 of them in the order of their key.

    The digest is of the database's own way to write a row: a copy on another system has another one.
    """
    return {table: digest(connection, table) for table in tables(connection)}


def digest(connection, table: str) -> dict:
    count, found = 0, sha256()
    for row in rows(connection, table):
        count += 1
        found.update(row.encode())
        found.update(b"\n")
    return {"rows": count, "sha256": found.hexdigest()}


def rows(connection, table: str) -> Iterator[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_columns(cursor, table) or ["1"]
    order = ", ".join(quote(column) if column != "1" else column for column in key)
    if connection.vendor == "postgresql":
        query = f"SELECT t::text FROM {quote(table)} t ORDER BY {order}"  # noqa: S608  names of the catalogue
        yield from of_postgresql(connection, query)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quote(table)} ORDER BY {order}")  # noqa: S608  as above
        while batch := cursor.fetchmany(BATCH):
            yield from (json.dumps(row, default=repr) for row in batch)


def of_postgresql(connection, query: str) -> Iterator[str]:
    """By a cursor on the server, within the caller's transaction: rows come as they are read."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield from (row for (row,) in batch)

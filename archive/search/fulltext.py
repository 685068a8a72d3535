"""The databases' own full text indices: SQLite's FTS5 and PostgreSQL's, over the same folded words.

A query's terms reach them as parameters only, and consist of letters and digits (archive.search.folding).
"""

from collections.abc import Iterable

from django.db import connection

from archive.models.search import PLACES
from archive.search.query import Query, Term

TABLE = "archive_searchdocument"
INDEX = "archive_searchdocument_words"

#: Fts5 follows the documents by triggers. Every sign but a space belongs to a word: folding has parted them.
SQLITE = {
    INDEX: """CREATE VIRTUAL TABLE archive_searchdocument_words USING fts5(
        text, content='archive_searchdocument', content_rowid='number', tokenize='ascii', prefix='2 3')""",
    "archive_searchdocument_words_added": """
        CREATE TRIGGER archive_searchdocument_words_added AFTER INSERT ON archive_searchdocument BEGIN
        INSERT INTO archive_searchdocument_words(rowid, text) VALUES (new.number, new.text); END""",
    "archive_searchdocument_words_deleted": """
        CREATE TRIGGER archive_searchdocument_words_deleted AFTER DELETE ON archive_searchdocument BEGIN
        INSERT INTO archive_searchdocument_words(archive_searchdocument_words, rowid, text)
            VALUES ('delete', old.number, old.text); END""",
    "archive_searchdocument_words_changed": """
        CREATE TRIGGER archive_searchdocument_words_changed AFTER UPDATE ON archive_searchdocument BEGIN
        INSERT INTO archive_searchdocument_words(archive_searchdocument_words, rowid, text)
            VALUES ('delete', old.number, old.text);
        INSERT INTO archive_searchdocument_words(rowid, text) VALUES (new.number, new.text); END""",
}
REBUILD = "INSERT INTO archive_searchdocument_words(archive_searchdocument_words) VALUES ('rebuild')"
POSTGRESQL = """CREATE INDEX IF NOT EXISTS archive_searchdocument_words
    ON archive_searchdocument USING gin (to_tsvector('simple', text))"""


def make() -> None:
    """Makes what is missing of the index: a change of the documents' table on SQLite drops its triggers."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{INDEX}%"])
        there = {name for (name,) in cursor.fetchall()}
        missing = [statement for name, statement in SQLITE.items() if name not in there]
        for statement in missing:
            cursor.execute(statement)
        if missing:
            cursor.execute(REBUILD)


def drop() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        else:
            for name in reversed(SQLITE):
                cursor.execute(f"DROP {'TABLE' if name == INDEX else 'TRIGGER'} IF EXISTS {name}")


def rebuild() -> None:
    """Reads all documents anew. PostgreSQL's index needs no such thing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(REBUILD)


def pages(query: Query, places: Iterable[int] | None = None) -> list[int]:
    """The pages in whose documents all that is wanted is found, and nothing that is not. One query.

    With `places`, all must be found in one of those. Sets are joined, not tables: the databases are
    wrong about how many rows a word is found in, and PostgreSQL then joins them in the worst way.
    """
    wanted = [_select("page", [term], places) for term in query.wanted]
    unwanted = [_select("page", [term], None) for term in query.unwanted]
    statement = " INTERSECT ".join(sql for sql, _ in wanted) + "".join(
        f" EXCEPT {sql}" for sql, _ in unwanted
    )
    return _rows(statement, [value for _, values in wanted + unwanted for value in values])


def documents(query: Query, places: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """The page and the place of each document in which all that is wanted is found. One query."""
    return [divmod(number, PLACES) for number in _rows(*_select("number", query.wanted, places))]


def _rows(statement: str, values: list) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _select(what: str, terms: Iterable[Term], places: Iterable[int] | None) -> tuple[str, list]:
    """The statement that finds documents with all the terms, and its values."""
    select = _select_on_postgresql if connection.vendor == "postgresql" else _select_on_sqlite
    return select(what, terms, places)


def _select_on_sqlite(what, terms, places) -> tuple[str, list]:
    column = {"page": f"rowid / {PLACES}", "number": "rowid"}[what]
    statement = f"SELECT {column} FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608  constants only
    values = [" AND ".join(f'"{term}" *' if term.is_beginning else f'"{term}"' for term in terms)]
    if places is not None:
        statement += f" AND rowid %% {PLACES} IN ({_marks(places)})"
        values += places
    return statement, values


def _select_on_postgresql(what, terms, places) -> tuple[str, list]:
    """The index finds documents with the words; that they stand one after the other is seen in the text."""
    column = {"page": "page_id", "number": "number"}[what]
    matches = "to_tsvector('simple', text) @@ to_tsquery('simple', %s)"
    statement = f"SELECT {column} FROM {TABLE} WHERE {matches}"  # noqa: S608  constants only
    values = [" & ".join(map(_in_tsquery, terms))]
    for term in terms:
        if len(term.words) > 1:
            statement += " AND strpos(' ' || text || ' ', %s) > 0"
            values.append(f" {term}" if term.is_beginning else f" {term} ")
    if places is not None:
        statement += f" AND place_id IN ({_marks(places)})"
        values += places
    return statement, values


def _in_tsquery(term: Term) -> str:
    *rest, last = (f"'{word}'" for word in term.words)
    return " & ".join([*rest, f"{last}:*" if term.is_beginning else last])


def _marks(values) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"

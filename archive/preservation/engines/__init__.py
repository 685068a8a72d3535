"""What each kind of database does its own way: copy itself as it is, and change places with a copy."""

from archive.preservation.engines.postgresql import PostgreSQL
from archive.preservation.engines.sqlite import SQLite

ENGINES = {engine.vendor: engine for engine in (PostgreSQL, SQLite)}


def engine_of(connection):
    return ENGINES[connection.vendor](connection)

"""A condition: that a column is one of many numbers, which go to the database as one value."""

import json

from django.db.models import BooleanField, F
from django.db.models.lookups import Lookup


class Among(Lookup):
    """`rows.filter(Among("pk", numbers))`; an `__in` would have a parameter for each, and they run out."""

    prepare_rhs = False
    output_field = BooleanField()

    def __init__(self, column, numbers):
        super().__init__(F(column) if isinstance(column, str) else column, numbers)

    def as_sqlite(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        numbers = "(SELECT value FROM json_each(%s))"
        return f"{column} IN {numbers}", [*values, json.dumps(list(self.rhs))]

    def as_postgresql(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*values, list(self.rhs)]

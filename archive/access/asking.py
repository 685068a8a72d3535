"""What the gate is asked, and how it asks the database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps

from django.apps import apps
from django.db.models import BooleanField, Expression, F, Q, QuerySet
from django.db.models.functions import Greatest, Length, Substr
from wagtail.models import Page


@dataclass(frozen=True)
class Asked:
    """Who wants to see something, and when."""

    user: object
    at: datetime
    #: Parts of the query that several rules need (`once`).
    made: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        """Consents and seals count in days of UTC."""
        return self.at.astimezone(UTC).date()


def once(part):
    """A part of the query that is put together once, because that costs more than asking it."""

    @wraps(part)
    def made(asked: Asked):
        if part not in asked.made:
            asked.made[part] = part(asked)
        return asked.made[part]

    return made


def model(name: str):
    """A model of the archive's, which at import does not know the gate's callers yet."""
    return apps.get_model("archive", name)


def ancestor_path(levels: int, of: str = "path"):
    """The tree path of a page's ancestor, `levels` above it.

    PostgreSQL may ask it of any page before it filters, the root too, and refuses a negative length.
    """
    return Substr(of, 1, Greatest(Length(of) - levels * Page.steplen, 0))


class Within(Expression):
    """That a value is in the only column of rows, which are asked once and know nothing of the query around.

    As a plain `IN`, both databases may make a join of it, in an order that they misjudge because parts
    of paths
    mean nothing to them: with 10,000 stories that took half a minute. `IS TRUE` keeps it a condition.
    And Django
    would put the rows' query together anew at each level of a query that it stands in.
    """

    output_field = BooleanField()

    def __init__(self, value, rows: QuerySet):
        super().__init__()
        self.value = F(value) if isinstance(value, str) else value
        self.rows = rows

    def get_source_expressions(self):
        return [self.value]

    def set_source_expressions(self, expressions):
        (self.value,) = expressions

    def as_sql(self, compiler, connection):
        value, of_value = compiler.compile(self.value)
        rows, of_rows = self.rows.query.get_compiler(connection=connection).as_sql()
        # Without parentheses around it: SQLite's parser counts them, and gives up at a hundred things that
        # are open.
        return f"{value} IN ({rows}) IS TRUE", [*of_value, *of_rows]


def within(value, rows: QuerySet) -> Q:
    return Q(Within(value, rows.order_by()))

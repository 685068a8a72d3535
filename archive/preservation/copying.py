"""Copies one database into another of another kind, row by row through Django's models, and compares them."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, transaction

from archive.preservation.bags import BadBag
from archive.preservation.tables import is_left_out

BATCH = 500
#: What each kind of database keeps its own way, and what is made anew there.
DERIVED = {"wagtailsearch"}


def copy_all(source: str, target: str, *, tell: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Copies every row from one alias of settings.DATABASES to another, whose tables are there.

    What the target's migrations have put there is replaced. Returns the number of rows by table. Raises
    BadBag, and then nothing is changed, if what was written is not what was read. Memory does not grow with
    the rows.
    """
    counts = {}
    there = connections[target]
    with transaction.atomic(using=target), there.constraint_checks_disabled():
        for model in reversed(copied()):
            manager(model, target)._raw_delete(target)
        for model in copied():
            counts[model._meta.db_table] = _copy(model, source, target)
            tell(model._meta.db_table)
        for statement in there.ops.sequence_reset_sql(no_style(), copied()):
            with there.cursor() as cursor:
                cursor.execute(statement)
        there.check_constraints()
        different = [
            model._meta.db_table for model in copied() if digest(model, source) != digest(model, target)
        ]
        if different:
            raise BadBag(
                f"What was copied is not what was read of {', '.join(different)}. Nothing was changed."
            )
    return counts


def copied() -> list[type[models.Model]]:
    """The models whose tables are copied, those that others point to first where that can be."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in DERIVED
        and not is_left_out(model._meta.db_table)
    ]


def manager(model, alias: str):
    return models.QuerySet(model, using=alias)


def _copy(model, source, target) -> int:
    fields, batch, count = _fields(model), [], 0
    for row in rows(model, source):
        batch.append(_instance(model, row))
        count += 1
        if len(batch) == BATCH:
            manager(model, target)._insert(batch, fields=fields, using=target, raw=True)
            batch = []
    if batch:
        manager(model, target)._insert(batch, fields=fields, using=target, raw=True)
    return count


def _instance(model, row: dict):
    """Without its parents' fields, which are rows of tables of their own."""
    instance = model.__new__(model)
    instance.__dict__.update(row)
    instance._state = models.base.ModelState()
    return instance


def _fields(model):
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def rows(model, alias: str) -> Iterator[dict]:
    """A model's own columns, a row at a time, in the order of its key."""
    names = [field.attname for field in _fields(model)]
    found = manager(model, alias).order_by(model._meta.pk.attname).values(*names)
    yield from found.iterator(chunk_size=BATCH)


def digest(model, alias: str) -> str:
    """Of all rows, the same on every kind of database."""
    whole = sha256()
    for row in rows(model, alias):
        whole.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, default=None).encode())
    return whole.hexdigest()

"""Makes a backup: the database in one snapshot, what must be in it, the list of the media, and the media if
asked.

It can be broken off at any moment. Run again for the same place, it goes on with the media of the bag that
was not finished; the database is copied anew only into a new bag.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from archive.models import BackupRun
from archive.preservation import manifest, media, places, signing, tables
from archive.preservation.bags import SIGNATURE, Bag, Entry, Writer, measure
from archive.preservation.engines import engine_of
from archive.withdrawal.tombstones import export
from home.models import Mail
from home.outbox import ONCE

NAME = "vitrine-%Y%m%d-%H%M%S"
OUTBOX, WITHDRAWALS = "mail.jsonl", "withdrawals.json"
#: What lies in a bag's payload before the media do.
FIRST = (OUTBOX, WITHDRAWALS, media.LIST)


@dataclass
class Made:
    """A backup that is finished; `problems` names media that could not be kept as they were filed."""

    name: str
    rows: int
    objects: int = 0
    size: int = 0
    resumed: bool = False
    problems: list[str] = field(default_factory=list)


def make(
    address: str, *, with_media: bool = False, tell: Callable[[int, int], None] = lambda *_: None
) -> Made:
    """Makes a backup at an address (archive.preservation.places), or finishes one that was broken off there.

    `tell` hears of each object: how many are done, and of how many. Raises BadPlace, BadBag, EngineFailed or
    OSError; what was written until then is used by the next run.
    """
    name = unfinished(address, with_media)
    resumed = bool(name)
    name = name or new_name(address)
    storage = places.place(address, name)
    bag = Writer(storage)
    told = note_first(bag) if resumed else copy_database(bag, with_media)
    made = Made(name, told.rows, resumed=resumed)
    if with_media:
        keep_media(bag, told, made, tell)
    made.objects, made.size = bag.count, bag.size
    bag.finish(info(told), signing.sign)
    BackupRun.objects.create(name=name, place=address, has_media=with_media, rows=made.rows, size=made.size)
    return made


def new_name(address: str) -> str:
    """Named after the second; where there is one of this second already, the next is waited for."""
    there = places.names(address)
    while (name := datetime.now(UTC).strftime(NAME)) in there:
        time.sleep(0.1)
    return name


def unfinished(address: str, with_media: bool) -> str:
    """The newest bag at the address that has its database but no signature, and is of the same kind."""
    for name in reversed(places.names(address)):
        storage = places.place(address, name)
        if storage.exists(SIGNATURE):
            return ""
        if storage.exists(f"data/{manifest.FILE}") and manifest.of(Bag(storage)).has_media == with_media:
            return name
    return ""


def copy_database(bag: Writer, with_media: bool) -> manifest.Manifest:
    """The manifest comes last: where it is, the database is whole."""
    engine = engine_of(connection)
    with engine.snapshot() as snapshot:
        with engine.dumped(snapshot) as stream:
            bag.add(engine.file, stream)
        with engine.in_snapshot(snapshot) as copied:
            told = manifest.Manifest(
                made_at=manifest.now(),
                vendor=engine.vendor,
                server=engine.version,
                database=engine.file,
                migrations=manifest.applied(copied),
                tables=tables.digests(copied),
                has_media=with_media,
                versions=manifest.versions(),
            )
        bag.add(OUTBOX, media.Lines(json.dumps(row, cls=DjangoJSONEncoder) for row in mails()))
        bag.add_text(WITHDRAWALS, json.dumps(export(), ensure_ascii=False, indent=1))
        told.media = media.write_list(bag)
    bag.add_text(manifest.FILE, told.as_text())
    return told


def mails():
    """The outbox, without the text of mails whose link opens an account."""
    for row in Mail.objects.order_by("pk").values().iterator(chunk_size=1000):
        yield row | ({"text": ""} if row["key"].startswith(ONCE) else {})


def note_first(bag: Writer) -> manifest.Manifest:
    """Counts what the run that was broken off had written before the media."""
    told = manifest.of(Bag(bag.storage))
    for path in (told.database, *FIRST, manifest.FILE):
        with bag.storage.open(f"data/{path}") as file:
            bag.note(Entry(path, *measure(file)))
    return told


def keep_media(bag: Writer, told: manifest.Manifest, made: Made, tell) -> None:
    for number, row in enumerate(media.read_list(Bag(bag.storage)), 1):
        if problem := media.copy(row, bag):
            made.problems.append(problem)
        tell(number, told.media)


def info(told: manifest.Manifest) -> dict[str, str]:
    return {
        "Bag-Software-Agent": "Vitrine",
        "Bagging-Date": told.made_at[:10],
        "External-Description": f"Backup of a Vitrine: {told.server}, {told.rows} rows, {told.media} media "
        f"{'with their files' if told.has_media else 'by name'}",
    }

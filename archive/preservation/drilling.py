"""The drill: a backup is restored into nothing, compared, looked at and thrown away; a report tells.

A backup that was never restored is a hope. Nothing in service is touched, and nothing is left.
"""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection as in_service

from archive.models import DrillRun
from archive.preservation import manifest, media, places, restoring, verifying
from archive.preservation.bags import BadBag, Bag
from archive.preservation.engines import engine_of
from archive.preservation.engines.failing import EngineFailed

REPORT = "drill-%Y%m%d-%H%M%S"
SCRATCH = {"postgresql": "_drill", "sqlite": ".drill"}


@dataclass
class Drill:
    """What a drill has found; it is sound if `findings` is empty."""

    backup: str
    begun_at: str
    rows: int = 0
    tables: int = 0
    media: int = 0
    pages: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def is_sound(self) -> bool:
        return not self.findings

    def as_text(self) -> str:
        lines = [
            f"Drill of {self.backup}, {self.begun_at}",
            "",
            f"Result: {'sound' if self.is_sound else 'NOT SOUND'}",
            f"Rows compared: {self.rows} in {self.tables} tables",
            f"Media compared: {self.media}",
            f"Pages looked at: {len(self.pages)}",
            f"Duration: {self.seconds:.0f} s",
            "",
            *self.findings,
        ]
        return "\n".join(lines).rstrip() + "\n"


def drill(
    address: str,
    *,
    trusted: tuple[str, ...] = (),
    report: Path | None = None,
    connection=in_service,
    tell: Callable[[str], None] = lambda _: None,
) -> Drill:
    """Restores the newest backup at an address into nothing, and records what was found.

    The report is written into the folder `report` as JSON and as text. Raises BadPlace if there is no backup.
    """
    names = places.names(address)
    if not names:
        raise places.BadPlace(f"There is no backup at {address}. Make one: manage.py backup {address}")
    begun = time.monotonic()
    found = Drill(f"{address.rstrip('/')}/{names[-1]}", manifest.now())
    try:
        _restore_into_nothing(places.place(address, names[-1]), found, trusted, connection, tell)
    except (BadBag, EngineFailed, restoring.Refused, OSError) as reason:
        found.findings.append(str(reason))
    found.seconds = time.monotonic() - begun
    DrillRun.objects.create(
        backup=found.backup,
        is_sound=found.is_sound,
        findings=found.findings,
        rows=found.rows,
        pages=len(found.pages),
        seconds=found.seconds,
    )
    if report:
        _write(found, report)
    return found


def _restore_into_nothing(storage, found, trusted, connection, tell):
    tell("Checking the backup …")
    found.findings += verifying.findings(storage, trusted=trusted)
    if found.findings:
        return
    bag = Bag(storage)
    told = manifest.of(bag)
    engine = engine_of(connection)
    engine.scratch = engine.name + SCRATCH[engine.vendor]
    restoring.refuse_strangers(told)
    if told.vendor != engine.vendor:
        raise restoring.Refused(
            f"The backup is of {told.server}, and the site's database is {engine.version}."
        )
    with tempfile.TemporaryDirectory(prefix="vitrine-drill-", dir=settings.VAR_DIR) as folder:
        files = restoring.fetch(bag, told, Path(folder))
        try:
            tell("Restoring it into nothing …")
            engine.make_scratch()
            engine.load(files[told.database])
            restoring.compare(told, engine)
            found.rows, found.tables = told.rows, len(told.tables)
            tell("Comparing the media …")
            found.media, problems = _compare_media(bag, told)
            found.findings += problems
            tell("Looking at its pages …")
            address = engine.url_of(engine.scratch)
            restoring.manage(address, "migrate", "--noinput", "--verbosity=0")
            found.pages = restoring.manage(address, "look_at_pages").splitlines()
            found.findings += [
                f"A page does not open: {page}" for page in found.pages if not page.startswith("200 ")
            ]
        finally:
            engine.drop_scratch()


def _compare_media(bag, told) -> tuple[int, list[str]]:
    """What the bag itself holds was read while it was checked; else what lies in the bucket is asked for."""
    rows = [row for row in media.read_list(bag) if not row.is_missing] if told.has_media else None
    if rows is not None:
        return len(rows), []
    count, problems = 0, []
    for row in media.read_list(bag):
        if row.is_missing:
            continue
        count += 1
        storage, name = media.shelf(row.key)
        if not storage.exists(name):
            problems.append(f"{row.key} is neither in the backup nor in the bucket.")
        elif row.size is not None and storage.size(name) != row.size:
            problems.append(f"{row.key} in the bucket has another size than the backup says.")
    return count, problems


def _write(found: Drill, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime(REPORT)
    (folder / f"{name}.json").write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n")
    (folder / f"{name}.txt").write_text(found.as_text())

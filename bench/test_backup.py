"""What a backup costs with 100,000 media records, beside plain copies of the database and of files."""

import shutil
import subprocess
import tracemalloc
from pathlib import Path
from time import perf_counter

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from archive.models import MediaItem
from archive.preservation import backup, places, restoring, verifying
from archive.preservation.engines import engine_of
from bench.measuring import row
from tests.archive.large import batched, code
from tests.archive.preservation_parts import target  # noqa: F401
from tests.factories import ExhibitionPageFactory, GalleryPageFactory

pytestmark = pytest.mark.django_db(transaction=True)

GALLERIES, IN_EACH = 34, 999
FILES, SIZE = 200, 2**20


@pytest.fixture
def records():
    exhibition = ExhibitionPageFactory(title="Exhibition", slug="exhibition")
    for number in range(GALLERIES):
        gallery = GalleryPageFactory(parent=exhibition, code=code(number), title=f"Person {number}")
        items = [
            MediaItem(gallery=gallery, kind=kind, number=n, title=f"{kind} {n}", sha256="0" * 64, size=1)
            for kind in ("photo", "voice", "video")
            for n in range(1, IN_EACH + 1)
        ]
        for batch in batched(items, 5000):
            MediaItem.objects.bulk_create(batch)
    return MediaItem.objects.count()


def timed(call) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


def plainly_copied(folder: Path) -> float:
    """What the database's own tool takes, in seconds."""
    engine = engine_of(connection)
    if engine.vendor == "sqlite":
        return timed(lambda: shutil.copyfile(engine.name, folder / "copy.sqlite3"))
    command = ["pg_dump", "--format=custom", f"--file={folder / 'dump'}", engine.url_of(engine.name)]
    return timed(lambda: subprocess.run(command, check=True))  # noqa: S603  our own command


def test_records(records, tmp_path, target):  # noqa: F811
    plain = plainly_copied(tmp_path)
    taken = timed(lambda: backup.make(str(tmp_path / "timed")))
    tracemalloc.start()
    made = backup.make(str(tmp_path / "backups"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    row(
        f"backup of {made.rows:,} rows, {records:,} media records",
        f"{taken:.1f} s",
        f"{peak / 2**20:.0f} MiB",
    )
    row("as many times the plain copy of the database", f"{taken / plain:.1f}")
    bag = places.place(str(tmp_path / "backups"), made.name)
    row("verify", f"{timed(lambda: list(verifying.findings(bag))):.1f} s")
    row("restore, migrated and compared", f"{timed(lambda: restoring.restore(bag, connection=target)):.1f} s")


def test_files(tmp_path, db):
    bucket = storages["participants"]
    content = bytes(range(256)) * (SIZE // 256)
    for number in range(FILES):
        bucket.save(f"graphs/{number}.bin", ContentFile(content))
    plain = timed(lambda: shutil.copytree(bucket.location, tmp_path / "copy"))
    taken = timed(lambda: backup.make(str(tmp_path / "backups"), with_media=True))
    row(f"backup with {FILES} files of 1 MiB", f"{taken:.1f} s", f"{taken / plain:.1f} × copy")

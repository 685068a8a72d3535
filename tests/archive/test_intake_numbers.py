"""However many workers file at once, each number is given to one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from archive import tasks
from archive.intake import isolation, reception
from archive.models import MediaItem, Upload
from tests.archive.upload_files import objects, photograph

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WORKERS = 6


@pytest.fixture(autouse=True)
def quick_workshop(tmp_path, monkeypatch):
    """Makes the same of every file, and tells no worker."""
    made = tmp_path / "made"
    made.write_bytes(photograph())
    cleaned = isolation.Cleaned("photo", made, None, [])
    monkeypatch.setattr(isolation, "clean", lambda source, folder: cleaned)
    monkeypatch.setattr("celery.Celery.send_task", lambda *args, **options: None)


def file_all(gallery, *contents) -> list[str]:
    """Files them at once; gives the states in which they end."""
    uploads = [
        reception.receive(ContentFile(content, "XY007.jpg"), gallery=gallery, by=None) for content in contents
    ]

    def work(upload):
        try:
            tasks.file_upload(upload.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(work, uploads))
    return sorted(Upload.objects.values_list("state", flat=True))


def test_of_different_files_at_once_each_gets_a_number(exhibition):
    states = file_all(exhibition.gallery, *(f"content {number}".encode() for number in range(WORKERS)))

    assert states == ["filed"] * WORKERS
    assert sorted(MediaItem.objects.values_list("number", flat=True)) == [7, 8, 9, 10, 11, 12]
    assert objects() == [f"XY/i/XY{number:03d}.jpg" for number in range(7, 7 + WORKERS)]


def test_of_the_same_file_at_once_one_is_filed(exhibition):
    states = file_all(exhibition.gallery, *[b"the same"] * WORKERS)

    # The others know it is there, or wait until the one is finished.
    assert (states.count("filed"), set(states) <= {"filed", "duplicate", "waiting"}) == (1, True)
    assert MediaItem.objects.get().name == "XY007"

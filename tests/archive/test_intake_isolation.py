"""What a file does to the program that reads it ends that program, and nothing else."""

import io
import json
import sys
import tracemalloc

import pytest
from django.core.files.base import File
from django.core.files.storage import storages
from PIL import Image

from archive import paths
from archive.intake import isolation, limits, reading
from archive.intake.refusal import Refused
from archive.intake.workshop.__main__ import TOO_MUCH
from archive.models import Upload
from tests.archive.upload_files import film, photograph, png_of


@pytest.fixture
def clean(tmp_path):
    def run(content: bytes):
        (tmp_path / "upload").write_bytes(content)
        return isolation.clean(tmp_path / "upload", tmp_path)

    return run


@pytest.fixture
def program(monkeypatch):
    """Lets another program be run in the workshop's place."""

    def replace(code: str):
        monkeypatch.setattr(isolation, "COMMAND", [sys.executable, "-c", code])

    return replace


def refusal(clean, content=b"") -> str:
    with pytest.raises(Refused) as refused:
        clean(content)
    return str(refused.value)


def test_photograph_is_cleaned_in_a_process_of_its_own(clean):
    cleaned = clean(photograph())

    assert (cleaned.kind, cleaned.poster) == ("photo", None)
    assert cleaned.notes == ["The place (GPS) that was written in it was taken out."]
    assert Image.open(cleaned.made).size == (320, 240)


def test_video_comes_with_its_poster(clean):
    cleaned = clean(film(seconds=1))

    assert (cleaned.kind, Image.open(cleaned.poster).size) == ("video", (160, 120))


def test_refusal_is_told(clean):
    assert refusal(clean, png_of(50_000, 50_000)).startswith("This picture has 50,000 × 50,000 pixels;")


def test_process_is_told_no_secret(clean, program, monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secret")
    program("import json, os; print(json.dumps({'refusal': ' '.join(os.environ), 'cause': ''}))")

    assert set(refusal(clean).split()) <= {*isolation.TOLD, "LC_CTYPE", "PWD", "__CF_USER_TEXT_ENCODING"}


def test_process_that_is_killed_means_a_file_that_is_refused(clean, program):
    program("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")

    assert refusal(clean) == isolation.BROKE_OFF


def test_process_that_does_not_end_is_ended(clean, program, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    program("import time; time.sleep(60)")

    assert refusal(clean) == isolation.TOO_LONG


def test_process_that_fails_says_nothing_of_the_file(clean, program):
    program("raise OSError('No space left on device')")

    with pytest.raises(isolation.WorkshopFailed):
        clean(photograph())


def test_file_that_takes_too_much_memory_is_refused(clean, program):
    program(
        "import sys; from pathlib import Path; from archive.intake import limits; limits.MEMORY = 2**28;"
        "from archive.intake.workshop.__main__ import main; main(*map(Path, sys.argv[1:]))"
    )
    made = io.BytesIO()
    Image.new("RGB", (10_000, 10_000)).save(made, "PNG", compress_level=1)

    assert refusal(clean, made.getvalue()) == TOO_MUCH


def test_limits_hold_in_the_process(clean, program):
    program(
        "import json, resource; from archive.intake.workshop.__main__ import keep_to_limits;"
        "keep_to_limits();"
        "held = [resource.getrlimit(what)[0] for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS)];"
        "print(json.dumps({'refusal': json.dumps(held), 'cause': ''}))"
    )

    assert json.loads(refusal(clean)) == [limits.SECONDS, limits.MEMORY]


def test_workshop_knows_no_django(clean, program):
    program(
        "import json, sys, archive.intake.workshop.__main__;"
        "known = {'django', 'celery', 'botocore'} & set(sys.modules);"
        "print(json.dumps({'refusal': str(known), 'cause': ''}))"
    )

    assert refusal(clean) == "set()"


def test_large_upload_is_fetched_a_chunk_at_a_time(tmp_path):
    upload, large = Upload(), tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(100 * 2**20)
    with large.open("rb") as file:
        storages["participants"].save(paths.incoming_key(upload.uuid), File(file))
    tracemalloc.start()

    reading.fetch(upload, tmp_path / "copy")

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 2**20
    assert (tmp_path / "copy").stat().st_size == 100 * 2**20

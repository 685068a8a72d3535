"""The drill: a backup is restored into nothing and proved, or what is wrong with it is said."""

import json
import os

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from archive.models import BackupRun, DrillRun, MediaItem
from archive.preservation import backup, places, restoring
from archive.preservation.engines import engine_of
from tests.archive.preservation_parts import filed  # noqa: F401
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _on_the_tests_own_settings(monkeypatch):
    monkeypatch.setattr(restoring, "environment", lambda url: os.environ | {"TEST_DATABASE_URL": url})


@pytest.fixture
def place(filed, tmp_path):  # noqa: F811
    backup.make(str(tmp_path / "backups"), with_media=True)
    return tmp_path / "backups"


def bag_in(place):
    return place / places.names(str(place))[-1]


def scratch_is_gone():
    engine = engine_of(connection)
    name = engine.name + {"postgresql": "_drill", "sqlite": ".drill"}[engine.vendor]
    return not engine.exists(name)


def test_sound_backup_is_restored_compared_and_looked_at(place, tmp_path, capsys):
    people = UserFactory._meta.model.objects.count()

    call_command("drill", str(place), "--report", str(tmp_path / "reports"))

    run, said = DrillRun.objects.get(), capsys.readouterr().out
    assert (run.is_sound, run.findings) == (True, [])
    assert run.rows == BackupRun.objects.get().rows
    assert run.pages == 4
    assert "Result: sound" in said
    report = json.loads(next((tmp_path / "reports").glob("*.json")).read_text())
    assert [page.split()[0] for page in report["pages"]] == ["200"] * 4
    assert report["pages"][-1].endswith("/xy001/")
    assert next((tmp_path / "reports").glob("*.txt")).read_text() in said
    assert scratch_is_gone()
    assert UserFactory._meta.model.objects.count() == people


def test_newest_backup_is_the_one_that_is_proved(place, capsys):
    backup.make(str(place))
    newest = places.names(str(place))[-1]

    call_command("drill", str(place))

    assert DrillRun.objects.get().backup == f"{place}/{newest}"


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_damaged_backup_is_not_sound(place, damage):
    file = bag_in(place) / "data" / engine_of(connection).file
    content = bytearray(file.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    else:
        file.unlink()

    with pytest.raises(CommandError, match="not sound") as error:
        call_command("drill", str(place))

    assert error.value.returncode == 2
    assert DrillRun.objects.get().findings != []
    assert scratch_is_gone()


def test_media_that_are_in_neither_are_found(filed, tmp_path):  # noqa: F811
    backup.make(str(tmp_path / "backups"))
    item = MediaItem.objects.order_by("pk").first()
    storages["participants"].delete(item.key)

    with pytest.raises(CommandError, match="not sound"):
        call_command("drill", str(tmp_path / "backups"))
    assert DrillRun.objects.get().findings == [f"{item.key} is neither in the backup nor in the bucket."]


def test_no_backup_is_told(tmp_path):
    with pytest.raises(CommandError, match="There is no backup at"):
        call_command("drill", str(tmp_path))
    with pytest.raises(CommandError, match="or set BACKUP_PLACE"):
        call_command("drill")
    assert not DrillRun.objects.exists()


def test_page_tells_how_old_the_newest_are(place, sign_in):
    call_command("drill", str(place))
    archivist = UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_inventoryrun"])

    page = sign_in(archivist).get(reverse("archive_preservation:preservation")).content.decode()

    assert "with the media" in page
    assert "<b>sound</b>" in page
    assert "There is no backup of the last" not in page
    assert "No drill has succeeded" not in page

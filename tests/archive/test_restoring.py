"""The way back: beside the database in service, and only what is whole takes its place."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from archive.models import Withdrawal
from archive.preservation import places, restoring, settling
from archive.preservation.engines import engine_of, postgresql
from builds.models import Build
from home.models import Mail
from home.models.mail import ATTEMPTS
from tests.archive.preservation_parts import asked, bag, filed, is_empty, make, target  # noqa: F401
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CODES = "SELECT code FROM archive_gallerypage ORDER BY code"
WITHDRAWN = "SELECT code FROM archive_withdrawal"
HELD = f"SELECT count(*) FROM home_mail WHERE attempts = {ATTEMPTS} AND sent_at IS NULL"


class Killed(BaseException):
    """Nothing catches it, as nothing catches `kill -9`."""


@pytest.fixture
def as_it_is(monkeypatch):
    """The restored database is neither migrated nor settled, which takes other processes and long."""
    monkeypatch.setattr(restoring, "manage", lambda address, *command: "[]")


def tombstones(gallery) -> str:
    row = {"uuid": str(gallery.uuid), "gallery_uuid": str(gallery.uuid), "by": None, "code": gallery.code}
    row |= {"reason": "Asked for", "removed": {}, "deleted_at": None}
    return json.dumps([row | dict.fromkeys(("withdrawn_at", "delete_after"), timezone.now().isoformat())])


def test_a_backup_comes_back_replaces_and_is_undone(filed, make, target, tmp_path):  # noqa: F811
    Mail.objects.create(key="waits", to="v@vitrine.example", subject="Waits", text="Still.")
    Build.objects.create(
        study=StudyPageFactory(), kind="preview", state="running", lease_until=timezone.now()
    )
    storage = places.place(str(tmp_path / "backups"), make().name)
    since = tmp_path / "withdrawals.json"
    since.write_text(tombstones(filed.gallery))

    done = restoring.restore(storage, connection=target, withdrawals=since)

    assert (done.problems, done.kept) == ([], "")
    assert asked(target, CODES) == [("XY",), ("ZZ",)]
    assert asked(target, WITHDRAWN) == [("XY",)]
    assert asked(target, HELD) == [(1,)]
    assert asked(target, "SELECT state FROM builds_build") == [("failed",)]

    with pytest.raises(restoring.Refused, match=r"has people in it.*--replace"):
        restoring.restore(storage, connection=target)
    with target.cursor() as cursor:
        cursor.execute("UPDATE archive_gallerypage SET profile = 'Of today'")
    again = restoring.restore(storage, connection=target, replace=True)

    assert again.kept == engine_of(target).before
    assert asked(target, WITHDRAWN) == [("XY",)]
    assert ("Of today",) not in asked(target, "SELECT profile FROM archive_gallerypage")
    restoring.undo(target)
    assert ("Of today",) in asked(target, "SELECT profile FROM archive_gallerypage")


STEPS = {
    "fetch": (restoring, "fetch"),
    "scratch": ("engine", "make_scratch"),
    "load": ("engine", "load"),
    "compare": (restoring, "compare"),
    "manage": (restoring, "manage"),
    "media": (restoring, "bring_back_media"),
    "swap": ("engine", "swap"),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_is_killed_leaves_nothing_half(bag, target, as_it_is, monkeypatch, step, when):  # noqa: F811
    place, name = STEPS[step]
    place = type(engine_of(connection)) if place == "engine" else place
    original = getattr(place, name)

    def killed(*args, **options):
        if when == "after":
            original(*args, **options)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(place, name, killed)
        with pytest.raises(Killed):
            restoring.restore(bag, connection=target)
    target.close()
    if (step, when) != ("swap", "after"):
        assert is_empty(target)

    restoring.restore(bag, connection=target, replace=True)

    assert asked(target, CODES) == [("XY",), ("ZZ",)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A file takes another's place at once.")
def test_a_restore_that_is_killed_between_two_names_is_finished(bag, target, as_it_is, monkeypatch):  # noqa: F811
    original, names = postgresql.PostgreSQL._exchange, []

    def killed(self, name, other, **options):
        names.append(name)
        if len(names) == 2:
            raise Killed
        return original(self, name, other, **options)

    with monkeypatch.context() as patched:
        patched.setattr(postgresql.PostgreSQL, "_exchange", killed)
        with pytest.raises(Killed):
            restoring.restore(bag, connection=target)
    engine = engine_of(target)
    assert not engine.exists(engine.name)

    with pytest.raises(restoring.Refused, match="has people in it"):
        restoring.restore(bag, connection=target)

    assert asked(target, CODES) == [("XY",), ("ZZ",)]


def test_a_full_disk_is_told_and_nothing_is_restored(bag, target, monkeypatch):  # noqa: F811
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring.shutil, "copyfileobj", full)
    with pytest.raises(CommandError, match=r"^Nothing was restored: No space left on device\.$"):
        call_command("restore", bag.location, "--replace")


def test_media_of_the_bucket_is_never_overwritten(bag, target, as_it_is, filed):  # noqa: F811
    bucket = Path(storages["participants"].location)
    (bucket / "XY/i/XY001.jpg").unlink()
    (bucket / "XY/i/XY002.jpg").write_bytes(b"of today")

    done = restoring.restore(bag, connection=target)

    assert (bucket / "XY/i/XY001.jpg").exists()
    assert (bucket / "XY/i/XY002.jpg").read_bytes() == b"of today"
    (problem,) = done.problems
    assert "XY/i/XY002.jpg in the bucket has another size" in problem


@pytest.mark.parametrize("arguments", [[], ["somewhere", "--undo"]])
def test_restore_wants_to_know_what(arguments):
    with pytest.raises(CommandError, match="Name a backup, or say --undo"):
        call_command("restore", *arguments)


# --- what is settled ------------------------------------------------------------------------------


def test_after_a_restore_nobody_is_signed_in_and_old_mail_waits(client, filed, tmp_path, capsys):  # noqa: F811
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    Mail.objects.create(key="sent", to="v@vitrine.example", subject="S", text="T", sent_at=timezone.now())
    Mail.objects.create(key="waits", to="v@vitrine.example", subject="W", text="T")
    file = tmp_path / "withdrawals.json"
    file.write_text(tombstones(filed.gallery))

    call_command("after_restore", "--withdrawals", str(file))

    assert "Sessions ended: 1. Mails held: 1. Withdrawn again: XY." in capsys.readouterr().out
    assert client.get("/exhibition/").status_code == 302
    assert not Mail.objects.due().exists()
    assert Withdrawal.objects.get().code == "XY"
    call_command("release_mails")
    assert [mail.key for mail in Mail.objects.due()] == ["waits"]


def test_a_file_that_is_none_is_named(tmp_path):
    (tmp_path / "mail.jsonl").write_text("{")

    with pytest.raises(CommandError, match="can't be read"):
        call_command("after_restore", "--mail", str(tmp_path / "mail.jsonl"))
    assert settling.release() == 0

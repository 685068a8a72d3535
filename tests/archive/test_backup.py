"""A backup is one signed bag; whatever is wrong with one is said, and it is not used."""

import base64
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from archive.models import Withdrawal
from archive.preservation import backup, bags, manifest, media, places, restoring, signing, tables, verifying
from archive.preservation.engines import ENGINES, engine_of
from archive.preservation.engines.failing import EngineFailed
from home.models import Mail
from tests.archive.preservation_parts import bag, filed, is_empty, make, picture, target  # noqa: F401
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def folder(storage) -> Path:
    return Path(storage.location)


def copy_of(storage) -> Path:
    """Where the copy of the database lies."""
    return folder(storage) / "data" / engine_of(connection).file


def signed_anew(storage) -> None:
    """As somebody with the key could have made the bag as it lies there."""
    found = bags.Writer(storage)
    for path in sorted((folder(storage) / "data").rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found.note(bags.Entry(str(path.relative_to(folder(storage) / "data")), *bags.measure(file)))
    found.finish({}, signing.sign)


def refusal(storage, target) -> str:  # noqa: F811
    """What a restore says, after which the database is as empty as it was."""
    with pytest.raises((restoring.Refused, bags.BadBag, EngineFailed)) as refused:
        restoring.restore(storage, connection=target)
    assert is_empty(target)
    return str(refused.value)


# --- making ---------------------------------------------------------------------------------------


def test_a_backup_is_whole_and_says_what_it_holds(bag):  # noqa: F811
    assert list(verifying.findings(bag)) == []
    told = manifest.of(bags.Bag(bag))
    assert told.tables["archive_gallerypage"]["rows"] == 2
    assert told.media == 2
    assert bag.exists("data/media/XY/i/XY001.jpg")


def test_standard_tools_prove_it_too(bag):  # noqa: F811
    for name in (bags.MANIFEST, bags.TAG_MANIFEST):
        subprocess.run(
            ["sha256sum", "--check", "--strict", name], cwd=folder(bag), check=True, capture_output=True
        )
    assert (folder(bag) / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")


def test_without_the_media_it_has_their_list_only(make, tmp_path):  # noqa: F811
    storage = places.place(str(tmp_path / "backups"), make(with_media=False).name)

    assert list(verifying.findings(storage)) == []
    assert not storage.exists("data/media/XY/i/XY001.jpg")
    row = next(media.read_list(bags.Bag(storage)))
    assert (row.key, row.participant, len(row.sha256)) == ("XY/i/XY001.jpg", "XY", 64)


def test_what_lies_beside_the_media_is_kept_too(make, tmp_path):  # noqa: F811
    for key in ("thumbnails/XY001.jpg", "XY/graphs/whole.png", "incoming/of-today"):
        storages["participants"].save(key, ContentFile(b"beside"))

    listed = media.read_list(bags.Bag(places.place(str(tmp_path / "backups"), make().name)))

    beside = {row.key for row in listed if not row.item}
    assert beside == {"thumbnails/XY001.jpg", "XY/graphs/whole.png"}


def test_the_images_of_public_pages_are_kept_and_come_back(make, tmp_path):  # noqa: F811
    storages["default"].save("original_images/house.jpg", ContentFile(picture((3, 3))))
    storage = places.place(str(tmp_path / "backups"), make().name)
    assert list(verifying.findings(storage)) == []
    storages["default"].delete("original_images/house.jpg")

    assert restoring.bring_back_media(bags.Bag(storage)) == []

    with storages["default"].open("original_images/house.jpg") as file:
        assert file.read() == picture((3, 3))
    storages["default"].delete("original_images/house.jpg")


def test_no_secret_is_in_it(make, tmp_path, client, settings):  # noqa: F811
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    key = client.session.session_key
    Mail.objects.create(
        key="once:welcome", to="v@vitrine.example", subject="Welcome", text="…/open/s3cr3t-link/"
    )
    Mail.objects.create(key="told", to="v@vitrine.example", subject="Told", text="What happened.")
    settings.BACKUP_SIGNING_KEY = base64.b64encode(b"k" * 32).decode()

    storage = places.place(str(tmp_path / "backups"), make().name)

    texts = [path.read_bytes() for path in folder(storage).rglob("*") if path.is_file()]
    for secret in (key, "s3cr3t-link", settings.SECRET_KEY, settings.BACKUP_SIGNING_KEY):
        assert not any(secret.encode() in text for text in texts), secret
    mails = [json.loads(line) for line in (folder(storage) / "data/mail.jsonl").read_text().splitlines()]
    assert [mail["text"] for mail in mails] == ["", "What happened."]
    assert "django_session" not in manifest.of(bags.Bag(storage)).tables


def test_media_of_somebody_who_withdrew_is_not_kept(filed, tmp_path):  # noqa: F811
    Withdrawal.objects.create(
        gallery=filed.gallery,
        gallery_uuid=filed.gallery.uuid,
        code="XY",
        withdrawn_at=timezone.now(),
        delete_after=timezone.now(),
    )

    made = backup.make(str(tmp_path), with_media=True)

    storage = places.place(str(tmp_path), made.name)
    assert list(media.read_list(bags.Bag(storage))) == []
    assert not storage.exists("data/media/XY/i/XY001.jpg")


def test_a_backup_that_broke_off_is_finished_by_the_next(filed, tmp_path, monkeypatch):  # noqa: F811
    original, copied = media.copy, []

    def full(row, bag):  # noqa: F811
        if copied:
            raise OSError(28, "No space left on device")
        copied.append(row.key)
        return original(row, bag)

    monkeypatch.setattr(media, "copy", full)
    with pytest.raises(CommandError, match="No space left on device.*goes on from there"):
        call_command("backup", str(tmp_path), "--with-media")
    monkeypatch.setattr(media, "copy", original)
    (name,) = places.names(str(tmp_path))
    storage = places.place(str(tmp_path), name)
    assert list(verifying.findings(storage)) == [
        "The backup was never finished: it has no signature. Run manage.py backup for the same place again."
    ]
    before = copy_of(storage).stat().st_mtime_ns

    made = backup.make(str(tmp_path), with_media=True)

    assert (made.name, made.resumed) == (name, True)
    assert list(verifying.findings(storage)) == []
    assert copy_of(storage).stat().st_mtime_ns == before


def test_media_that_is_not_there_or_another_is_named(filed, tmp_path):  # noqa: F811
    bucket = Path(storages["participants"].location)
    (bucket / "XY/i/XY001.jpg").unlink()
    (bucket / "XY/i/XY002.jpg").write_bytes(b"another")

    with pytest.raises(CommandError) as told:
        call_command("backup", str(tmp_path), "--with-media")

    assert "XY/i/XY001.jpg is not there." in str(told.value)
    assert "XY/i/XY002.jpg is not what was filed; it is kept as it is." in str(told.value)
    assert told.value.returncode == 3


@pytest.mark.parametrize("address", ["ftp://there", "s3://", "s3://B"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(CommandError, match="no address of a bucket"):
        call_command("backup", address)


def test_a_bucket_holds_backups_as_a_folder_does(filed, amazon, settings, monkeypatch):  # noqa: F811
    settings.S3_OPTIONS = settings.S3_OPTIONS | {
        "access_key": "A" * 20,
        "secret_key": "s" * 40,
        "region_name": "eu-west-1",
        "endpoint_url": amazon,
        "addressing_style": "path",
    }
    whole = places.place("s3://kept-elsewhere")
    whole.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    whole.save("other/thing", ContentFile(b"of somebody else"))

    made = backup.make("s3://kept-elsewhere/vitrine", with_media=True)

    assert places.names("s3://kept-elsewhere/vitrine") == [made.name]
    storage = places.place(f"s3://kept-elsewhere/vitrine/{made.name}")
    assert list(verifying.findings(storage)) == []
    storage.save("data/extra", ContentFile(b"x"))
    assert list(verifying.findings(storage)) == ["data/extra was added after the backup was made."]
    storage.delete("data/media/XY/i/XY001.jpg")
    assert any("XY001.jpg is missing" in found for found in verifying.findings(storage))


# --- proving, and refusing ------------------------------------------------------------------------


def cut(part: int):
    def cut(storage):
        path = copy_of(storage)
        os.truncate(path, path.stat().st_size * part // 100)

    return cut


def flip(storage):
    path = copy_of(storage)
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


def remove(name: str):
    return lambda storage: (folder(storage) / name).unlink()


def write(name: str, text: str):
    return lambda storage: (folder(storage) / name).write_text(text)


def link(storage):
    path = folder(storage) / "data/media/XY/i/XY001.jpg"
    path.unlink()
    path.symlink_to("/etc/hostname")


DAMAGES = {
    "cut at 0": (cut(0), "was changed after the backup was made"),
    "cut at 25": (cut(25), "was changed after the backup was made"),
    "cut at 50": (cut(50), "was changed after the backup was made"),
    "cut at 90": (cut(90), "was changed after the backup was made"),
    "cut at 99": (cut(99), "was changed after the backup was made"),
    "flipped": (flip, "was changed after the backup was made"),
    "unsigned": (remove("signature.txt"), "never finished"),
    "signature empty": (write("signature.txt", ""), "not trusted here"),
    "signature of nothing": (write("signature.txt", "Key: x\nSignature: y\n"), "not trusted here"),
    "tag changed": (write("bag-info.txt", "Payload-Oxum: 1.1\n"), "bag-info.txt was changed"),
    "manifest changed": (write("manifest-sha256.txt", ""), "manifest-sha256.txt was changed"),
    "tag manifest changed": (write("tagmanifest-sha256.txt", ""), "signature does not fit"),
    "no manifest": (remove("manifest-sha256.txt"), "manifest-sha256.txt is missing"),
    "medium gone": (remove("data/media/XY/i/XY001.jpg"), "data/media/XY/i/XY001.jpg is missing"),
    "medium changed": (write("data/media/XY/i/XY001.jpg", "another"), "XY001.jpg was changed"),
    "medium a link": (link, "is a link to another place"),
    "file added": (write("data/extra", "x"), "data/extra was added after"),
    "nothing": (lambda storage: shutil.rmtree(folder(storage)), "no backup of Vitrine"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_backup_is_told_and_not_restored(bag, target, name):  # noqa: F811
    damage, said = DAMAGES[name]
    damage(bag)

    found = list(verifying.findings(bag))

    assert len(found) >= 1
    assert any(said in finding for finding in found), found
    assert said in refusal(bag, target)


def test_a_backup_of_another_key_needs_to_be_trusted(make, tmp_path, settings):  # noqa: F811
    stranger = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
    settings.BACKUP_SIGNING_KEY = base64.b64encode(b"s" * 32).decode()
    storage = places.place(str(tmp_path / "backups"), make().name)
    settings.BACKUP_SIGNING_KEY = ""

    (found,) = verifying.findings(storage)
    assert "not trusted here" in found
    assert list(verifying.findings(storage, trusted=(signing.public_text(stranger),))) == []
    settings.BACKUP_TRUSTED_KEYS = [signing.public_text(stranger)]
    assert list(verifying.findings(storage)) == []


def test_a_backup_of_before_the_secret_key_was_exchanged_is_the_sites_own(bag, settings):  # noqa: F811
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" * 4

    assert list(verifying.findings(bag)) == []


def changed(storage, **facts):
    path = folder(storage) / "data" / manifest.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))
    signed_anew(storage)


def test_a_newer_backup_is_refused_by_name(bag, target):  # noqa: F811
    changed(bag, migrations={"archive": ["0001_initial", "0999_of_tomorrow"]})
    assert "made by a newer Vitrine: this one does not know archive.0999_of_tomorrow" in refusal(bag, target)

    changed(bag, format=99)
    assert "layout 99, and this Vitrine knows 1" in refusal(bag, target)


def test_a_backup_of_another_kind_of_database_that_is_none_is_refused(bag, target):  # noqa: F811
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    copy_of(bag).write_bytes(ENGINES[other].magic)
    changed(bag, vendor=other, server="Other 1")

    wanted = {"sqlite": "SQLite can't read the copy", "postgresql": "--server postgres://"}[other]
    assert wanted in refusal(bag, target)


def test_a_signed_copy_that_is_damaged_stays_outside(bag, target):  # noqa: F811
    """Who has the key can sign nonsense; the database's own tool then finds it."""
    cut(50)(bag)
    signed_anew(bag)

    assert refusal(bag, target)


def test_a_copy_with_other_rows_than_it_says_is_refused(bag, target):  # noqa: F811
    told = manifest.of(bags.Bag(bag)).tables
    changed(bag, tables=told | {"home_user": {"rows": 7, "sha256": "0" * 64}})

    assert "is not what the backup says of home_user" in refusal(bag, target)


def test_paths_out_of_the_bag_are_refused(bag):  # noqa: F811
    for path in ("../../etc/passwd", "/etc/passwd", "data/../../x", "~/x", "data\\..\\x", "C:/x", ""):
        assert not bags.is_safe(path)
        with pytest.raises(bags.BadBag):
            bags.Bag(bag).open(path)


def test_names_with_line_ends_and_percents_go_there_and_back():
    assert bags.from_manifest(bags.in_manifest("a%0Ab\r\n%25")) == "a%0Ab\r\n%25"


def test_verify_says_what_it_read(bag, capsys):  # noqa: F811
    call_command("verify", bag.location, "--sample", "10")
    assert "whole" in (said := capsys.readouterr().out)
    assert "10 % of the media" in said
    with pytest.raises(CommandError, match="from 0 to 100"):
        call_command("verify", bag.location, "--sample", "101")


def test_digests_tell_any_changed_row(filed):  # noqa: F811
    before = tables.digests(connection)
    filed.gallery.profile = "Another"
    filed.gallery.save()

    after = tables.digests(connection)

    assert {name for name in before if before[name] != after[name]} >= {"archive_gallerypage"}
    assert before["home_user"] == after["home_user"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own.")
def test_what_is_left_out_of_a_copy_is_not_in_its_free_pages(bag):  # noqa: F811
    with sqlite3.connect(copy_of(bag)) as copy:
        assert copy.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM django_session").fetchone() == (0,)

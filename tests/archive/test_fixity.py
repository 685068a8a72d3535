"""Objects are read again: all within a quarter, one alarm for each change, a history that only grows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from storages.backends.s3 import S3Storage

from archive import fixity, inventory
from archive.models import FixityCheck, FixityRecord, MediaItem
from home.models import Mail
from tests.archive.preservation_parts import filed  # noqa: F401
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BESIDE = "XY/graphs/XY.png"


@pytest.fixture
def archivist():
    permissions = ["wagtailadmin.access_admin", "archive.view_inventoryrun", "archive.view_exhibitionpage"]
    return UserFactory(email="archivist@vitrine.example", permissions=permissions)


@pytest.fixture
def beside(filed):  # noqa: F811
    """An object that is of no media item."""
    storages["participants"].save(BESIDE, ContentFile(b"a graph"))
    inventory.take()
    return storages["participants"]


@pytest.fixture
def item(filed):  # noqa: F811
    return MediaItem.objects.order_by("pk").first()


def replace(key, content):
    storages["participants"].delete(key)
    storages["participants"].save(key, ContentFile(content))


def read_all():
    return fixity.check(everything=True)


def test_sound_objects_are_read_and_noted(beside, item):
    done = read_all()

    assert (done.read, done.doubtful) == (3, [])
    record = FixityRecord.objects.get(key=item.key)
    assert (record.outcome, record.sha256, record.size) == ("sound", item.sha256, item.size)
    assert record.checks.get().found == item.sha256
    assert Mail.objects.count() == 0


def test_changed_object_raises_one_alarm_however_often_it_is_read(beside, item, archivist):
    read_all()
    replace(item.key, b"another")

    assert read_all().doubtful == [item.key]
    assert read_all().doubtful == [item.key]

    mail = Mail.objects.get()
    assert mail.to == archivist.email
    assert item.key not in mail.subject + mail.text
    outcomes = FixityRecord.objects.get(key=item.key).checks.values_list("outcome", flat=True)
    assert list(outcomes) == ["changed", "changed", "sound"]


def test_object_that_was_put_back_is_sound_and_its_next_change_is_told_again(beside, item, archivist):
    with storages["participants"].open(item.key) as file:
        content = file.read()
    for wrong in (b"one", b"two"):
        replace(item.key, wrong)
        read_all()
        replace(item.key, content)
        assert read_all().doubtful == []

    assert Mail.objects.count() == 2


def test_missing_object_of_an_item_is_told_and_of_nothing_is_forgotten(beside, item, archivist):
    read_all()
    beside.delete(item.key)
    beside.delete(BESIDE)

    assert read_all().doubtful == [item.key]
    assert not FixityRecord.objects.filter(key=BESIDE).exists()
    assert FixityRecord.objects.get(key=item.key).outcome == "missing"


def test_object_that_can_not_be_read_is_told(beside, item, archivist, monkeypatch):
    def broken(self, name, mode="rb"):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(type(beside), "open", broken)

    assert len(read_all().doubtful) == 3
    assert set(FixityRecord.objects.values_list("outcome", flat=True)) == {"unreadable"}
    assert Mail.objects.count() == 1


def test_slices_read_everything_within_a_quarter(beside, settings):
    """Each night the oldest readings come first, so nothing is left out."""
    for number in range(200):
        beside.save(f"XY/graphs/{number}.png", ContentFile(bytes([number]) * 100))
    inventory.take()

    nights = 0
    while FixityRecord.objects.filter(checked_at=None).exists() or not nights:
        fixity.check()
        nights += 1

    assert FixityRecord.objects.count() == 203
    assert nights <= fixity.SLICES < fixity.QUARTER.days
    FixityRecord.objects.filter(key=BESIDE).update(checked_at=timezone.now() - timedelta(days=80))
    fixity.check(most_bytes=1)
    assert FixityRecord.objects.get(key=BESIDE).checked_at > timezone.now() - timedelta(minutes=1)


def test_history_only_grows(beside):
    read_all()

    for change in (FixityCheck.objects.first().delete, FixityCheck.objects.all().delete):
        with pytest.raises(PermissionDenied):
            change()


def test_change_that_was_meant_is_accepted_with_a_reason(beside, archivist, sign_in):
    read_all()
    replace(BESIDE, b"a better graph")
    read_all()
    record = FixityRecord.objects.get(key=BESIDE)
    browser, address = sign_in(archivist), reverse("archive_preservation:accept", args=[record.pk])

    assert "Say why" in browser.post(address, {"reason": " "}, follow=True).content.decode()
    page = browser.post(address, {"reason": "Drawn anew."}, follow=True).content.decode()

    assert "Drawn anew." in page
    assert archivist.display_name in page
    assert read_all().doubtful == []
    browser.post(address, {"reason": "Again."})
    assert not FixityCheck.objects.filter(reason="Again.").exists()


def test_changed_object_of_an_item_is_not_simply_accepted(beside, item, archivist, sign_in):
    replace(item.key, b"another")
    read_all()
    record = FixityRecord.objects.get(key=item.key)

    address = reverse("archive_preservation:accept", args=[record.pk])
    page = sign_in(archivist).post(address, {"reason": "x"}, follow=True).content.decode()

    assert "upload it there as a new version" in page
    assert read_all().doubtful == [item.key]


def test_command_ends_with_the_doubt(beside, item, capsys):
    call_command("check_fixity", "--all")
    assert "3 objects read" in capsys.readouterr().out
    replace(item.key, b"another")

    with pytest.raises(CommandError, match=item.key) as error:
        call_command("check_fixity", "--all")
    assert error.value.returncode == 2


def test_page_tells_the_state_and_names_objects_only_to_who_sees_everything(beside, item, archivist, sign_in):
    replace(item.key, b"another")
    read_all()
    address = reverse("archive_preservation:preservation")
    editor = UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_inventoryrun"])
    stranger = UserFactory(permissions=["wagtailadmin.access_admin"])

    pages = {person: sign_in(person).get(address) for person in (archivist, editor, stranger)}

    assert [page.status_code for page in pages.values()] == [200, 200, 302]
    assert item.key in pages[archivist].content.decode()
    assert item.key not in pages[editor].content.decode()
    assert "1 object is not as it was" in pages[editor].content.decode()
    record = reverse("archive_preservation:record", args=[FixityRecord.objects.get(key=item.key).pk])
    assert sign_in(archivist).get(record).status_code == 200
    assert sign_in(editor).get(record).status_code == 302


def test_page_warns_where_there_is_no_backup_and_no_drill(archivist, sign_in):
    page = sign_in(archivist).get(reverse("archive_preservation:preservation")).content.decode()

    assert "There is no backup of the last 7 days." in page
    assert "No drill has succeeded within 90 days" in page


def test_page_costs_the_same_for_many(beside, archivist, sign_in):
    read_all()
    browser, address = sign_in(archivist), reverse("archive_preservation:preservation")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    cost()
    before = cost()
    FixityRecord.objects.bulk_create(
        [FixityRecord(key=f"ZZ/i/{n}.jpg", outcome="changed") for n in range(30)]
    )
    assert cost() == before


@pytest.fixture
def s3_bucket(amazon):
    options = {"access_key": "AKIAABCDEFGHIJKLMNOP", "secret_key": "s" * 40, "region_name": "eu-west-1"}
    storage = S3Storage(bucket_name="fixity", endpoint_url=amazon, addressing_style="path", **options)
    storage.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return storage


def test_bucket_of_s3_is_read_alike(s3_bucket):
    s3_bucket.save(BESIDE, ContentFile(b"a graph"))
    inventory.take(s3_bucket)

    assert fixity.check(s3_bucket, everything=True).doubtful == []
    s3_bucket.delete(BESIDE)
    s3_bucket.save(BESIDE, ContentFile(b"another"))
    assert fixity.check(s3_bucket, everything=True).doubtful == [BESIDE]


def test_media_are_copied_into_another_storage_and_proved(beside, tmp_path, capsys):
    call_command("copy_media", str(tmp_path / "copy"))
    assert "3 copied" in capsys.readouterr().out
    (tmp_path / "copy" / BESIDE).write_bytes(b"cut")

    call_command("copy_media", str(tmp_path / "copy"))

    assert "1 copied, 7 bytes; 2 were there already." in capsys.readouterr().out
    assert (tmp_path / "copy" / BESIDE).read_bytes() == b"a graph"
    assert beside.exists(BESIDE)

"""What an inventory finds, records and marks, in a folder and in a bucket of S3."""

import io
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from moto.server import ThreadedMotoServer
from PIL import Image
from storages.backends.s3 import S3Storage

from archive import inventory, tasks
from archive.inventory import belonging, listing
from archive.inventory.listing import Found
from archive.models import InventoryRun, MediaItem, StoredObject, Upload
from tests.factories import GalleryPageFactory, MediaItemFactory

MOMENT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def picture(color="red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture(scope="module")
def amazon():
    """Moto's server; each test makes a bucket of its own."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["a folder", "a bucket"])
def bucket(request):
    return storages["participants"] if request.param == "a folder" else request.getfixturevalue("s3")


@pytest.fixture
def s3(amazon, request, monkeypatch):
    name = f"participants-{abs(hash(request.node.name))}"
    storage = S3Storage(
        bucket_name=name,
        endpoint_url=amazon,
        region_name="eu-west-1",
        access_key="A" * 20,
        secret_key="s" * 40,
        default_acl=None,
        file_overwrite=False,
        max_memory_size=8 * 2**20,
    )
    storage.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return storage


@pytest.fixture
def gallery(db):
    return GalleryPageFactory(code="BE")


def filed(gallery, bucket, content=None, number=1, **facts):
    """A photograph as it is after it was filed."""
    content = picture() if content is None else content
    facts = {"size": len(content), "sha256": sha256(content).hexdigest()} | facts
    item = MediaItemFactory(gallery=gallery, number=number, **facts)
    put(bucket, item.key, content)
    return item


def put(bucket, key, content):
    bucket.delete(key)
    bucket.save(key, ContentFile(content))


def marks(item):
    item.refresh_from_db()
    return {name for name in ("is_missing", "is_changed") if getattr(item, name)}


def test_inventory_records_each_object(gallery, bucket):
    item = filed(gallery, bucket)
    put(bucket, "thumbnails/BE001.jpg", b"still")

    run = inventory.take(bucket)

    assert inventory.numbers(run) == (run.pk, 2, 0, 0, 0)
    assert run.finished_at is not None
    rows = {row.key: row for row in StoredObject.objects.all()}
    assert {key: row.size for key, row in rows.items()} == {item.key: item.size, "thumbnails/BE001.jpg": 5}
    assert all(row.etag and row.run == run for row in rows.values())
    assert all(abs(timezone.now() - row.modified_at) < timedelta(minutes=5) for row in rows.values())
    item.refresh_from_db()
    assert item.etag == rows[item.key].etag


def test_inventory_of_nothing_finds_nothing(db, bucket):
    assert inventory.numbers(inventory.take(bucket))[1:] == (0, 0, 0, 0)


def test_inventory_again_changes_nothing(gallery, bucket, django_assert_num_queries):
    filed(gallery, bucket)
    inventory.take(bucket)
    first = list(StoredObject.objects.values("key", "size", "etag", "modified_at"))
    item = MediaItem.objects.values().get()

    inventory.take(bucket)

    assert list(StoredObject.objects.values("key", "size", "etag", "modified_at")) == first
    assert MediaItem.objects.values().get() == item


def test_inventory_marks_what_is_gone_and_heals_it_when_it_is_back(gallery, bucket):
    item, other = filed(gallery, bucket), filed(gallery, bucket, number=2)
    inventory.take(bucket)

    bucket.delete(item.key)
    assert inventory.numbers(inventory.take(bucket))[1:] == (1, 1, 0, 0)
    assert (marks(item), marks(other)) == ({"is_missing"}, set())
    assert [row.key for row in StoredObject.objects.all()] == [other.key]

    put(bucket, item.key, picture())
    assert inventory.numbers(inventory.take(bucket))[1:] == (2, 0, 0, 0)
    assert marks(item) == set()


@pytest.mark.parametrize("content", [picture("blue"), picture() + b"more", b""])
def test_inventory_marks_what_is_another_and_heals_it(gallery, bucket, content):
    item = filed(gallery, bucket)
    inventory.take(bucket)

    put(bucket, item.key, content)
    assert inventory.numbers(inventory.take(bucket))[1:] == (1, 0, 1, 0)
    assert marks(item) == {"is_changed"}
    # It stays marked as long as it is another.
    inventory.take(bucket)
    assert marks(item) == {"is_changed"}

    put(bucket, item.key, picture())
    assert inventory.numbers(inventory.take(bucket))[1:] == (1, 0, 0, 0)
    assert marks(item) == set()


def test_inventory_of_what_was_copied_takes_it_for_the_same(gallery):
    """Restored from a backup, a file has another time and is the same."""
    bucket = storages["participants"]
    item = filed(gallery, bucket)
    inventory.take(bucket)
    item.refresh_from_db()
    before = item.etag
    os.utime(bucket.path(item.key), (MOMENT.timestamp(), MOMENT.timestamp()))

    inventory.take(bucket)

    assert marks(item) == set()
    assert item.etag != before


def test_inventory_of_what_was_never_read_looks_at_its_size_first(gallery, bucket):
    item = filed(gallery, bucket, size=7)

    inventory.take(bucket)

    assert marks(item) == {"is_changed"}


def rot(bucket, key):
    """One bit turns; of a file also the time stays."""
    path = Path(bucket.path(key))
    facts = path.stat()
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_inventory_with_checksums_finds_a_bit_that_turned(gallery):
    bucket = storages["participants"]
    item = filed(gallery, bucket)
    inventory.take(bucket)
    rot(bucket, item.key)

    inventory.take(bucket)
    assert marks(item) == set()
    inventory.take(bucket, checksums=True)
    assert marks(item) == {"is_changed"}


def test_inventory_makes_whole_what_was_described_before_its_file_came(gallery, bucket):
    item = MediaItemFactory(gallery=gallery, is_missing=True, width=None, height=None)
    put(bucket, item.key, picture())

    inventory.take(bucket)

    assert marks(item) == set()
    assert (item.width, item.height, item.size) == (64, 48, len(picture()))
    assert item.sha256 == sha256(picture()).hexdigest()


def test_inventory_leaves_out_what_can_t_be_read(gallery, bucket):
    item = MediaItemFactory(gallery=gallery, is_missing=True)
    put(bucket, item.key, b"<html>")

    run = inventory.take(bucket)

    assert marks(item) == {"is_missing"}
    assert (run.found, run.missing) == (1, 1)


def test_inventory_leaves_alone_what_is_being_filed(gallery, bucket):
    item = MediaItemFactory(gallery=gallery, is_missing=True)
    put(bucket, item.key, picture())
    Upload.objects.create(gallery=gallery, size=1, state=Upload.State.WORKING, item=item)

    inventory.take(bucket)

    assert marks(item) == {"is_missing"}


def test_inventory_does_not_miss_what_came_while_it_walked(gallery, bucket):
    def walk(storage):
        yield from listing.objects(storage)
        filed(gallery, storage)

    inventory.take(bucket, objects=walk)

    assert marks(MediaItem.objects.get()) == set()


def test_inventory_counts_what_belongs_to_nothing(gallery, bucket):
    filed(gallery, bucket)
    known = [
        "thumbnails/BE001.jpg",
        "thumbnails/ZZ999.jpg",
        "graphs/all.png",
        "BE/graphs/graph-1.svg",
        "Video/720/BE001.mp4",
        "incoming/7b0f",
        "consent/form.pdf",
        "uploads/images/logo.png",
        ".wellknown/cloudinary/a-cloud",
    ]
    strange = [
        "BE/i/BE002.jpg",
        "BE/v/BE001.mp4",
        "BE/i/XY001.jpg",
        "BE/i/BE001.JPG",
        "BE/BE001.jpg",
        "thumbnails/page.html",
        "notes.txt",
        "incoming",
        "xgraphs/a.png",
        "BE/graphs",
    ]
    for key in known + strange:
        if key not in ("incoming", "BE/graphs") or isinstance(bucket, S3Storage):
            put(bucket, key, b"x")
        else:
            strange.remove(key)

    run = inventory.take(bucket)

    assert sorted(row.key for row in belonging.extra()) == sorted(strange)
    assert run.extra == len(strange)


def test_key_in_sql_is_the_item_s_key(gallery):
    for kind, number in [("photo", 1), ("photo", 12), ("video", 123), ("voice", 999)]:
        MediaItemFactory(gallery=gallery, kind=kind, number=number)
    items = MediaItem.objects.annotate(told=belonging.key_in_sql())

    assert [item.told for item in items] == [item.key for item in items]


@pytest.mark.parametrize("key", ["x" * 301, "BE/i/\x00.jpg", "BE/i/\u202egpj.001EB", "BE/i/\udcff.jpg"])
def test_inventory_counts_what_it_can_t_record(db, key):
    objects = [Found("BE/i/BE001.jpg", 1, "e", MOMENT), Found(key, 1, "e", MOMENT)]

    run = inventory.take(objects=lambda storage: objects)

    assert (run.found, run.extra) == (2, 2)
    assert [row.key for row in StoredObject.objects.all()] == ["BE/i/BE001.jpg"]


def test_inventory_walks_a_bucket_of_many_pages(db, s3):
    client = s3.connection.meta.client
    for number in range(2100):
        client.put_object(Bucket=s3.bucket_name, Key=f"graphs/{number:04d}.png", Body=b"x")
    client.put_object(Bucket=s3.bucket_name, Key="graphs/", Body=b"")

    run = inventory.take(s3)

    assert run.found == 2100
    assert StoredObject.objects.count() == 2100


def test_inventory_of_a_folder_follows_no_link_out_of_it_and_goes_down(db, tmp_path):
    bucket = storages["participants"]
    put(bucket, "graphs/a/b/c/deep.png", b"x")
    (tmp_path / "secret.txt").write_text("x")
    Path(bucket.path("outside")).symlink_to(tmp_path)

    assert [found.key for found in listing.objects(bucket)] == ["graphs/a/b/c/deep.png"]


def many(count):
    def objects(storage):
        return (
            Found(f"graphs/{number:06d}.png", number, f"{number:032x}", MOMENT) for number in range(count)
        )

    return objects


def memory() -> int:
    """What this process has of the machine's memory, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_inventory_of_100_000_objects_takes_no_more_memory_than_one_of_10_000(db):
    taken = []

    def objects(storage):
        for number, found in enumerate(many(100_000)(storage)):
            if number in (10_000, 99_999):
                taken.append(memory())
            yield found

    assert inventory.take(objects=objects).found == 100_000
    assert StoredObject.objects.count() == 100_000
    assert taken[1] - taken[0] < 20 * 2**20


def test_inventory_costs_the_same_queries_for_few_and_many_items(gallery, django_assert_max_num_queries):
    bucket = storages["participants"]
    for number in range(1, 31):
        filed(gallery, bucket, number=number)
    inventory.take(bucket)

    with django_assert_max_num_queries(20):
        inventory.take(bucket)


def broken(storage):
    yield from many(1001)(storage)
    raise ConnectionError


def test_inventory_that_breaks_off_has_not_been(gallery):
    bucket = storages["participants"]
    item = filed(gallery, bucket)
    first = inventory.take(bucket)

    with pytest.raises(ConnectionError):
        inventory.take(bucket, objects=broken)

    assert list(InventoryRun.objects.all()) == [first]
    assert first.objects_seen.count() == 1001
    assert marks(item) == set()
    inventory.take(bucket)
    assert [row.key for row in StoredObject.objects.all()] == [item.key]


def test_first_inventory_that_breaks_off_leaves_nothing(db):
    with pytest.raises(ConnectionError):
        inventory.take(objects=broken)

    assert not InventoryRun.objects.exists()
    assert not StoredObject.objects.exists()


def test_two_inventories_at_once_are_one(db):
    running = InventoryRun.objects.create()

    with pytest.raises(inventory.AlreadyTaken):
        inventory.take()
    assert list(InventoryRun.objects.all()) == [running]

    # One of an hour ago was killed.
    InventoryRun.objects.update(started_at=timezone.now() - timedelta(minutes=61))
    run = inventory.take()
    assert list(InventoryRun.objects.all()) == [run]


def test_task_takes_an_inventory_of_the_participants_bucket(gallery):
    item = filed(gallery, storages["participants"])

    tasks.take_inventory()

    assert [row.key for row in StoredObject.objects.all()] == [item.key]


def said_by(*options):
    said = io.StringIO()
    call_command("inventory", *options, stdout=said)
    return said.getvalue()


def test_command_tells_the_numbers(gallery):
    bucket = storages["participants"]
    filed(gallery, bucket)
    MediaItemFactory(gallery=gallery, number=2, is_missing=True)
    put(bucket, "notes.txt", b"x")

    assert said_by() == (
        "2 objects. Media items without theirs: 1; with another one than was filed: 0. "
        "Objects that belong to nothing: 1.\n"
    )
    rot(bucket, "BE/i/BE001.jpg")
    assert "with another one than was filed: 1." in said_by("--checksums")


def test_command_while_another_is_taken_says_so(db):
    InventoryRun.objects.create()

    with pytest.raises(CommandError, match="Wait until it has ended"):
        said_by()

"""The media of a backup: a list of all objects that should be there, and on request the objects."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.core.files.storage import Storage, storages

from archive import paths
from archive.inventory import BATCH, batches, listing
from archive.inventory.belonging import key_in_sql
from archive.inventory.listing import Found
from archive.models import MediaItem, Withdrawal
from archive.preservation.bags import BadBag, Bag, Entry, Writer, measure

#: The list, a line of JSON for each object.
LIST = "media.jsonl"
FOLDER = "media/"
#: Below it are Wagtail's own images and documents, which have a storage of their own (settings.STORAGES).
UPLOADS = "uploads/"
#: Not listed with the participants' bucket: uploads that wait to be filed, and what is listed by itself.
PASSING = (f"{paths.INCOMING}/", UPLOADS)


@dataclass(frozen=True)
class Listed:
    """What is known of an object; `sha256` is empty if it was never read, `item` if it is of none."""

    key: str
    size: int | None
    sha256: str
    participant: str
    item: str
    is_missing: bool = False


def listed() -> Iterator[Listed]:
    """Every media item's object, and what else lies in the bucket; nothing of those who withdrew."""
    withdrawn = set(Withdrawal.objects.values_list("code", flat=True))
    items = MediaItem.objects.exclude(gallery__code__in=withdrawn).select_related("gallery").order_by("pk")
    for item in items.iterator(chunk_size=BATCH):
        yield Listed(item.key, item.size, item.sha256, item.gallery.code, str(item.uuid), item.is_missing)
    for found in beside(storages["participants"]):
        if (code := paths.code_of(found.key)) not in withdrawn:
            yield Listed(found.key, found.size, "", code, "")
    for found in listing.objects(storages["default"]):
        yield Listed(UPLOADS + found.key, found.size, "", "", "")


def beside(bucket: Storage) -> Iterator[Found]:
    """The objects that are of no media item: posters, graph images, forms of consent."""
    lasting = (found for found in listing.objects(bucket) if not found.key.startswith(PASSING))
    for batch in batches(lasting):
        items = MediaItem.objects.annotate(object_key=key_in_sql()).order_by()
        known = set(
            items.filter(object_key__in=[found.key for found in batch]).values_list("object_key", flat=True)
        )
        yield from (found for found in batch if found.key not in known)


def shelf(key: str) -> tuple[Storage, str]:
    """The storage in which an object lies, and its name there."""
    if key.startswith(UPLOADS):
        return storages["default"], key.removeprefix(UPLOADS)
    return storages["participants"], key


def write_list(bag: Writer) -> int:
    """Puts the list into the bag; returns how many objects it has."""
    lines = Lines(json.dumps(asdict(row), ensure_ascii=False) for row in listed())
    bag.add(LIST, lines)
    return lines.count


class Lines:
    """Text that is made while it is read, as a stream of bytes."""

    closed = False

    def __init__(self, lines: Iterator[str]):
        self.lines, self.rest, self.count = lines, b"", 0

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.rest) < size:
            line = next(self.lines, None)
            if line is None:
                break
            self.count += 1
            self.rest += line.encode() + b"\n"
        end = len(self.rest) if size < 0 else size
        block, self.rest = self.rest[:end], self.rest[end:]
        return block


def read_list(bag: Bag) -> Iterator[Listed]:
    with bag.open(f"data/{LIST}") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield Listed(**json.loads(line))
            except (ValueError, TypeError):
                raise BadBag(f"Line {number} of data/{LIST} is not one of Vitrine's.") from None


def copy(row: Listed, bag: Writer) -> str:
    """Brings an object into the bag, unless it is there from a run before; returns what is wrong, if
    anything.
    """
    path = FOLDER + row.key
    if present := present_in(bag.storage, path, row):
        bag.note(present)
        return ""
    storage, name = shelf(row.key)
    try:
        with storage.open(name) as file:
            entry = bag.add(path, file)
    except FileNotFoundError:
        return f"{row.key} is not there."
    if row.sha256 and entry.digest != row.sha256:
        return f"{row.key} is not what was filed; it is kept as it is."
    return ""


def present_in(storage: Storage, path: str, row: Listed) -> Entry | None:
    if not row.sha256 or not storage.exists(f"data/{path}"):
        return None
    with storage.open(f"data/{path}") as file:
        digest, size = measure(file)
    return Entry(path, digest, size) if digest == row.sha256 else None


def bring_back(row: Listed, bag: Bag) -> str:
    """Puts an object of the bag where it belongs, never over another one; returns what is wrong."""
    storage, name = shelf(row.key)
    if storage.exists(name):
        return compare(row, storage, name)
    try:
        with bag.open(f"data/{FOLDER}{row.key}") as file:
            saved = storage.save(name, file)
    except BadBag:
        return f"{row.key} is neither in the backup nor in the bucket."
    return "" if saved == name else f"{row.key} could not be written under its name."


def compare(row: Listed, storage: Storage, name: str) -> str:
    if not row.sha256:
        return ""
    if row.size is not None and storage.size(name) != row.size:
        return f"{row.key} in the bucket has another size than the backup says; it was left as it is."
    with storage.open(name) as file:
        digest, _ = measure(file)
    return "" if digest == row.sha256 else f"{row.key} in the bucket is another file; it was left as it is."

"""Proves a backup whole, or says in plain sentences what is wrong with it."""

from collections.abc import Iterator
from random import Random

from django.core.files.storage import Storage

from archive.inventory import listing
from archive.preservation import manifest, media, signing
from archive.preservation.bags import (
    MANIFEST,
    PAYLOAD,
    SIGNATURE,
    TAG_FILES,
    TAG_MANIFEST,
    BadBag,
    Bag,
    is_safe,
    measure,
)
from archive.preservation.engines import ENGINES

WHOLE = 100


def findings(storage: Storage, *, sample: int = WHOLE, trusted: tuple[str, ...] = ()) -> Iterator[str]:
    """What is wrong with the bag in a storage, a sentence for each thing; nothing, if it can be relied on.

    Of the media `sample` percent are read; all of the rest always is. `trusted` are public keys beside those
    that the settings name. What is unsigned or signed by somebody else is not looked into further.
    """
    bag = Bag(storage)
    try:
        check_signature(bag, trusted)
    except BadBag as reason:
        yield str(reason)
        return
    try:
        yield from payload(bag, sample)
        told = manifest.of(bag)
        yield from database(bag, told)
        yield from listed(bag, told)
    except BadBag as reason:
        yield str(reason)


def check_signature(bag: Bag, trusted: tuple[str, ...] = ()) -> None:
    """That the tag files are those that were signed; raises BadBag."""
    if not bag.storage.exists("bagit.txt") and not bag.storage.exists(f"data/{manifest.FILE}"):
        raise BadBag("There is no backup of Vitrine: bagit.txt is missing.")
    if not bag.storage.exists(SIGNATURE):
        raise BadBag(
            "The backup was never finished: it has no signature. "
            "Run manage.py backup for the same place again."
        )
    tags = bag.read(TAG_MANIFEST)
    signing.check(bag.read(SIGNATURE), tags, trusted)
    digests = dict(bag.entries(TAG_MANIFEST))
    for name in TAG_FILES:
        with bag.open(name) as file:
            if measure(file)[0] != digests.get(name):
                raise BadBag(f"{name} was changed after the backup was made.")


def payload(bag: Bag, sample: int) -> Iterator[str]:
    """Each file of the manifest, and whatever is there beside."""
    chance, count, size = Random(), 0, 0  # noqa: S311  which ones are read need not be a secret
    for path, digest in bag.entries():
        count += 1
        if not is_safe(path) or not path.startswith(PAYLOAD):
            yield f"{path!r} in {MANIFEST} is no path within the payload."
            continue
        try:
            with bag.open(path) as file:
                skipped = path.startswith(PAYLOAD + media.FOLDER) and chance.random() * WHOLE >= sample
                found, length = (digest, file.size) if skipped else measure(file)
        except BadBag as reason:
            yield str(reason)
            continue
        size += length
        if found != digest:
            yield f"{path} was changed after the backup was made."
    if f"{size}.{count}" != (oxum := bag.info.get("Payload-Oxum")):
        yield f"The payload has {count} files of {size} bytes, and bag-info.txt says {oxum}."
    yield from strays(bag, count)


def strays(bag: Bag, expected: int) -> Iterator[str]:
    """Files of the payload that no manifest lists; they are looked for only if there are more than listed."""
    there = (found.key for found in listing.objects(bag.storage) if found.key.startswith(PAYLOAD))
    if sum(1 for _ in there) <= expected:
        return
    known = {path for path, _ in bag.entries()}
    for found in listing.objects(bag.storage):
        if found.key.startswith(PAYLOAD) and found.key not in known:
            yield f"{found.key} was added after the backup was made."


def database(bag: Bag, told: manifest.Manifest) -> Iterator[str]:
    engine = ENGINES.get(told.vendor)
    if engine is None:
        yield f"The backup is of a database that Vitrine does not know ({told.vendor})."
        return
    with bag.open(f"data/{told.database}") as file:
        if file.read(len(engine.magic)) != engine.magic:
            yield f"data/{told.database} is no copy of a {told.server} database."


def listed(bag: Bag, told: manifest.Manifest) -> Iterator[str]:
    """That each medium of the list is in the bag, if it is one with media."""
    count = 0
    for row in media.read_list(bag):
        count += 1
        path = f"data/{media.FOLDER}{row.key}"
        if told.has_media and not row.is_missing and not bag.storage.exists(path):
            yield f"{row.key} is not in the backup: it was not in the bucket when that was made."
    if count != told.media:
        yield f"data/{media.LIST} has {count} lines, and data/{manifest.FILE} says {told.media}."

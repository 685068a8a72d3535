"""What there is of a participant: rows that are counted, stories, and objects with their checksums."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest

from django.core.files.storage import Storage, storages
from django.db.models import Q

from archive import paths
from archive.governing import KINDS
from archive.inventory import listing
from archive.models import (
    Connection,
    ConsentLimit,
    Cue,
    GalleryPage,
    MediaItem,
    StoryPage,
    ThemeStory,
    Transcript,
)


@dataclass(frozen=True)
class Removed:
    """An object of the bucket, as the certificate lists it."""

    key: str
    size: int | None
    sha256: str


def stories_of(gallery: GalleryPage):
    return StoryPage._base_manager.filter(path__startswith=gallery.path).order_by("path")


def told(gallery: GalleryPage) -> dict:
    """What the tombstone keeps of it: numbers, uuids, keys and checksums, and no word of anybody's."""
    return {
        "counts": counts(gallery),
        "stories": [str(uuid) for uuid in stories_of(gallery).values_list("uuid", flat=True)],
        "objects": [asdict(found) for found in recorded_objects(gallery)],
    }


def counts(gallery: GalleryPage) -> dict[str, int]:
    stories = stories_of(gallery).order_by().values("pk")
    items, limits = gallery.media_items.all(), ConsentLimit.objects
    return {
        "stories": stories.count(),
        "photographs": items.filter(kind=MediaItem.Kind.PHOTO).count(),
        "videos": items.filter(kind=MediaItem.Kind.VIDEO).count(),
        "voice recordings": items.filter(kind=MediaItem.Kind.VOICE).count(),
        "recordings": gallery.recordings.count(),
        "transcripts": Transcript.objects.filter(story__in=stories).count(),
        "lines of transcripts": Cue.objects.filter(transcript__story__in=stories).count(),
        "places in themes": ThemeStory.objects.filter(story__in=stories).count(),
        "connections": Connection.objects.filter(Q(from_story__in=stories) | Q(to_story__in=stories)).count(),
        "versions of consent": gallery.consents.count(),
        "limits of consent": limits.filter(Q(story__in=stories) | Q(item__gallery=gallery)).count(),
        "uploads": gallery.uploads.count(),
        "grants": sum(grants_on(kind, gallery).count() for kind in KINDS.values()),
    }


def grants_on(kind, gallery: GalleryPage):
    """The grants of a kind on the gallery or one of its stories."""
    return kind.model.objects.filter(content_object__path__startswith=gallery.path)


def recorded_objects(gallery: GalleryPage) -> Iterator[Removed]:
    """The objects of the media items, as the rows know them."""
    for item in gallery.media_items.filter(is_missing=False).select_related("gallery"):
        yield Removed(item.key, item.size, item.sha256)


def stored_objects(gallery: GalleryPage, storage: Storage | None = None) -> Iterator[Removed]:
    """Every object of the participant that lies in the bucket; one whose checksum nobody knows is read."""
    storage = storage or storages["participants"]
    known = {found.key: found for found in recorded_objects(gallery)}
    named = {paths.incoming_key(uuid) for uuid in gallery.uploads.values_list("uuid", flat=True)}
    named.update(name for name in gallery.consents.values_list("form_file", flat=True) if name)
    for found in listing.objects(storage):
        if paths.code_of(found.key) == gallery.code or found.key in named:
            sha256 = known[found.key].sha256 if found.key in known else ""
            yield Removed(found.key, found.size, sha256 or checksum(storage, found.key))


def checksum(storage: Storage, key: str) -> str:
    with storage.open(key) as file:
        return file_digest(file, "sha256").hexdigest()

"""Copies the participants' media into another storage, and proves each copy by reading it back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.files import File
from django.core.files.storage import Storage, storages

from archive.inventory import listing
from archive.preservation.bags import Measured, measure, save


@dataclass
class Copied:
    """What was copied, what was there already, and what could not be copied."""

    copied: int = 0
    present: int = 0
    bytes: int = 0
    problems: list[str] = field(default_factory=list)


def copy_all(
    target: Storage, *, source: Storage | None = None, tell: Callable[[Copied], None] = lambda _: None
) -> Copied:
    """Copies every object that is not there yet as it is; nothing is deleted anywhere.

    Run again it goes on where it was broken off. Memory does not grow with the objects.
    """
    source, done = source or storages["participants"], Copied()
    for key in _keys(source):
        _copy(key, source, target, done)
        tell(done)
    return done


def _keys(source) -> Iterator[str]:
    return (found.key for found in listing.objects(source))


def _copy(key, source, target, done):
    try:
        if target.exists(key):
            with source.open(key) as here, target.open(key) as there:
                if here.size == there.size and measure(here) == measure(there):
                    done.present += 1
                    return
        with source.open(key) as here:
            measured = Measured(here)
            save(target, key, File(measured, name=key))
        with target.open(key) as there:
            digest, size = measure(there)
    except OSError as error:
        done.problems.append(f"{key}: {error.strerror or type(error).__name__}")
        return
    if (digest, size) != (measured.digest, measured.size):
        done.problems.append(f"{key}: what was written is not what is read back.")
        return
    done.copied += 1
    done.bytes += size

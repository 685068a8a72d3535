"""The old exhibition's files: those that the rows name are copied; what else lies there is told."""

import re
from urllib.parse import unquote, urlsplit

from django.core.files import File
from django.core.files.storage import Storage, storages

from archive import paths
from archive.inventory import listing
from archive.preservation.bags import Measured, measure, save

SMALLER = re.compile(rf"Video/\d+/({paths.CODE})(\d{{3}})\.mp4")


def key_of(address: str | None) -> str:
    """The key at the end of an old address of a file, such as XY/v/XY001.mp4; empty if it names none."""
    if not address:
        return ""
    parts = unquote(urlsplit(address).path).strip("/").split("/")
    key = "/".join(parts[-3:])
    if smaller := SMALLER.fullmatch(key):
        # The old application played these; they are made of the video of the same name.
        key = paths.media_key("video", smaller[1], int(smaller[2]))
    return key if paths.KEY.fullmatch(key) else ""


class Files:
    """The media tree, and what of it was used."""

    def __init__(self, source: Storage | None, report):
        self.source, self.report = source, report
        self.sizes = {found.key: found.size for found in listing.objects(source)} if source else {}
        self.used: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self.sizes

    def use(self, key: str, where: str, id) -> None:
        """Notes that a media item needs the object; one that is nowhere is told."""
        if key in self.used:
            return
        self.used.add(key)
        if self.source and not self.has(key):
            there = storages["participants"].exists(key)
            self.report.files["already there" if there else "missing"] += 1
            if not there:
                self.report.note(where, id, f"There is no file {key}.", "Its place says so until it comes.")

    def tell_unexpected(self) -> None:
        """What no row names, and is no poster, smaller video or graph of something that one names."""
        for key in sorted(self.sizes.keys() - self.used):
            try:
                paths.parse(key)
            except paths.BadKey:
                continue
            self.report.files["unexpected"] += 1
            self.report.note("file", key, "No row names it.", "It was not copied.")

    def copy(self) -> None:
        """Copies what is needed, with its posters and smaller videos and the graphs of the person.

        Not the graphs of the whole (`graphs/`): they may show anybody, and a withdrawal could not find them.
        """
        target = storages["participants"]
        names = {_name(key) for key in self.used}
        codes = {paths.code_of(key) for key in self.used}
        for key in sorted(self.sizes):
            code = paths.code_of(key)
            is_beside = not paths.KEY.fullmatch(key) and (_name(key) in names or f"{code}/graphs/" in key)
            if key in self.used or (code in codes - {""} and is_beside):
                self._copy(key, target)

    def _copy(self, key, target):
        if target.exists(key):
            same = target.size(key) == self.sizes[key]
            self.report.files["already there"] += 1
            if not same:
                self.report.note("file", key, "Another file of that name is here.", "It was left as it is.")
            return
        with self.source.open(key) as file:
            measured = Measured(file)
            save(target, key, File(measured, name=key))
        with target.open(key) as copied:
            if measure(copied) != (measured.digest, measured.size):
                target.delete(key)
                self.report.note(
                    "file", key, "The copy is not what was read.", "It was deleted; import again."
                )
                return
        self.report.files["copied"] += 1


def _name(key: str) -> str:
    return key.rpartition("/")[2].rpartition(".")[0]

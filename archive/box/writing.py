"""Writes a box into a folder: pages, media, small pictures, a search, and a list with every SHA-256.

Nothing in it asks a network or a server: links are relative, words are found by a script that has them.
"""

import hashlib
import json
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image

from archive.box.choosing import SCOPES, BoxedGallery, BoxedStory, choose
from archive.models import MediaItem

STYLES = ("home/site.css", "archive/box/box.css")
SCRIPTS = ("archive/box/box.js", "archive/box/search.js")
FONTS = "vendor/newsreader"
MANIFEST = "manifest-sha256.txt"
SMALL = (720, 720)
PIECE = 2**20
README = """Vitrine: an exhibition in a box

Open index.html in a browser. Nothing else is needed, and nothing is sent anywhere.

Made on {made:%d %B %Y} for the use “{scope}”, with what participants allowed for it on that day.
{galleries} participants, {stories} stories.

Whoever has this box answers for it. A participant can withdraw: then delete the box, and every copy of it,
and ask for a new one. Show it to nobody for whom it was not made.

manifest-sha256.txt names every file with its SHA-256: sha256sum --check manifest-sha256.txt
"""


class Refused(Exception):
    """Why no box is made, in a sentence for a person."""


@dataclass
class Box:
    """What was written."""

    galleries: int = 0
    stories: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def make(folder: Path, scope: str, *, codes: tuple[str, ...] = ()) -> Box:
    """Makes a box in an empty folder; it is whole when its manifest is there. Raises Refused or OSError."""
    if scope not in SCOPES:
        raise Refused(f"{scope!r} is no use; choose one of {', '.join(SCOPES)}.")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty; name another folder.")
    galleries = choose(scope, at=timezone.now(), codes=codes)
    if unknown := sorted(set(codes) - {gallery.page.code for gallery in galleries}):
        raise Refused(f"{', '.join(unknown)}: nothing of that code is exhibited and allowed for {scope}.")
    if not galleries:
        raise Refused(f"Nothing that is exhibited is allowed for {scope}.")
    folder.mkdir(parents=True, exist_ok=True)
    box = Box(len(galleries), sum(len(gallery.stories) for gallery in galleries))
    Writer(folder, galleries, scope, box).write()
    return box


class Writer:
    def __init__(self, folder: Path, galleries: list[BoxedGallery], scope: str, box: Box):
        self.folder, self.galleries, self.scope, self.box = folder, galleries, scope, box

    def write(self) -> None:
        self._assets()
        for gallery in self.galleries:
            for item in self._items_of(gallery):
                self._medium(item)
        self._pages()
        told = {"made": timezone.now(), "scope": self.scope}
        told |= {"galleries": self.box.galleries, "stories": self.box.stories}
        self._text("README.txt", README.format(**told))
        self._manifest()

    # --- files ------------------------------------------------------------------------------------

    def _assets(self):
        for name in (*STYLES, *SCRIPTS):
            self._copy_static(name, f"assets/{name}")
        for path in sorted(Path(finders.find(FONTS)).iterdir()):
            if path.suffix == ".woff2" or path.name.startswith("LICEN"):
                self._copy_static(f"{FONTS}/{path.name}", f"assets/{FONTS}/{path.name}")

    def _copy_static(self, name, target):
        path = self._place(target)
        shutil.copyfile(finders.find(name), path)

    def _items_of(self, gallery):
        seen = {}
        for item in [gallery.portrait, *(item for story in gallery.stories for item in _items(story))]:
            if item:
                seen[item.pk] = item
        return seen.values()

    def _medium(self, item):
        storage, path = storages["participants"], self._place(f"media/{item.key}")
        try:
            with storage.open(item.key) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, PIECE)
        except FileNotFoundError:
            path.unlink(missing_ok=True)
            self.box.missing.append(item.key)
            return
        if item.kind == MediaItem.Kind.PHOTO:
            with Image.open(path) as picture:
                picture.thumbnail(SMALL)
                picture.convert("RGB").save(self._place(f"small/{item.key}"), "JPEG", quality=82)

    def _text(self, name, text):
        self._place(name).write_text(text, encoding="utf-8")

    def _place(self, name) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _manifest(self):
        lines = []
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest}  {path.relative_to(self.folder).as_posix()}\n")
        self.box.files = len(lines)
        self._text(MANIFEST, "".join(lines))

    # --- pages ------------------------------------------------------------------------------------

    def _pages(self):
        keywords, themes = defaultdict(list), defaultdict(list)
        for gallery in self.galleries:
            self._page(address_of_gallery(gallery), "gallery", gallery=gallery)
            for place, story in enumerate(gallery.stories):
                around = {
                    "previous": gallery.stories[place - 1] if place else None,
                    "next": gallery.stories[place + 1] if place + 1 < len(gallery.stories) else None,
                }
                cues = {text.language: _cues(text) for text in story.transcripts}
                self._page(
                    address_of_story(story), "story", gallery=gallery, story=story, cues=cues, **around
                )
                for keyword in story.keywords:
                    keywords[keyword.name].append(story)
                for theme in story.themes:
                    themes[theme.title].append(story)
        groups = {"Themes": sorted(themes.items()), "Keywords": sorted(keywords.items())}
        self._page("index.html", "index", galleries=self.galleries)
        self._page("themes.html", "groups", groups=groups)
        self._page("search.html", "search")
        words = [_found(gallery, story) for gallery in self.galleries for story in gallery.stories]
        self._text("assets/words.js", f"window.box = {json.dumps(words, ensure_ascii=False)};\n")

    def _page(self, address, template, **context):
        root = "../" * address.count("/")
        context |= {"root": root, "scope": self.scope, "made": timezone.now(), "missing": self.box.missing}
        self._text(address, render_to_string(f"archive/box/{template}.html", context))


def _items(story: BoxedStory):
    return [*story.photographs, *story.recordings]


def address_of_gallery(gallery: BoxedGallery) -> str:
    return f"galleries/{gallery.page.slug}/index.html"


def address_of_story(story: BoxedStory) -> str:
    return f"galleries/{story.page.gallery.slug}/{story.page.slug}.html"


def _cues(transcript) -> list[dict]:
    return [
        {"start": cue.start / 1000, "end": cue.end / 1000, "text": cue.text} for cue in transcript.cues.all()
    ]


def _found(gallery, story) -> dict:
    """What the search has of a story."""
    said = [story.page.summary, *(keyword.name for keyword in story.keywords)]
    said += [cue.text for text in story.transcripts for cue in text.cues.all()]
    return {
        "title": story.page.title,
        "who": gallery.page.title,
        "address": address_of_story(story),
        "words": " ".join(filter(None, said)),
    }

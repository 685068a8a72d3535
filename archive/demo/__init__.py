"""The demo archive's exhibition: four participants, their stories and media, and what connects them."""

import json
from pathlib import Path

from django.core.files.storage import storages
from guardian.shortcuts import assign_perm

from archive import paths
from archive.demo import pages, taxonomy
from archive.models import ExhibitionPage, StoryPage


def load(folder: Path, *, front, viewers) -> ExhibitionPage:
    """Files the media and makes the pages from `folder`/archive.json; what is there already stays.

    `viewers` are granted the exhibition.
    """
    archive = json.loads((folder / "archive.json").read_text(encoding="utf-8"))
    file_media(folder / "media")
    taxonomy.load(archive)
    exhibition = pages.exhibition_page(archive["exhibition"], front)
    for person in archive["participants"]:
        pages.gallery(person, exhibition)
    stories = {
        paths.name(story.code, story.number): story
        for story in StoryPage.objects.descendant_of(exhibition).with_card()
    }
    taxonomy.connect(archive, stories)
    for viewer in viewers:
        assign_perm("view_exhibitionpage", viewer, exhibition)
    return exhibition


def file_media(folder: Path) -> None:
    bucket = storages["participants"]
    for path in sorted(folder.rglob("*.*")):
        key = path.relative_to(folder).as_posix()
        if path.suffix in (".jpg", ".mp4") and not bucket.exists(key):
            with path.open("rb") as file:
                bucket.save(key, file)

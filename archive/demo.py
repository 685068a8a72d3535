"""The demo archive's exhibition: four participants, their stories and media, and what connects them."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.core.files.storage import storages
from guardian.shortcuts import assign_perm
from wagtail.models import PageViewRestriction

from archive import facts, paths
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Cue,
    Era,
    ExhibitionPage,
    GalleryPage,
    Keyword,
    MediaItem,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
)


def load(folder: Path, *, front, viewers) -> ExhibitionPage:
    """Files the media and makes the pages from `folder`/archive.json; what is there already stays.

    `viewers` are granted the exhibition.
    """
    archive = json.loads((folder / "archive.json").read_text(encoding="utf-8"))
    file_media(folder / "media")
    taxonomy(archive)
    exhibition = exhibition_page(archive["exhibition"], front)
    for person in archive["participants"]:
        gallery(person, exhibition)
    stories = {
        paths.name(story.code, story.number): story
        for story in StoryPage.objects.descendant_of(exhibition).with_card()
    }
    connect(archive, stories)
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


def taxonomy(archive: dict) -> None:
    for era in archive["eras"]:
        Era.objects.get_or_create(slug=era["slug"], defaults=era)
    for name in archive["keywords"]:
        Keyword.objects.get_or_create(name=name)
    for order, described in enumerate(archive["analysis_types"]):
        kind, _ = AnalysisType.objects.get_or_create(
            name=described["name"], defaults={"description": described["description"], "sort_order": order}
        )
        for place, point in enumerate(described["points"]):
            AnalysisPoint.objects.get_or_create(
                type=kind, name=point["name"], defaults=point | {"sort_order": place}
            )


def exhibition_page(described: dict, front) -> ExhibitionPage:
    page = ExhibitionPage.objects.child_of(front).filter(slug=described["slug"]).first()
    if page is None:
        page = front.add_child(instance=ExhibitionPage(title=described["title"], slug=described["slug"]))
        page.introduction = described["introduction"]
        page.search_description = "Photographs, voices and stories of those who took part."
        page.save_revision().publish()
    PageViewRestriction.objects.get_or_create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def gallery(person: dict, exhibition: ExhibitionPage) -> None:
    code = person["code"]
    page = GalleryPage.objects.filter(code=code).first()
    if page is None:
        page = exhibition.add_child(
            instance=GalleryPage(
                title=person["pseudonym"],
                slug=code.lower(),
                code=code,
                pseudonym=person["pseudonym"],
                profile=person["profile"],
                participation_group=person["group"],
                gender=person["gender"],
            )
        )
        recording = person["recording"]
        Recording.objects.create(
            gallery=page,
            date=date.fromisoformat(recording["date"]),
            duration=timedelta(seconds=recording["duration_seconds"]),
            circumstances=recording["circumstances"],
        )
    for told in person["stories"]:
        story(told, page)
    if page.portrait is None:
        page.portrait = MediaItem.objects.filter(gallery=page, kind="photo").first()
        page.save_revision().publish()


def story(told: dict, gallery: GalleryPage) -> None:
    slug = paths.name(gallery.code, told["number"]).lower()
    page = StoryPage.objects.child_of(gallery).filter(slug=slug).first()
    items = [media_item(gallery, kind, described) for kind, described in media_of(told)]
    if page is not None:
        return
    page = gallery.add_child(
        instance=StoryPage(
            title=told["title"],
            slug=slug,
            number=told["number"],
            summary=told["summary"],
            notes=told["notes"],
        )
    )
    page.eras.set(Era.objects.filter(slug__in=told["eras"]))
    page.keywords.set(Keyword.objects.filter(name__in=told["keywords"]))
    page.analysis_points.set(AnalysisPoint.objects.filter(name__in=told["analysis"]))
    page.placements = [StoryMedia(item=item, sort_order=order) for order, item in enumerate(items)]
    page.save_revision().publish()
    for language, cues in (told.get("transcripts") or {}).items():
        if not cues:
            continue
        transcript = Transcript.objects.create(story=page, language=language)
        Cue.objects.bulk_create(
            Cue(
                transcript=transcript,
                start=round(cue["start"] * 1000),
                end=round(cue["end"] * 1000),
                speaker=cue["speaker"],
                text=cue["text"],
            )
            for cue in cues
        )


def media_of(told: dict):
    """The kind and description of each media item of a story, photographs first."""
    yield from (("photo", photo) for photo in told["photos"])
    for kind in ("voice", "video"):
        if told.get(kind):
            yield kind, told[kind] | {"number": told["number"]}


def media_item(gallery: GalleryPage, kind: str, described: dict) -> MediaItem:
    item, _ = MediaItem.objects.get_or_create(
        gallery=gallery,
        kind=kind,
        number=described["number"],
        defaults={"title": described["title"], "alt_text": described["alt"]},
    )
    for name, value in asdict(facts.read(item)).items():
        setattr(item, name, value)
    item.save()
    return item


def connect(archive: dict, stories: dict[str, StoryPage]) -> None:
    for described in archive["themes"]:
        theme, is_new = Theme.objects.get_or_create(
            title=described["title"],
            defaults={"description": described["description"], "reach": described["kind"]},
        )
        if is_new:
            ThemeStory.objects.bulk_create(
                ThemeStory(theme=theme, story=stories[name], sort_order=order)
                for order, name in enumerate(described["stories"])
            )
    for described in archive["chains"]:
        chain, is_new = Chain.objects.get_or_create(
            title=described["title"],
            defaults={"description": described["description"], "reach": described["kind"]},
        )
        if is_new:
            ChainTheme.objects.bulk_create(
                ChainTheme(chain=chain, theme=Theme.objects.get(title=title), sort_order=order)
                for order, title in enumerate(described["themes"])
            )
    for described in archive["connections"]:
        kind, _ = ConnectionType.objects.get_or_create(name=described["type"])
        Connection.objects.get_or_create(
            from_story=stories[described["from"]],
            to_story=stories[described["to"]],
            type=kind,
            defaults={"reach": described["kind"], "description": described["description"]},
        )

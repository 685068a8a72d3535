"""The demo's exhibition, its participants, and what each of them told and brought."""

from dataclasses import asdict
from datetime import date, timedelta

from wagtail.models import PageViewRestriction

from archive import facts, paths
from archive.demo.mending import mend, row, words
from archive.models import (
    AnalysisPoint,
    Consent,
    Cue,
    Era,
    ExhibitionPage,
    GalleryPage,
    Keyword,
    MediaItem,
    ParticipationGroup,
    Recording,
    StoryMedia,
    StoryPage,
    Transcript,
)
from archive.models.lifecycle import GalleryState
from archive.moderation import machine


def exhibition_page(described: dict, front) -> ExhibitionPage:
    said = words(described, "title", "introduction")
    page = ExhibitionPage.objects.child_of(front).filter(slug=described["slug"]).first()
    if page is None:
        page = front.add_child(instance=ExhibitionPage(slug=described["slug"], **said))
        page.search_description = "Photographs, voices and stories of those who took part."
        page.save_revision().publish()
    else:
        mend(page, said)
    PageViewRestriction.objects.get_or_create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def gallery(person: dict, exhibition: ExhibitionPage) -> None:
    code = person["code"]
    said = words(person, "pseudonym", "profile", "gender") | {"title": person["pseudonym"]}
    page = GalleryPage.objects.filter(code=code).first()
    is_new = page is None
    if is_new:
        group = ParticipationGroup.objects.get(name=person["group"])
        page = exhibition.add_child(
            instance=GalleryPage(slug=code.lower(), code=code, participation_group=group, **said)
        )
    recording(person["recording"], page, is_new=is_new)
    consent(person["recording"]["date"], page)
    for told in person["stories"]:
        story(told, page)
    portrait = MediaItem.objects.filter(gallery=page, kind="photo").first()
    if is_new:
        page.portrait = portrait
        page.save_revision().publish()
        machine.is_anew(page, GalleryState.EXHIBITED, why="came with the demo")
    else:
        mend(page, said | {"portrait": portrait})


def recording(described: dict, gallery: GalleryPage, *, is_new: bool) -> None:
    day = date.fromisoformat(described["date"])
    said = words(described, "circumstances") | {"duration": timedelta(seconds=described["duration_seconds"])}
    if is_new:
        Recording.objects.create(gallery=gallery, date=day, **said)
    for recorded in gallery.recordings.filter(date=day):
        mend(recorded, said)


def consent(given_on: str, gallery: GalleryPage) -> None:
    """What each of them allowed when the conversation was recorded."""
    if not gallery.consents.exists():
        Consent.objects.create(
            gallery=gallery,
            version=1,
            for_exhibition=True,
            for_research=True,
            given_on=date.fromisoformat(given_on),
            form_version="1",
            form_language="hu",
        )


def story(told: dict, gallery: GalleryPage) -> None:
    slug = paths.name(gallery.code, told["number"]).lower()
    said = words(told, "title", "summary", "notes")
    if "duration_seconds" in told:
        said["duration"] = timedelta(seconds=told["duration_seconds"])
    items = [media_item(gallery, kind, described) for kind, described in media_of(told)]
    page = StoryPage.objects.child_of(gallery).filter(slug=slug).first()
    if page is not None:
        mend(page, said)
        return
    page = gallery.add_child(instance=StoryPage(slug=slug, number=told["number"], **said))
    page.eras.set(Era.objects.filter(slug__in=told["eras"]))
    page.keywords.set(Keyword.objects.filter(name__in=told["keywords"]))
    page.analysis_points.set(AnalysisPoint.objects.filter(name__in=told["analysis"]))
    page.placements = [StoryMedia(item=item, sort_order=order) for order, item in enumerate(items)]
    page.save_revision().publish()
    for language, cues in told["transcripts"].items():
        if cues:
            transcript(language, cues, page)


def transcript(language: str, cues: list[dict], story: StoryPage) -> None:
    written = Transcript.objects.create(story=story, language=language)
    Cue.objects.bulk_create(
        Cue(
            transcript=written,
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
    said = words(described, "title") | {"alt_text": described["alt"]}
    item, _ = row(MediaItem, said, gallery=gallery, kind=kind, number=described["number"])
    for name, value in asdict(facts.read(item)).items():
        setattr(item, name, value)
    item.save()
    return item

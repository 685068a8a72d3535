"""One of everything that is private, with a canary in each of its texts, and one person of each role.

A canary is a word such as CanaryA12; its letter says whose it is, and so who may read it (`KNOWS`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from wagtail.models import GroupPagePermission

from archive.links import media_link
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    Connection,
    ConnectionType,
    Consent,
    ConsentLimit,
    Era,
    GalleryLog,
    Keyword,
    ParticipationGroup,
    Recording,
    Theme,
    Upload,
)
from home.demo import GROUPS
from studies import actions, moderation
from studies.models import StudyPage
from tests.factories import (
    CueFactory,
    ExhibitionPageFactory,
    GalleryPageFactory,
    LabFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    StudyPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

CANARY = re.compile(r"Canary([A-Z])\d+")
#: Whose canaries each role may read. E: the exhibition itself; A and B: what is shown of two participants; N:
#: what is not published of A; C: what A allowed, and who may see A; S and T: studies of two labs that are not
#: public.
KNOWS = {
    "anonymous": "",
    "nobody": "",
    "viewer A": "EA",
    "expired A": "",
    "viewer B": "EB",
    "participant": "",
    "researcher": "S",
    "other lab": "T",
    "editor": "EANC",
    "moderator": "ST",
    "archivist": "EABC",
    "admin": "EABNCST",
}
#: Texts that name no one: they are put together from others, or are words of a fixed form.
NOT_MARKED = {
    # Its words are a grammar's, and no others.
    "criteria_expression",
    "draft_title",
    "slug",
    "url_path",
    "path",
    "codec",
    "etag",
    "sha256",
    "language",
    "form_language",
    "status",
}
BUNDLE = {"index.html": {"size": 1, "sha256": "", "content_type": "text/html"}}
numbers = count(1)


@dataclass(frozen=True)
class World:
    people: dict
    things: dict


#: Texts that are read by a machine: what is written into each with its canary.
IN_A_GRAMMAR = {
    "protocol": '{{"frames": {{"{0}": {{"kind": "exp-{0}"}}}}, "sequence": ["{0}"]}}',
    "generator": "function {0}(child, pastSessions) {{ return null; }}",
}


def texts(model) -> list[str]:
    """The fields of a model that take free text."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and field.name not in NOT_MARKED
        and field.editable
        and not field.choices
        and not isinstance(field, (models.SlugField, models.URLField, models.EmailField))
        and all(isinstance(validator, MaxLengthValidator) for validator in field.validators)
    ]


def mark(thing, whose: str):
    """Writes a canary into every free text of a thing, in both languages, and saves it."""
    for name in texts(type(thing)):
        setattr(thing, name, IN_A_GRAMMAR.get(name, "{0}").format(f"Canary{whose}{next(numbers)}"))
    if hasattr(thing, "translations"):
        said = {
            name: f"Canary{whose}{next(numbers)}" for name in type(thing)._meta.get_field("translations").of
        }
        thing.translations = {"hu": said}
    thing.save()
    return thing


def make_world() -> World:
    exhibition = mark(ExhibitionPageFactory(slug="exhibition"), "E")
    gallery = mark(GalleryPageFactory(parent=exhibition, code="XY", slug="xy"), "A")
    other = mark(GalleryPageFactory(parent=exhibition, code="ZZ", slug="zz"), "B")
    things = {"exhibition": exhibition, "gallery": gallery, "other": other}
    things |= of_participant(gallery, "A")
    things |= describe(things["story"])
    of_participant(other, "B")
    things |= unpublished(gallery, things["story"])
    things |= studies()
    people = make_people(things)
    things["log"] = mark(GalleryLog(gallery=gallery), "C")
    things["grant"] = mark(grant(UserFactory(), gallery), "C")
    return World(people, things)


def of_participant(gallery, whose: str) -> dict:
    """Stories, media, words, and what was allowed."""
    code = gallery.code.lower()
    story = mark(StoryPageFactory(parent=gallery, number=1, slug=f"{code}001"), whose)
    second = mark(StoryPageFactory(parent=gallery, number=2, slug=f"{code}002"), whose)
    item = mark(MediaItemFactory(gallery=gallery, number=1), whose)
    gallery.portrait = item
    # The archive's own list, of which editors see all.
    gallery.participation_group = mark(ParticipationGroup(), "A") if whose == "A" else None
    gallery.save()
    StoryMediaFactory(story=story, item=item)
    storages["participants"].save(item.key, ContentFile(b"bytes of a photograph"))
    transcript = TranscriptFactory(story=story)
    cue = mark(CueFactory(transcript=transcript), whose)
    recording = mark(Recording(gallery=gallery, date=date(2020, 1, 1)), whose)
    consent = mark(Consent.objects.get(gallery=gallery), "C")
    limit = mark(ConsentLimit(story=second, for_exhibition=True, reason="x"), "C")
    upload = Upload.objects.create(gallery=gallery, file_name=f"Canary{whose}{next(numbers)}.jpg", size=1)
    theme = Theme.objects.create(title=code, slug=f"light-{code}", reach="intra")
    theme.stories.add(story, second)
    chain = Chain.objects.create(title=code, slug=f"day-{code}", reach="intra")
    chain.themes.add(mark(theme, whose))
    echo, _ = ConnectionType.objects.get_or_create(name="Echo", slug="echo")
    tie = mark(Connection(from_story=story, to_story=second, type=echo, reach="intra"), whose)
    found = {"story": story, "second": second, "item": item, "transcript": transcript, "recording": recording}
    found |= {
        "mediaitem": item,
        "cue": cue,
        "consent": consent,
        "limit": limit,
        "upload": upload,
        "theme": theme,
        "chain": mark(chain, whose),
        "connection": tie,
    }
    return found | {"connectiontype": echo, "participationgroup": gallery.participation_group}


def describe(story) -> dict:
    """The words by which editors describe; only A's story has them."""
    era = mark(Era(slug="sixties", start_year=1960, end_year=1969), "A")
    keyword = mark(Keyword(slug="window"), "A")
    kind = mark(AnalysisType(slug="place"), "A")
    point = mark(AnalysisPoint(type=kind, slug="threshold"), "A")
    story.eras.add(era)
    story.keywords.add(keyword)
    story.analysis_points.add(point)
    story.save()
    return {
        "era": era,
        "keyword": keyword,
        "analysistype": kind,
        "analysispoint": point,
        "media_link": media_link(story.placements.first().item),
    }


def unpublished(gallery, story) -> dict:
    """Drafts, what is scheduled and what has expired, a copy, and what was moved.

    There are no aliases and translated pages of them: their ids are their own (test_no_page_is_there_twice).
    """
    now = timezone.now()
    draft = mark(StoryPageFactory(parent=gallery, number=3, slug="xy003", live=False), "N")
    draft.save_revision()
    scheduled = StoryPageFactory(
        parent=gallery, number=4, slug="xy004", live=False, go_live_at=now + timedelta(days=1)
    )
    expired = StoryPageFactory(
        parent=gallery, number=5, slug="xy005", live=False, expired=True, expire_at=now - timedelta(days=1)
    )
    copied = story.copy(update_attrs={"slug": "xy006", "number": 6}, keep_live=False)
    moved = StoryPageFactory(
        parent=gallery.get_parent().specific.get_children().last().specific, number=7, slug="xy007"
    )
    mark(moved, "A").move(gallery, pos="last-child")
    # What is being written of a page that is shown.
    story.title = f"CanaryN{next(numbers)}"
    story.save_revision()
    story.refresh_from_db()
    return {
        "draft": draft,
        "scheduled": mark(scheduled, "N"),
        "expired": mark(expired, "N"),
        "copied": mark(copied, "N"),
        "moved": moved,
    }


def studies() -> dict:
    """A study of each of two labs that is not public, one that is, and a build."""
    researcher = UserFactory(username="researcher", permissions=["wagtailadmin.access_admin"])
    colleague = UserFactory(username="colleague", permissions=["wagtailadmin.access_admin"])
    lab, foreign = LabFactory(name="The lab"), LabFactory(name="The other lab")
    actions.give_lab_role(lab, "admin", to=researcher)
    actions.give_lab_role(foreign, "admin", to=colleague)
    study = mark(StudyPageFactory(by=researcher, lab=lab), "S")
    study.save_revision(user=researcher)
    away = mark(StudyPageFactory(by=colleague, lab=foreign), "T")
    away.save_revision(user=colleague)
    build = study.builds.create(
        kind="preview",
        state="succeeded",
        manifest=BUNDLE,
        prefix="x",
        requested_by=researcher,
    )
    return {
        "researcher": researcher,
        "colleague": colleague,
        "lab": lab,
        "study": study,
        "foreign study": away,
        "active": active_study(researcher, lab),
        "build": build,
        "zip": study.video_zips.create(is_of_consent=False, requested_by=researcher),
    }


def active_study(researcher, lab):
    reviewer = UserFactory(permissions=["studies.approve_study"])
    study = StudyPageFactory(by=researcher, lab=lab, title="An open study")
    study.save_revision(user=researcher)
    study.builds.create(
        kind="deployment", state="succeeded", prefix="x", manifest=BUNDLE, revision=study.latest_revision
    )
    for trigger, by in (("submit", researcher), ("approve", reviewer), ("activate", researcher)):
        moderation.perform(StudyPage.objects.get(pk=study.pk), trigger, by=by)
    return StudyPage.objects.get(pk=study.pk)


def make_people(things) -> dict:
    """One person for each role, in the order of `KNOWS`."""
    gallery, now = things["gallery"], timezone.now()
    people = {
        "anonymous": None,
        "nobody": UserFactory(),
        "viewer A": UserFactory(),
        "expired A": UserFactory(),
        "viewer B": UserFactory(),
        "participant": UserFactory(),
        "researcher": things["researcher"],
        "other lab": things["colleague"],
        "editor": UserFactory(permissions=sorted(GROUPS["Archive editors"])),
        "moderator": UserFactory(permissions=sorted(GROUPS["Study reviewers"])),
        "archivist": UserFactory(permissions=sorted(GROUPS["Archivists"])),
        "admin": UserFactory(is_superuser=True, is_staff=True),
    }
    mark(grant(people["viewer A"], gallery), "C")
    mark(grant(people["expired A"], gallery, valid_until=now - timedelta(seconds=1)), "C")
    grant(people["viewer B"], things["other"])
    group = Group.objects.create(name="Editors of A")
    for action in ("add", "change"):
        permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=gallery, permission=permission)
    people["editor"].groups.add(group)
    return {role: people[role] for role in KNOWS}

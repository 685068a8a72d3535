"""Makes galleries, stories and taxonomy of the old rows, in one transaction; a dry run takes all of it back.

Nothing is opened by it: galleries and stories come as drafts, without grants, and no consent is assumed.
"""

import re
from collections import defaultdict
from datetime import date, timedelta
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.dateparse import parse_date, parse_duration
from django.utils.html import strip_tags

from archive import inventory, paths
from archive.confabulations.media import Files, key_of
from archive.confabulations.report import CHANGED, LEFT_OUT, MADE, THERE, Report
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
    ImportedRow,
    Keyword,
    MediaItem,
    ParticipationGroup,
    Recording,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
    Withdrawal,
)

STORY_NAME = re.compile(rf"({paths.CODE})(\d{{3}})")
YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
COLOUR = re.compile(r"#[0-9a-f]{6}")
TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
REACH = {
    "interconnection": "inter",
    "Interconnection": "inter",
    "intraconnection": "intra",
    "Intraconnection": "intra",
}
LANGUAGES = {"text_eng": "en", "text_hu": "hu"}
#: Of stories that are joined; the old application gave such a tie no name of its own.
TIE = "Story to story"


def bring_in(tables: dict, *, exhibition: ExhibitionPage, source=None, apply: bool) -> Report:
    """Imports the rows (archive.confabulations.reading) and, from the storage `source`, their files.

    Without `apply` nothing is changed, and the report says what would be. Run again, it makes only what is
    new.
    """
    report = Report()
    report.read.update({table: len(rows) for table, rows in tables.items()})
    files = Files(source, report)
    with transaction.atomic():
        Writer(tables, exhibition, files, report).write()
        files.tell_unexpected()
        if not apply:
            transaction.set_rollback(True)
    if apply and source:
        files.copy()
        inventory.take()
    return report


class Writer:
    def __init__(self, tables, exhibition, files: Files, report: Report):
        self.tables, self.exhibition, self.files, self.report = tables, exhibition, files, report
        #: What was made of each old row, or found: by table and old id.
        self.things: dict[tuple[str, str], object] = {}
        #: Of which the rows are written just now.
        self.table = ""
        self.known = {(row.table, row.old_id): row for row in ImportedRow.objects.all()}

    def write(self) -> None:
        for table in ("keyword", "era", "analysistype", "analysispoint", "connection"):
            self._each(table, getattr(self, f"_{table}"))
        self._each("participant", self._participant)
        self._each("photo", self._photo)
        self._each("recording", self._recording)
        self._each("story", self._story)
        self._stories_parts()
        self._each("transscription", self._transscription)
        for table in ("theme", "storyintheme", "chain", "themeinchain", "storytostoryconnection"):
            self._each(table, getattr(self, f"_{table}"))

    # --- one row ----------------------------------------------------------------------------------

    def _each(self, table, make) -> None:
        self.table = table
        for row in self.tables[table]:
            digest = sha256(repr(sorted(row.items())).encode()).hexdigest()
            known = self.known.get((table, int(row["id"])))
            thing = (
                known and known.content_type.model_class()._base_manager.filter(pk=known.object_id).first()
            )
            if thing is not None:
                self.things[table, row["id"]] = thing
                self._use_files_of(table, row, thing)
                is_same = known.sha256 == digest
                self.report.count(table, THERE if is_same else CHANGED)
                if not is_same:
                    self._odd(
                        table, row, "It was changed there since it was imported.", "It is left as it is here."
                    )
                continue
            thing = make(row)
            if thing is None:
                self.report.count(table, LEFT_OUT)
                continue
            self.things[table, row["id"]] = thing
            self.report.count(table, MADE)
            ImportedRow.objects.update_or_create(
                table=table,
                old_id=int(row["id"]),
                defaults={
                    "content_type": ContentType.objects.get_for_model(type(thing)),
                    "object_id": thing.pk,
                    "sha256": digest,
                },
            )

    def _use_files_of(self, table, row, thing) -> None:
        """What was imported before needs its files still: a copy that broke off goes on."""
        if isinstance(thing, MediaItem):
            self.files.use(thing.key, table, row["id"])
        elif isinstance(thing, Recording) and thing.sound:
            self.files.use(thing.sound.key, table, row["id"])
        elif isinstance(thing, StoryPage):
            for place in thing.placements.select_related("item__gallery"):
                self.files.use(place.item.key, table, row["id"])

    def _odd(self, table, row, what, done) -> None:
        self.report.note(table, row.get("id") or "–", what, done)

    def _of(self, other, row, column):
        """What the row of another table became; an orphan is told."""
        if not row[column]:
            self._odd(self.table, row, f"It has no {column}.", "It was left out.")
            return None
        thing = self.things.get((other, row[column]))
        if thing is None:
            self._odd(self.table, row, f"There is no {other} {row[column]}.", "It was left out.")
        return thing

    def _text(self, row, column, table, most=None) -> str:
        """Plain text: Vitrine has no HTML in these fields."""
        text = (row[column] or "").strip()
        if TAG.search(text):
            self._odd(table, row, f"There is HTML in {column}.", "Its tags were taken out.")
            text = strip_tags(text)
        if most and len(text) > most:
            self._odd(table, row, f"{column} has {len(text)} characters.", f"It was cut to {most}.")
            text = text[:most]
        return text

    def _name(self, row, table, most=100) -> str:
        name = self._text(row, "name", table, most)
        if not name:
            self._odd(table, row, "It has no name.", "It was left out.")
        return name

    def _reach(self, row, table) -> str:
        reach = REACH.get(row["connection_range"] or "")
        if not reach:
            self._odd(
                table,
                row,
                f"Its range is {row['connection_range']!r}.",
                "It is taken for one within a person.",
            )
        return reach or "intra"

    # --- taxonomy ---------------------------------------------------------------------------------

    def _keyword(self, row):
        name = self._name(row, "keyword")
        return name and Keyword.objects.get_or_create(name=name)[0] or None

    def _era(self, row):
        name = self._name(row, "era")
        if not name:
            return None
        years = [int(year) for year in YEAR.findall(f"{row['name']} {row['description'] or ''}")]
        if not years:
            self._odd(
                "era", row, f"“{name}” names no years.", "From 1900 to this year was written; correct it."
            )
            years = [1900, date.today().year]
        slug = f"era-{row['id']}"
        said = {"slug": slug, "start_year": min(years), "end_year": max(years)}
        return Era.objects.get_or_create(name=name, defaults=said)[0]

    def _analysistype(self, row):
        name = self._name(row, "analysistype")
        description = self._text(row, "description", "analysistype")
        return (
            name
            and AnalysisType.objects.get_or_create(name=name, defaults={"description": description})[0]
            or None
        )

    def _analysispoint(self, row):
        kind, name = self._of("analysistype", row, "analysis_type_id"), self._name(row, "analysispoint")
        if kind is None or not name:
            return None
        colour = (row["color_code"] or "").lower()
        if not COLOUR.fullmatch(colour):
            self._odd("analysispoint", row, f"Its colour is {row['color_code']!r}.", "Grey was written.")
            colour = "#555555"
        said = {"description": self._text(row, "description", "analysispoint"), "colour": colour}
        said["sort_order"] = max(int(row["order_in_menu"] or 0), 0)
        return AnalysisPoint.objects.get_or_create(type=kind, name=name, defaults=said)[0]

    def _connection(self, row):
        name = self._name(row, "connection")
        return name and ConnectionType.objects.get_or_create(name=name)[0] or None

    # --- people and what they told ------------------------------------------------------------------

    def _codes(self) -> dict[str, set[str]]:
        """The codes in the names of each participant's stories."""
        codes = defaultdict(set)
        for story in self.tables["story"]:
            if match := STORY_NAME.fullmatch((story["name"] or "").strip()):
                codes[story["participant_id"]].add(match[1])
        return codes

    def _participant(self, row):
        name = self._name(row, "participant", 100)
        if not name:
            return None
        codes = self._codes().get(row["id"], set())
        code = next(iter(codes)) if len(codes) == 1 else name if re.fullmatch(paths.CODE, name) else ""
        if not code:
            found = ", ".join(sorted(codes)) or "none"
            self._odd(
                "participant", row, f"Its code can't be told (its stories have {found}).", "It was left out."
            )
            return None
        if Withdrawal.objects.filter(code=code).exists():
            self._odd(
                "participant", row, f"{code} has withdrawn.", "It was left out, with all that is of it."
            )
            return None
        if GalleryPage.objects.filter(code=code).exists():
            self._odd("participant", row, f"There is a gallery {code} already.", "It was left out.")
            return None
        group = (row["participation_group"] or "").strip()
        said = {"profile": self._text(row, "profile", "participant"), "gender": row["gender"] or ""}
        if group:
            said["participation_group"] = ParticipationGroup.objects.get_or_create(name=group)[0]
        page = GalleryPage(title=name, pseudonym=name, slug=code.lower(), code=code, live=False, **said)
        self.exhibition.add_child(instance=page)
        page.save_revision()
        return page

    def _item(self, gallery, kind, number, title, table, row) -> MediaItem | None:
        try:
            key = paths.media_key(kind, gallery.code, number)
        except paths.BadKey:
            self._odd(table, row, f"{gallery.code} {number} makes no name of a file.", "It was left out.")
            return None
        item, _ = MediaItem.objects.get_or_create(
            gallery=gallery, kind=kind, number=number, defaults={"title": title[:200]}
        )
        self.files.use(key, table, row.get("id"))
        return item

    def _gallery_of_code(self, code):
        return next(
            (
                thing
                for (table, _), thing in self.things.items()
                if table == "participant" and thing.code == code
            ),
            None,
        )

    def _photo(self, row):
        name = self._name(row, "photo")
        key = key_of(row["file_url"])
        match = STORY_NAME.match(name) or STORY_NAME.match(key.rpartition("/")[2])
        gallery = match and self._gallery_of_code(match[1])
        if not name or gallery is None:
            if name:
                self._odd("photo", row, f"“{name}” is of no participant's code.", "It was left out.")
            return None
        return self._item(gallery, "photo", int(match[2]), name, "photo", row)

    def _recording(self, row):
        gallery = self._of("participant", row, "participant_id")
        if gallery is None:
            return None
        sound = None
        if row["sound_recording_url"]:
            key = key_of(row["sound_recording_url"])
            if key and paths.parse(key)[:2] == ("voice", gallery.code):
                sound = self._item(
                    gallery, "voice", paths.parse(key)[2], row["name"] or key, "recording", row
                )
            else:
                self._odd(
                    "recording",
                    row,
                    f"{row['sound_recording_url']} is no voice of {gallery.code}.",
                    "Left empty.",
                )
        return Recording.objects.create(
            gallery=gallery,
            date=self._date(row, "recording"),
            duration=self._duration(row, "recording"),
            circumstances=self._text(row, "data_collection_circumstances", "recording"),
            sound=sound,
        )

    def _date(self, row, table):
        try:
            day = parse_date((row["date"] or "")[:10])
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= date.today().year:
            self._odd(table, row, f"Its date is {row['date']!r}.", "It was left empty.")
            return None
        return day

    def _duration(self, row, table) -> timedelta | None:
        if not row["duration"]:
            return None
        duration = parse_duration(row["duration"])
        if duration is None or not timedelta() <= duration < timedelta(days=1):
            self._odd(table, row, f"Its duration is {row['duration']!r}.", "It was left empty.")
            return None
        return duration or None

    def _story(self, row):
        gallery = self._of("participant", row, "participant_id")
        if gallery is None:
            return None
        name = self._name(row, "story")
        match = STORY_NAME.fullmatch(name)
        if not match or match[1] != gallery.code:
            self._odd("story", row, f"“{name}” is no name of a story of {gallery.code}.", "It was left out.")
            return None
        number, slug = int(match[2]), name.lower()
        if not number or StoryPage.objects.child_of(gallery).filter(slug=slug).exists():
            self._odd("story", row, f"There are two stories {name}.", "The second was left out.")
            return None
        page = StoryPage(
            title=name,
            slug=slug,
            number=number,
            live=False,
            duration=self._duration(row, "story"),
            notes=self._text(row, "notes", "story"),
        )
        gallery.add_child(instance=page)
        page.gallery_page, page.is_of_this_run = gallery, True
        for kind, key in (
            ("video", key_of(row["video_url"]) or paths.media_key("video", gallery.code, number)),
            ("voice", paths.media_key("voice", gallery.code, number)),
        ):
            if (kind == "video" and row["video_url"]) or self.files.has(key):
                self._place(page, kind, key, row)
        return page

    def _place(self, page, kind, key, row):
        there = paths.parse(key)
        if there[:2] != (kind, page.gallery_page.code):
            self._odd("story", row, f"{key} is no {kind} of {page.gallery_page.code}.", "It was not placed.")
            return
        item = self._item(page.gallery_page, kind, there[2], page.title, "story", row)
        if item:
            page.placements.add(StoryMedia(item=item, sort_order=100 + len(page.placements.all())))

    def _stories_parts(self) -> None:
        """Photographs, eras, keywords and points of the stories that this run has made."""
        wanted = {
            "story_photos": ("photo", "photo_id"),
            "story_era": ("era", "era_id"),
            "story_keywords": ("keyword", "keyword_id"),
            "story_analysis": ("analysispoint", "analysispoint_id"),
        }
        for table, (other, column) in wanted.items():
            for row in self.tables[table]:
                story = self.things.get(("story", row["story_id"]))
                thing = self.things.get((other, row[column]))
                if story is None or thing is None:
                    missing = f"story {row['story_id']}" if story is None else f"{other} {row[column]}"
                    self._odd(table, row, f"There is no {missing}.", "It was left out.")
                    self.report.count(table, LEFT_OUT)
                elif not getattr(story, "is_of_this_run", False):
                    self.report.count(table, THERE)
                elif table == "story_photos" and thing.gallery != story.gallery_page:
                    what = f"{thing} is of another participant than story {row['story_id']}."
                    self._odd(table, row, what, "It was left out.")
                    self.report.count(table, LEFT_OUT)
                else:
                    self._part(story, table, thing)
                    self.report.count(table, MADE)
        for (table, _), story in self.things.items():
            if table == "story" and getattr(story, "is_of_this_run", False):
                story.save()
                story.save_revision()

    def _part(self, story, table, thing):
        if table == "story_photos":
            if thing.pk not in {place.item_id for place in story.placements.all()}:
                story.placements.add(StoryMedia(item=thing, sort_order=len(story.placements.all())))
        else:
            relation = {
                "story_era": "eras",
                "story_keywords": "keywords",
                "story_analysis": "analysis_points",
            }
            getattr(story, relation[table]).add(thing)

    def _transscription(self, row):
        story = self._of("story", row, "story_id")
        if story is None:
            return None
        made = None
        for column, language in LANGUAGES.items():
            text = self._text(row, column, "transscription")
            if not text or Transcript.objects.filter(story=story, language=language).exists():
                continue
            made = Transcript.objects.create(
                story=story, language=language, date=self._date(row, "transscription")
            )
            end = round(story.duration.total_seconds() * 1000) if story.duration else 1000
            Cue.objects.create(transcript=made, start=0, end=max(end, 1), text=text)
        if made is None:
            self._odd(
                "transscription", row, "It has no text, or the story has one already.", "It was left out."
            )
        return made

    # --- what joins stories -----------------------------------------------------------------------

    def _theme(self, row):
        title = self._name(row, "theme", 200)
        said = {"description": self._text(row, "description", "theme"), "reach": self._reach(row, "theme")}
        return title and Theme.objects.get_or_create(title=title, defaults=said)[0] or None

    def _chain(self, row):
        title = self._name(row, "chain", 200)
        said = {"description": self._text(row, "description", "chain"), "reach": self._reach(row, "chain")}
        return title and Chain.objects.get_or_create(title=title, defaults=said)[0] or None

    def _storyintheme(self, row):
        story, theme = self._of("story", row, "story_id"), self._of("theme", row, "theme_id")
        if story is None or theme is None:
            return None
        place, is_new = ThemeStory.objects.get_or_create(
            theme=theme, story=story, defaults={"sort_order": max(int(row["number"] or 0), 0)}
        )
        if not is_new:
            self._odd("storyintheme", row, f"The story is in “{theme}” twice.", "It is in it once.")
        return place if is_new else None

    def _themeinchain(self, row):
        theme, chain = self._of("theme", row, "theme_id"), self._of("chain", row, "chain_id")
        if theme is None or chain is None:
            return None
        place, is_new = ChainTheme.objects.get_or_create(
            chain=chain, theme=theme, defaults={"sort_order": max(int(row["number"] or 0), 0)}
        )
        if not is_new:
            self._odd("themeinchain", row, f"The theme is in “{chain}” twice.", "It is in it once.")
        return place if is_new else None

    def _storytostoryconnection(self, row):
        one, other = self._of("story", row, "story1_id"), self._of("story", row, "story2_id")
        if one is None or other is None:
            return None
        if one == other:
            self._odd("storytostoryconnection", row, "It joins a story to itself.", "It was left out.")
            return None
        kind, _ = ConnectionType.objects.get_or_create(name=TIE)
        reach = "intra" if one.path[: -one.steplen] == other.path[: -other.steplen] else "inter"
        if REACH.get(row["connection_range"] or "") != reach:
            what = f"Its range is {row['connection_range']!r}."
            self._odd("storytostoryconnection", row, what, f"By its stories it is {reach}connection.")
        tie, is_new = Connection.objects.get_or_create(
            from_story=one,
            to_story=other,
            type=kind,
            defaults={"reach": reach},
        )
        if not is_new:
            self._odd(
                "storytostoryconnection", row, "The two stories are joined twice.", "They are joined once."
            )
        return tie if is_new else None

"""The old exhibition is brought in: exactly, twice the same, and nobody is shown anything by it."""

import json
import secrets
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from storages.backends.s3 import S3Storage

from archive.confabulations import reading
from archive.confabulations.media import Files, key_of
from archive.models import (
    AnalysisPoint,
    Chain,
    Connection,
    Consent,
    Era,
    GalleryPage,
    ImportedRow,
    Keyword,
    MediaItem,
    Recording,
    StoryPage,
    Theme,
    Transcript,
)
from archive.models.lifecycle import GalleryState
from archive.moderation import machine
from archive.withdrawal import actions, deletion
from tests.archive import old_exhibition
from tests.archive.preservation_parts import picture
from tests.factories import ExhibitionPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibition():
    return ExhibitionPageFactory(title="Beyond", slug="exhibition")


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "dump.sql"
    path.write_text(old_exhibition.dump(), encoding="utf-8")
    return path


@pytest.fixture
def media(tmp_path):
    """The media tree: XY002.jpg is missing, XY999.jpg belongs to nothing."""
    tree = tmp_path / "tree"
    for key in ("XY/i/XY001.jpg", "XY/i/XY999.jpg", "XY/v/XY001.mp4", "XY/r/XY001.mp4", "XY/r/XY900.mp4"):
        path = tree / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture((7, 9)))
    (tree / "thumbnails").mkdir()
    (tree / "thumbnails" / "XY001.jpg").write_bytes(picture((3, 3)))
    (tree / "notes.txt").write_text("x")
    return tree


def run(source, *options, tmp_path):
    """Imports; returns the report."""
    file = tmp_path / f"report-{secrets.token_hex(4)}.json"
    call_command("import_confabulations", str(source), "--report", str(file), *options)
    return json.loads(file.read_text())


def counts() -> list[int]:
    models = (
        GalleryPage,
        StoryPage,
        MediaItem,
        Transcript,
        Keyword,
        Era,
        Theme,
        Chain,
        Connection,
        ImportedRow,
    )
    return [model.objects.count() for model in models]


def test_dry_run_changes_nothing_and_says_what_would_be(exhibition, dump, media, tmp_path, capsys):
    before = counts()

    report = run(dump, "--media", str(media), tmp_path=tmp_path)

    assert counts() == before
    assert not storages["participants"].exists("XY/i/XY001.jpg")
    assert "Nothing was changed." in capsys.readouterr().out
    assert report["rows"] == run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)["rows"]


def test_report_is_exact(exhibition, dump, media, tmp_path):
    report = run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    rows = {table: (of.get("made", 0), of.get("left out", 0)) for table, of in report["rows"].items()}
    assert rows == old_exhibition.EXPECTED
    assert report["read"] == {table: len(rows) for table, (_, rows) in old_exhibition.ROWS.items()}
    assert report["files"] == {"copied": 5, "missing": 2, "unexpected": 1}
    told = {(finding["where"], finding["id"]): finding["what"] for finding in report["findings"]}
    assert told["recording", "3"] == "There is no participant 99."
    assert told["participant", "6"] == "Its code can't be told (its stories have none)."
    assert told["storytostoryconnection", "2"] == "It joins a story to itself."
    assert told["transscription", "2"] == "There is no story 77."
    assert told["file", "XY/i/XY999.jpg"] == "No row names it."
    assert told["photo", "2"] == "There is no file XY/i/XY002.jpg."
    assert told["era", "2"] == "“Childhood” names no years."
    assert told["story", "20"] == "There are two stories XY001."
    assert told["analysispoint", "3"] == "Its colour is 'red'."


def test_rows_become_pages_and_records(exhibition, dump, media, tmp_path):
    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    gallery = GalleryPage.objects.get(code="XY")
    assert gallery.profile == "Took pictures\tall her life.\nAnd shows them."
    assert (gallery.participation_group.name, gallery.gender, gallery.live) == (
        "photographer",
        "female",
        False,
    )
    assert gallery.get_parent().specific == exhibition
    story = StoryPage.objects.get(title="XY001")
    assert (story.number, story.notes, story.duration.total_seconds(), story.live) == (
        1,
        "A note.",
        150,
        False,
    )
    assert [place.item.key for place in story.placements.all()] == [
        "XY/i/XY001.jpg",
        "XY/i/XY002.jpg",
        "XY/v/XY001.mp4",
        "XY/r/XY001.mp4",
    ]
    assert [keyword.name for keyword in story.keywords.all()] == ["river"]
    assert [point.colour for point in story.analysis_points.all()] == ["#aabbcc"]
    assert [(era.start_year, era.end_year) for era in story.eras.all()] == [(1945, 1956)]
    assert {text.language: text.cues.get().text for text in story.transcripts.all()} == {
        "en": "She stood there.\\backslash",
        "hu": "Ott állt.",
    }
    recording = Recording.objects.get(gallery=gallery)
    assert (str(recording.date), recording.sound.key) == ("2016-05-04", "XY/r/XY900.mp4")
    assert Recording.objects.get(gallery__code="AB").date is None
    theme = Theme.objects.get(title="Water")
    assert ([one.title for one in theme.stories.all()], theme.reach) == (["XY001", "AB001"], "inter")
    assert [one.title for one in Chain.objects.get().themes.all()] == ["Water"]
    ties = Connection.objects.values_list("from_story__title", "to_story__title", "reach")
    assert sorted(ties) == [("XY001", "AB001", "inter"), ("XY001", "XY002", "intra")]
    assert AnalysisPoint.objects.get(name="Odd").colour == "#555555"


def test_files_are_copied_and_described(exhibition, dump, media, tmp_path):
    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    here = storages["participants"]
    with here.open("XY/i/XY001.jpg") as file:
        assert file.read() == (media / "XY/i/XY001.jpg").read_bytes()
    assert here.exists("thumbnails/XY001.jpg")
    assert not here.exists("XY/i/XY999.jpg")
    item = MediaItem.objects.get(kind="photo", number=1)
    assert (item.is_missing, item.width, item.height) == (False, 7, 9)
    assert MediaItem.objects.get(kind="photo", number=2).is_missing


def test_twice_is_the_same_as_once(exhibition, dump, media, tmp_path):
    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)
    before = counts()

    report = run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    assert counts() == before
    assert {of.get("made", 0) for of in report["rows"].values()} == {0}
    assert {table: of.get("already there", 0) for table, of in report["rows"].items()} == {
        table: made for table, (made, _) in old_exhibition.EXPECTED.items()
    }
    assert "copied" not in report["files"]


def test_what_changed_there_since_is_told_and_left_as_it_is_here(exhibition, dump, tmp_path):
    run(dump, "--apply", tmp_path=tmp_path)
    dump.write_text(dump.read_text().replace("A note.", "Another note."))

    report = run(dump, "--apply", tmp_path=tmp_path)

    assert report["rows"]["story"]["changed there"] == 1
    assert StoryPage.objects.get(title="XY001").notes == "A note."


def test_nobody_is_shown_anything_by_an_import(exhibition, dump, tmp_path):
    run(dump, "--apply", tmp_path=tmp_path)
    viewer = UserFactory()
    grant(viewer, exhibition)

    assert not GalleryPage.objects.visible_to(viewer).exists()
    assert not StoryPage.objects.visible_to(viewer).exists()


def cut(text, share):
    return text[: int(len(text) * share)]


@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.9, 0.99])
def test_dump_that_breaks_off_is_refused(exhibition, dump, tmp_path, share):
    dump.write_text(cut(dump.read_text(), share), encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was imported"):
        run(dump, "--apply", tmp_path=tmp_path)
    assert ImportedRow.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x00\xff\xfe nonsense", "is no dump in text"),
        (b"PGDMP nonsense", "pg_restore can't read|pg_restore is not installed"),
        (b"COPY public.confabulation_era (id, name) FROM stdin;\n1\n\\.\n", "has 1 values instead of 2"),
        (
            old_exhibition.dump({"era": old_exhibition.ROWS["era"]}).encode(),
            "it has no confabulation_analysispoint",
        ),
        (old_exhibition.dump().replace("color_code", "colour").encode(), "has no column color_code"),
    ],
)
def test_what_is_no_dump_of_theirs_is_refused(exhibition, dump, tmp_path, content, problem):
    dump.write_bytes(content)

    with pytest.raises(CommandError, match=problem):
        run(dump, "--apply", tmp_path=tmp_path)
    assert GalleryPage.objects.count() == 0


def test_exhibition_must_be_one(dump, tmp_path):
    with pytest.raises(CommandError, match="none; make one first"):
        run(dump, tmp_path=tmp_path)
    ExhibitionPageFactory(slug="one")
    ExhibitionPageFactory(slug="two")
    with pytest.raises(CommandError, match="with --exhibition: one, two"):
        run(dump, tmp_path=tmp_path)


@pytest.fixture
def old_database(needs_postgres):
    """The old application's database, at an address."""
    name = f"old_{secrets.token_hex(4)}"
    with psycopg.connect(needs_postgres, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        address = urlsplit(needs_postgres)._replace(path=f"/{name}").geturl()
        with psycopg.connect(address, autocommit=True) as there:
            old_exhibition.create(there)
        yield address
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_dumps_and_the_database_itself_give_the_same(old_database, dump, tmp_path):
    wanted = reading.rows_of(str(dump))
    for form in ("custom", "plain"):
        path = tmp_path / form
        subprocess.run(["pg_dump", f"--format={form}", f"--file={path}", old_database], check=True)
        assert reading.rows_of(str(path)) == wanted
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
        with pytest.raises(reading.NotTheirs):
            reading.rows_of(str(path))
    assert reading.rows_of(old_database) == wanted


def test_database_that_is_not_there_is_told():
    with pytest.raises(reading.NotTheirs, match="can't be read"):
        reading.rows_of("postgres://nobody@127.0.0.1:1/nothing")


@pytest.fixture
def seen(exhibition, dump, media, tmp_path):
    """A person who may see everything of the imported."""
    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)
    for page in (*GalleryPage.objects.all(), *StoryPage.objects.all()):
        page.save_revision().publish()
    for gallery in GalleryPage.objects.all():
        machine.is_anew(gallery, GalleryState.EXHIBITED, why="approved")
        Consent.objects.create(gallery=gallery, version=1, for_exhibition=True, given_on=date(2020, 1, 1))
    return UserFactory(permissions=["archive.view_exhibitionpage"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/participant/3/", "/exhibition/xy/"),
        ("/participant/3", "/exhibition/xy/"),
        ("/story/17/", "/exhibition/xy/xy001/"),
        ("/image/XY001/", "/exhibition/xy/xy001/"),
        ("/theme/1/", "/exhibition/themes/water/"),
        ("/chain/1/", "/exhibition/chains/from-the-river/"),
        ("/eras/1/", "/exhibition/eras/era-1/"),
        ("/analysis_type/1/", "/exhibition/analysis/emotion/"),
        ("/analysis/1/", "/exhibition/analysis/emotion/surprise/"),
        ("/graph/3/", "/exhibition/graph/xy/"),
    ],
)
def test_old_addresses_lead_on(seen, sign_in, old, new):
    answer = sign_in(seen).get(old)

    assert (answer.status_code, answer["Location"]) == (302, new)


OLD = ("/participant/3/", "/story/17/", "/image/XY001/", "/graph/3/", "/theme/1/")


@pytest.mark.parametrize(
    "old", [*OLD, "/participant/999/", "/story/0/", "/image/XY/", "/image/QQ001/", "/theme/9/"]
)
def test_old_addresses_tell_nobody_else_anything(seen, sign_in, old):
    assert sign_in().get(old)["Location"].startswith("/sign-in/")
    assert sign_in(UserFactory()).get(old).status_code == 404


def test_media_come_from_a_bucket_too(exhibition, dump, amazon, tmp_path, settings):
    options = {"access_key": "AKIAABCDEFGHIJKLMNOP", "secret_key": "s" * 40, "region_name": "us-east-1"}
    settings.S3_OPTIONS = options | {"endpoint_url": amazon, "addressing_style": "path"}
    bucket = S3Storage(**settings.S3_OPTIONS, bucket_name="old-exhibition")
    bucket.bucket.create()
    bucket.bucket.put_object(Key="tree/XY/i/XY001.jpg", Body=picture((4, 4)))

    report = run(dump, "--media", "s3://old-exhibition/tree", "--apply", tmp_path=tmp_path)

    assert report["files"]["copied"] == 1
    assert Path(storages["participants"].path("XY/i/XY001.jpg")).read_bytes() == picture((4, 4))


def test_copy_that_broke_off_goes_on(exhibition, dump, media, tmp_path, monkeypatch):
    copy, keys = Files._copy, []

    def cut(self, key, target):
        keys.append(key)
        if len(keys) == 2:
            raise OSError(28, "No space left on device")
        copy(self, key, target)

    with monkeypatch.context() as patch:
        patch.setattr(Files, "_copy", cut)
        with pytest.raises(CommandError, match="No space left on device.*run the same command again"):
            run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)
    report = run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    assert report["files"] == {"already there": 1, "copied": 4, "missing": 2, "unexpected": 1}
    assert storages["participants"].exists("XY/v/XY001.mp4")


def test_media_can_be_given_later(exhibition, dump, media, tmp_path):
    run(dump, "--apply", tmp_path=tmp_path)
    report = run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    assert report["files"]["copied"] == 4  # the voice of the story is placed when its file is there at first
    assert storages["participants"].exists("XY/i/XY001.jpg")


def test_graphs_of_the_whole_stay_where_they_are(exhibition, dump, media, tmp_path):
    for key in ("graphs/big_graph.png", "XY/graphs/small_graph_3.png", "QQ/graphs/x.png"):
        (media / key).parent.mkdir(parents=True, exist_ok=True)
        (media / key).write_bytes(b"graph")

    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    here = storages["participants"]
    assert here.exists("XY/graphs/small_graph_3.png")
    assert not here.exists("graphs/big_graph.png")
    assert not here.exists("QQ/graphs/x.png")


def test_smaller_video_of_the_old_player_is_the_video(media, tmp_path):
    assert key_of("https://x.cloudfront.net/Video/720/XY001.mp4?Signature=1") == "XY/v/XY001.mp4"
    assert key_of("https://b.s3/XY/i/XY001.jpg") == "XY/i/XY001.jpg"
    assert key_of("https://elsewhere/film.mp4") == key_of(None) == ""


@pytest.mark.parametrize(
    "old", ["/theme/1/", "/chain/1/", "/eras/1/", "/analysis/1/", "/analysis_type/1/", "/connects/1/"]
)
def test_old_rooms_lead_nobody_to_a_name_without_a_story_of_hers(seen, exhibition, sign_in, old):
    Theme.objects.get(title="Water").stories.remove(StoryPage.objects.get(title="AB001"))
    viewer = UserFactory()
    grant(viewer, GalleryPage.objects.get(code="AB"))

    assert StoryPage.objects.visible_to(viewer).exists()
    assert sign_in(viewer).get(old).status_code == 404


def test_who_withdrew_is_not_brought_in_again(exhibition, dump, media, tmp_path):
    run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)
    deletion.delete(actions.withdraw(GalleryPage.objects.get(code="XY"), by=None, days=0))

    report = run(dump, "--media", str(media), "--apply", tmp_path=tmp_path)

    assert not GalleryPage.objects.filter(code="XY").exists()
    assert not storages["participants"].exists("XY/i/XY001.jpg")
    assert ("participant", "3", "XY has withdrawn.") in {
        (finding["where"], finding["id"], finding["what"]) for finding in report["findings"]
    }


def test_photograph_of_somebody_else_is_not_placed(exhibition, dump, tmp_path):
    columns, _ = old_exhibition.ROWS["story_photos"]
    dump.write_text(old_exhibition.dump(old_exhibition.ROWS | {"story_photos": (columns, [(1, 19, 1)])}))

    report = run(dump, "--apply", tmp_path=tmp_path)

    assert not StoryPage.objects.get(title="AB001").placements.filter(item__gallery__code="XY").exists()
    assert any("another participant" in finding["what"] for finding in report["findings"])


def test_tie_is_what_its_stories_are(exhibition, dump, tmp_path):
    dump.write_text(dump.read_text().replace("17\t19\tinterconnection", "17\t19\tintraconnection"))

    run(dump, "--apply", tmp_path=tmp_path)

    for tie in Connection.objects.all():
        tie.full_clean()
    assert Connection.objects.get(to_story__title="AB001").reach == "inter"


def test_password_is_not_told():
    with pytest.raises(reading.NotTheirs) as told:
        reading.rows_of("postgres://user:s3cr%zzet@127.0.0.1:1/db")
    assert "s3cr" not in str(told.value)

"""Withdrawing a participant: gone at once from every channel, deleted in time, and never back."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from archive.links import media_link
from archive.models import (
    Connection,
    ConnectionType,
    Cue,
    GalleryPage,
    MediaItem,
    SearchDocument,
    StoryPage,
    Theme,
    ThemeStory,
    Withdrawal,
)
from archive.withdrawal import actions, deletion, tombstones
from tests.archive.test_admin_privacy import may_edit
from tests.factories import (
    CueFactory,
    MediaItemFactory,
    StoryMediaFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
ROLE = [
    "wagtailadmin.access_admin",
    *(f"archive.{action}_withdrawal" for action in ("view", "add", "change", "delete")),
]


@pytest.fixture
def archivist(exhibition):
    return may_edit(UserFactory(permissions=ROLE), exhibition.page)


@pytest.fixture
def item(exhibition):
    """A participant with a photograph in the bucket, a transcript, a theme and a tie."""
    item = MediaItemFactory(gallery=exhibition.gallery, number=1, title="Canary photograph", sha256="ab" * 32)
    storages["participants"].save(item.key, ContentFile(b"canary bytes"))
    StoryMediaFactory(story=exhibition.story, item=item)
    CueFactory(transcript=TranscriptFactory(story=exhibition.story), text="Canary words")
    ThemeStory.objects.create(
        theme=Theme.objects.create(title="Canary theme", reach="intra"), story=exhibition.story
    )
    Connection.objects.create(
        from_story=exhibition.story,
        to_story=exhibition.other_story,
        type=ConnectionType.objects.create(name="echo"),
        reach="inter",
        description="Canary tie",
    )
    for page in (exhibition.gallery, exhibition.story):
        page.save_revision(user=UserFactory(), log_action=True).publish()
    return item


@pytest.fixture
def browser(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return sign_in(viewer)


def addresses(exhibition, item) -> list[str]:
    story, gallery = exhibition.story, exhibition.gallery
    return [
        story.url,
        gallery.url,
        f"/exhibition-media/captions/{story.transcripts.get().uuid}.vtt",
        f"/exhibition-media/link/{item.uuid}/",
        f"/iiif/story/{story.uuid}/manifest.json",
        f"/iiif/gallery/{gallery.uuid}/manifest.json",
        "/exhibition/themes/canary-theme/",
        "/exhibition/graph/xy/",
    ]


LISTS = [
    "",
    "themes/",
    "connections/",
    "search/?q=canary",
    "search/suggest/?q=can",
    "graph/",
    "graph-data/",
    "timeline/",
]


def test_everything_of_the_participant_is_gone_at_once(exhibition, item, browser, archivist):
    paths, link = addresses(exhibition, item), media_link(item)
    assert {browser.get(path).status_code for path in paths} == {200}

    actions.withdraw(exhibition.gallery, by=archivist)

    assert {path: browser.get(path).status_code for path in [*paths, link]} == dict.fromkeys(
        [*paths, link], 404
    )
    for room in LISTS:
        told = browser.get(f"/exhibition/{room}").content.decode()
        for name in (
            "Canary gallery",
            "Canary story",
            "Canary sibling",
            "Canary theme",
            "Canary tie",
            "XY001",
        ):
            assert name not in told, room


def test_others_are_shown_as_before(exhibition, item, browser, archivist):
    actions.withdraw(exhibition.gallery, by=archivist)

    assert "Canary other story" in browser.get("/exhibition/zz/").content.decode()


def test_who_sees_everything_sees_nothing_of_it_either(exhibition, item, sign_in, archivist):
    keeper = sign_in(UserFactory(permissions=["archive.view_exhibitionpage"]))
    actions.withdraw(exhibition.gallery, by=archivist)

    assert keeper.get(exhibition.story.url).status_code == 404


def test_it_can_be_taken_back_before_it_is_deleted(exhibition, item, browser, archivist):
    tombstone = actions.withdraw(exhibition.gallery, by=archivist)

    actions.undo(tombstone, by=archivist)

    assert {browser.get(path).status_code for path in addresses(exhibition, item)} == {200}
    assert Withdrawal.objects.count() == 0
    with pytest.raises(actions.Refused):
        actions.withdraw(exhibition.gallery, by=archivist, days=400)


def test_it_can_not_be_withdrawn_twice_nor_taken_back_too_late(exhibition, item, archivist):
    tombstone = actions.withdraw(exhibition.gallery, by=archivist, days=0)

    with pytest.raises(actions.Refused, match="XY was withdrawn already"):
        actions.withdraw(exhibition.gallery, by=archivist)
    with pytest.raises(actions.Refused, match="is being deleted, or is deleted"):
        actions.undo(tombstone, by=archivist)


def carry_out(exhibition, archivist) -> Withdrawal:
    actions.withdraw(exhibition.gallery, by=archivist, days=0, reason="Asked for", backups="Tape 7")
    deletion.delete_due()
    return Withdrawal.objects.get()


def test_objects_and_rows_are_deleted_when_it_is_due(exhibition, item, archivist):
    key = item.key

    tombstone = carry_out(exhibition, archivist)

    assert tombstone.deleted_at is not None
    assert not storages["participants"].exists(key)
    assert list(GalleryPage.objects.values_list("code", flat=True)) == ["ZZ"]
    assert list(StoryPage.objects.values_list("title", flat=True)) == ["Canary other story"]
    assert (MediaItem.objects.count(), Cue.objects.count(), Connection.objects.count()) == (0, 0, 0)
    assert SearchDocument.objects.filter(page__in=[exhibition.gallery, exhibition.story]).count() == 0


def test_no_word_of_it_is_left_in_revisions_and_the_log(exhibition, item, archivist):
    carry_out(exhibition, archivist)

    left = json.dumps(
        [
            *map(str, Revision.objects.values_list("content", "object_str")),
            *map(str, PageLogEntry.objects.values_list("label", "data")),
            *map(str, ModelLogEntry.objects.values_list("label", "data")),
        ]
    )
    assert "Canary gallery" not in left
    assert "Canary story" not in left
    assert "Canary photograph" not in left


def test_nothing_is_deleted_before_it_is_due(exhibition, item, archivist):
    actions.withdraw(exhibition.gallery, by=archivist, days=1)

    deletion.delete_due()

    assert storages["participants"].exists(item.key)
    assert GalleryPage.objects.filter(pk=exhibition.gallery.pk).exists()


def test_the_certificate_says_what_was_removed_and_no_name(exhibition, item, archivist, sign_in):
    tombstone = carry_out(exhibition, archivist)

    told = sign_in(archivist).get(reverse("archive_withdrawals:certificate-text", args=[tombstone.pk]))

    words = told.content.decode()
    assert "XY/i/XY001.jpg" in words
    assert "ab" * 32 in words
    assert "Tape 7" in words
    assert "Canary" not in words


def test_the_editors_page_withdraws_once_the_code_is_typed(exhibition, item, archivist, sign_in):
    browser = sign_in(archivist)
    path = reverse("archive_withdrawals:withdraw", args=[exhibition.gallery.pk])

    wrong = browser.post(path, {"code": "ZZ", "days": "30"})
    right = browser.post(path, {"code": "XY", "days": "30"})

    assert "That is not the code" in wrong.content.decode()
    assert right.status_code == 302
    assert Withdrawal.objects.get().delete_after > timezone.now() + timedelta(days=29)


@pytest.mark.parametrize("lacking", ["archive.add_withdrawal", "the page"])
def test_who_may_not_withdraws_nobody(exhibition, item, sign_in, lacking):
    permissions = [name for name in ROLE if name != lacking]
    page = exhibition.other_gallery if lacking == "the page" else exhibition.page
    browser = sign_in(may_edit(UserFactory(permissions=permissions), page))

    answer = browser.post(
        reverse("archive_withdrawals:withdraw", args=[exhibition.gallery.pk]), {"code": "XY", "days": "30"}
    )

    assert answer.status_code in (302, 404)
    assert Withdrawal.objects.count() == 0


def test_what_was_withdrawn_stays_withdrawn_after_a_restore(exhibition, item, browser, archivist, tmp_path):
    actions.withdraw(exhibition.gallery, by=archivist)
    file, out = tmp_path / "withdrawals.json", StringIO()
    call_command("export_withdrawals", stdout=out)
    file.write_text(out.getvalue())
    # What a backup that is older than the withdrawal brings back.
    Withdrawal.objects.all().delete()
    assert browser.get(exhibition.story.url).status_code == 200

    for _ in range(2):
        call_command("replay_withdrawals", str(file), stdout=StringIO())

        assert Withdrawal.objects.count() == 1
        assert browser.get(exhibition.story.url).status_code == 404


def test_what_was_deleted_is_deleted_again_after_a_restore(exhibition, item, archivist):
    actions.withdraw(exhibition.gallery, by=archivist)
    exported = tombstones.export()
    exported[0]["deleted_at"] = timezone.now().isoformat()
    Withdrawal.objects.all().delete()

    done = tombstones.replay(exported)

    assert done.deleted == ["XY"]
    assert not GalleryPage.objects.filter(code="XY").exists()
    assert not storages["participants"].exists("XY/i/XY001.jpg")

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from archive.models import Chain, Connection, ConnectionType, ConsentLimit, Era, Opening, Recording, Theme
from tests.factories import (
    CueFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(exhibition):
    viewer = UserFactory(first_name="Vera")
    grant(viewer, exhibition.page)
    return viewer


def place(story, gallery, **fields):
    item = MediaItemFactory(gallery=gallery, **fields)
    return StoryMediaFactory(story=story, item=item).item


@pytest.mark.parametrize("level", ["page", "gallery", "story"])
def test_a_viewer_reads_the_page(exhibition, viewer, sign_in, level):
    page = getattr(exhibition, level)

    response = sign_in(viewer).get(page.get_url())

    assert response.status_code == 200
    assert f"<h1>{page.title}</h1>" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/exhibition/", "/exhibition/xy/", "/exhibition/xy/xy001/", "/exhibition/no/such/"]
)
def test_a_stranger_gets_the_sign_in_page_for_whatever_is_there_or_not(exhibition, sign_in, path):
    response = sign_in().get(path)

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize(
    "path", ["/exhibition/", "/exhibition/xy/", "/exhibition/xy/xy001/", "/exhibition/no/such/"]
)
def test_a_person_without_a_grant_gets_the_same_404_for_whatever_is_there_or_not(exhibition, sign_in, path):
    response = sign_in(UserFactory()).get(path)

    assert response.status_code == 404
    assert b"Canary" not in response.content


def test_the_main_menu_names_the_exhibition_to_its_viewers_only(exhibition, viewer, sign_in):
    assert "Canary exhibition" in sign_in(viewer).get("/").content.decode()
    assert "Canary" not in sign_in(UserFactory()).get("/").content.decode()
    assert "Canary" not in sign_in().get("/").content.decode()


def test_a_gallery_shows_a_grantee_of_one_story_only_that_story(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.story)

    content = sign_in(viewer).get("/exhibition/xy/").content.decode()

    assert "Canary story" in content
    assert "Canary sibling" not in content


def test_a_story_links_its_media_by_signed_links(exhibition, viewer, sign_in):
    place(exhibition.story, exhibition.gallery, kind="photo", number=1)
    place(exhibition.story, exhibition.gallery, kind="video", number=1)

    content = sign_in(viewer).get("/exhibition/xy/xy001/").content.decode()

    assert 'src="/edge/media/XY/i/XY001.jpg?Expires=' in content
    assert 'src="/edge/media/XY/v/XY001.mp4?Expires=' in content
    assert 'poster="/edge/image/authenticated/s--' in content


def test_a_missing_photograph_is_named_in_its_place(exhibition, viewer, sign_in):
    place(exhibition.story, exhibition.gallery, number=1, is_missing=True)

    content = sign_in(viewer).get("/exhibition/xy/xy001/").content.decode()

    assert "The photo XY001.jpg doesn&#x27;t exist." in content
    assert "/edge/media/" not in content


def fill(exhibition, *, photos, stories):
    """A story with that many photographs and a video, in a gallery with that many more stories."""
    era = Era.objects.create(name="Sixties", slug="sixties", start_year=1960, end_year=1969)
    exhibition.story.eras.add(era)
    exhibition.story.save()
    for number in range(1, photos + 1):
        place(exhibition.story, exhibition.gallery, number=number)
    place(exhibition.story, exhibition.gallery, kind="video", number=1)
    for language in ("en", "hu"):
        CueFactory.create_batch(
            photos, transcript=TranscriptFactory(story=exhibition.story, language=language)
        )
    echo = ConnectionType.objects.create(name="echo")
    for number in range(10, 10 + stories):
        story = StoryPageFactory(parent=exhibition.gallery, number=number)
        place(story, exhibition.gallery, number=100 + number)
        theme = Theme.objects.create(title=f"Theme {number}", reach="intra")
        theme.stories.add(exhibition.story, story)
        Chain.objects.create(title=f"Chain {number}", reach="intra").themes.add(theme)
        Connection.objects.create(from_story=exhibition.story, to_story=story, type=echo, reach="intra")


def test_a_gallery_plays_the_whole_recording_and_notes_who_opened_it(exhibition, viewer, sign_in):
    sound = MediaItemFactory(gallery=exhibition.gallery, kind="voice", title="The whole conversation")
    Recording.objects.create(gallery=exhibition.gallery, sound=sound)

    page = sign_in(viewer).get("/exhibition/xy/")

    assert "The whole conversation" in page.content.decode()
    assert f'data-item="{sound.uuid}"' in page.content.decode()
    (opened,) = Opening.objects.all()
    assert (opened.user, opened.item, opened.opened_by.split()[0]) == (viewer, sound, "exhibitionpage")


def test_a_gallery_of_which_a_story_is_limited_plays_no_whole_recording(exhibition, viewer, sign_in):
    sound = MediaItemFactory(gallery=exhibition.gallery, kind="voice")
    Recording.objects.create(gallery=exhibition.gallery, sound=sound)
    ConsentLimit.objects.create(story=exhibition.sibling, for_research=True)

    page = sign_in(viewer).get("/exhibition/xy/")

    assert "data-player" not in page.content.decode()
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("path", "queries"), [("/exhibition/", 19), ("/exhibition/xy/", 20), ("/exhibition/xy/xy001/", 29)]
)
@pytest.mark.parametrize("size", [1, 12])
def test_a_page_costs_the_same_queries_for_little_and_much(
    exhibition, viewer, sign_in, django_assert_num_queries, path, queries, size
):
    fill(exhibition, photos=size, stories=size)
    browser = sign_in(viewer)
    browser.get(path)

    with django_assert_num_queries(queries):
        assert browser.get(path).status_code == 200


def test_a_page_of_twelve_photographs_and_a_video_makes_no_call(exhibition, viewer, sign_in, no_network):
    fill(exhibition, photos=12, stories=3)

    assert sign_in(viewer).get("/exhibition/xy/xy001/").status_code == 200


def test_captions_are_webvtt_for_whom_the_story_is_open(exhibition, viewer, sign_in):
    transcript = TranscriptFactory(story=exhibition.story)
    CueFactory(transcript=transcript, start=0, end=1500, text="It was cold.")

    response = sign_in(viewer).get(f"/exhibition-media/captions/{transcript.uuid}.vtt")

    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.decode() == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nIt was cold.\n"


def test_captions_do_not_exist_for_others(exhibition, sign_in):
    transcript = TranscriptFactory(story=exhibition.story)
    path = f"/exhibition-media/captions/{transcript.uuid}.vtt"

    assert sign_in().get(path).status_code == 302
    assert sign_in(UserFactory()).get(path).status_code == 404


def test_the_photographs_object_is_what_the_link_leads_to(exhibition, viewer, sign_in):
    storages["participants"].save("XY/i/XY001.jpg", ContentFile(b"the very bytes"))
    place(exhibition.story, exhibition.gallery, number=1)
    content = sign_in(viewer).get("/exhibition/xy/xy001/").content.decode()
    link = content.partition('<img src="')[2].partition('"')[0].replace("&amp;", "&")

    assert b"".join(sign_in().get(link).streaming_content) == b"the very bytes"

"""What a manifest and a collection say, word by word."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from archive.metadata.terms import CONDITIONS
from tests.archive.iiif_parts import addresses, place, tell
from tests.factories import MediaItemFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(exhibition, sign_in, settings):
    """Asks as somebody who was granted the exhibition."""
    settings.BASE_URL = "https://vitrine.example"
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return lambda what: sign_in(viewer).get(addresses(exhibition)[what]).json()


def without_signature(address: str) -> str:
    """An address without what is another one in each moment."""
    return address.partition("?")[0]


def base(story) -> str:
    return f"https://vitrine.example/iiif/story/{story.uuid}"


def test_a_manifest_says_what_the_story_is(exhibition, ask):
    told = tell(exhibition)

    manifest = ask("story")

    gallery = f"https://vitrine.example/iiif/gallery/{exhibition.gallery.uuid}/manifest.json"
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["id"] == f"{base(told.story)}/manifest.json"
    assert manifest["label"] == {"en": ["Canary story"], "hu": ["A költözés előtti nap"]}
    assert manifest["summary"] == {"en": ["Twelve frames."]}
    assert manifest["requiredStatement"]["value"] == CONDITIONS
    assert [home["id"] for home in manifest["homepage"]] == ["https://vitrine.example/exhibition/xy/xy001/"]
    assert [other["id"] for other in manifest["seeAlso"]] == [
        f"{base(told.story)}/metadata.jsonld",
        f"{base(told.story)}/dc.xml",
    ]
    assert manifest["partOf"] == [{"id": gallery, "type": "Collection", "label": {"en": ["Canary gallery"]}}]


def test_a_manifest_lists_participant_eras_keywords_and_day(exhibition, ask):
    tell(exhibition)

    facts = {fact["label"]["en"][0]: fact["value"] for fact in ask("story")["metadata"]}

    assert facts == {
        "Participant": {"en": ["Erzsi"]},
        "Era": {"en": ["Sixties"]},
        "Keywords": {"en": ["father", "home"], "hu": ["apa", "otthon"]},
        "Recorded": {"none": ["2018-05-14"]},
    }


def test_a_language_in_which_not_all_is_said_is_left_out(exhibition, ask):
    told = tell(exhibition)
    told.story.keywords.model.objects.filter(name="home").update(translations={})

    (keywords,) = [fact["value"] for fact in ask("story")["metadata"] if fact["label"]["en"] == ["Keywords"]]

    assert keywords == {"en": ["father", "home"]}


def test_a_participant_without_pseudonym_goes_by_the_code(exhibition, ask):
    (participant, *_) = ask("story")["metadata"]

    assert participant["value"] == {"none": ["XY"]}


def test_canvases_are_in_the_order_of_the_placements(exhibition, ask):
    told = tell(exhibition)

    assert [canvas["id"] for canvas in ask("story")["items"]] == [
        f"{base(told.story)}/canvas/{item.uuid}" for item in (told.video, told.photo, told.voice)
    ]


def test_a_photograph_is_painted_on_a_canvas_of_its_size(exhibition, ask):
    told = tell(exhibition)
    canvas = ask("story")["items"][1]

    (annotation,) = canvas["items"][0]["items"]
    extent = {name: canvas[name] for name in ("width", "height", "duration") if name in canvas}
    (thumbnail,) = canvas["thumbnail"]
    link = annotation["body"].pop("id")
    assert (canvas["label"], canvas["summary"]) == ({"en": ["The chair"]}, {"en": ["A chair."]})
    assert extent == {"width": 600, "height": 900}
    assert (annotation["motivation"], annotation["target"]) == ("painting", canvas["id"])
    assert annotation["body"] == {"type": "Image", "format": "image/jpeg", "width": 600, "height": 900}
    assert without_signature(link) == f"https://vitrine.example/edge/media/{told.photo.key}"
    assert (thumbnail["width"], thumbnail["height"]) == (480, 720)
    assert thumbnail["id"].startswith("https://vitrine.example/edge/image/authenticated/s--")
    assert "annotations" not in canvas


def test_a_video_has_a_poster_and_captions(exhibition, ask):
    tell(exhibition)
    canvas = ask("story")["items"][0]

    body, poster = canvas["items"][0]["items"][0]["body"], canvas["placeholderCanvas"]
    assert (canvas["width"], canvas["height"], canvas["duration"]) == (1200, 800, 12.5)
    assert (body["type"], body["format"], body["duration"]) == ("Video", "video/mp4", 12.5)
    assert (poster["id"], poster["width"], poster["height"]) == (f"{canvas['id']}/poster", 960, 640)
    assert poster["items"][0]["items"][0]["target"] == poster["id"]
    assert len(canvas["annotations"][0]["items"]) == 2


def test_a_voice_lasts_and_has_captions_in_each_language(exhibition, ask):
    told = tell(exhibition)
    canvas = ask("story")["items"][2]

    (page,) = canvas["annotations"]
    english, hungarian = page["items"]
    body = canvas["items"][0]["items"][0]["body"]
    assert [name for name in ("width", "height", "thumbnail") if name in canvas] == []
    assert (canvas["duration"], body["type"], body["format"]) == (24.0, "Sound", "audio/mp4")
    assert (hungarian["motivation"], hungarian["target"]) == ("supplementing", canvas["id"])
    assert hungarian["body"] == {
        "id": f"https://vitrine.example/exhibition-media/captions/{told.hungarian.uuid}.vtt",
        "type": "Text",
        "format": "text/vtt",
        "label": {"none": [told.hungarian.language_name]},
        "language": "hu",
    }
    assert english["body"]["language"] == "en"


def test_what_is_missing_or_not_measured_has_no_canvas(exhibition, ask):
    story, gallery = exhibition.story, exhibition.gallery
    place(story, gallery, number=8, is_missing=True)
    place(story, gallery, number=2, width=None, height=None)
    place(story, gallery, kind="voice", number=1, duration=None)
    place(story, gallery, kind="video", number=1, duration=None)
    shown = place(story, gallery, number=3, title="Shown")

    manifest = ask("story")

    assert [canvas["id"].rpartition("/")[2] for canvas in manifest["items"]] == [str(shown.uuid)]
    assert "XY008" not in str(manifest)


def test_a_video_of_unknown_size_is_shown_in_a_frame_without_poster(exhibition, ask):
    seconds = timedelta(seconds=3)
    place(exhibition.story, exhibition.gallery, kind="video", width=None, height=None, duration=seconds)

    (canvas,) = ask("story")["items"]

    body = canvas["items"][0]["items"][0]["body"]
    assert (canvas["width"], canvas["height"], "width" in body) == (1280, 720, False)
    assert "placeholderCanvas" not in canvas


def test_a_decorative_photograph_is_not_described(exhibition, ask):
    place(exhibition.story, exhibition.gallery, alt_text="Paper.", is_decorative=True)

    assert "summary" not in ask("story")["items"][0]


def test_a_story_without_media_has_one_empty_canvas_and_its_words(exhibition, ask):
    told = tell(exhibition)
    told.story.placements.all().delete()

    manifest = ask("story")

    (canvas,) = manifest["items"]
    assert canvas["items"] == []
    assert [words["language"] for words in manifest["rendering"]] == [["en"], ["hu"]]
    assert "thumbnail" not in manifest


def test_a_collection_leads_to_the_stories_of_its_gallery(exhibition, ask):
    told = tell(exhibition)

    collection = ask("gallery")

    first, second = collection["items"]
    assert collection["label"] == {"en": ["Canary gallery"]}
    assert collection["summary"] == {"en": ["A bookkeeper."]}
    assert (first["id"], first["type"]) == (f"{base(told.story)}/manifest.json", "Manifest")
    assert (second["label"], "thumbnail" in second) == ({"en": ["Canary sibling"]}, False)
    assert [up["id"] for up in collection["partOf"]] == [
        "https://vitrine.example/iiif/exhibition/exhibition/collection.json"
    ]


def test_an_exhibition_leads_to_its_galleries(exhibition, ask):
    exhibition.gallery.portrait = MediaItemFactory(gallery=exhibition.gallery)
    exhibition.gallery.save()

    collection = ask("exhibition")

    assert [(item["type"], item["label"]["en"], "thumbnail" in item) for item in collection["items"]] == [
        ("Collection", ["Canary gallery"], True),
        ("Collection", ["Canary other gallery"], False),
    ]


def test_ids_are_made_of_uuids_and_stay(exhibition, ask):
    tell(exhibition)
    before = [canvas["id"] for canvas in ask("story")["items"]]
    exhibition.gallery.slug, exhibition.gallery.code = "other", "QQ"
    exhibition.gallery.save()

    manifest = ask("story")

    assert [canvas["id"] for canvas in manifest["items"]] == before
    assert urlsplit(manifest["id"]).path == f"/iiif/story/{exhibition.story.uuid}/manifest.json"


def test_an_exhibition_may_have_an_address_with_accents(exhibition, ask):
    exhibition.page.slug = "kiállítás"
    exhibition.page.save()

    assert ask("exhibition")["id"].endswith("/iiif/exhibition/ki%C3%A1ll%C3%ADt%C3%A1s/collection.json")


def test_a_manifest_is_of_the_type_that_viewers_ask_for(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.story)

    response = sign_in(viewer).get(addresses(exhibition)["story"])

    profile = 'profile="http://iiif.io/api/presentation/3/context.json"'
    assert response.headers["Content-Type"] == f"application/ld+json;{profile}"

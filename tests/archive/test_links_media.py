"""The two functions that everybody uses, and their template tags, with and without a cloud."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.template import Context, Template

from archive.links import cloudfront, keys, media_link, srcset, thumbnail_link
from archive.models import MediaItem

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
PEM = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)


@dataclass(frozen=True)
class Item:
    """What a link needs of a media item."""

    number: int = 1
    width: int | None = 1200

    @property
    def uuid(self):
        return UUID(int=self.number)

    @property
    def key(self):
        return f"BE/i/BE{self.number:03d}.jpg"

    still_key = key


@pytest.fixture
def clouds(settings):
    settings.CLOUDFRONT = {"domain": "media.example", "key_id": "KABCDEF", "key": PEM}
    settings.CLOUDINARY = {"cloud_name": "demo", "api_key": "123", "api_secret": "abc"}


def test_media_link_of_the_embedded_edge_names_no_host_and_is_signed_for_the_site(settings):
    link = media_link(Item(), at=NOON)
    assert link.startswith("/edge/media/BE/i/BE001.jpg?Expires=")
    assert cloudfront.verify(settings.BASE_URL + link, NOON, trusted=keys.trusted_keys()) is None


def test_media_link_of_cloudfront_is_https_on_its_domain_with_the_bare_key(clouds):
    link = media_link(Item(), at=NOON)
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "media.example", "/BE/i/BE001.jpg")
    assert set(parse_qs(parts.query)) == {"Expires", "Signature", "Key-Pair-Id"}
    assert cloudfront.verify(link, NOON, trusted=keys.trusted_keys()) is None


@pytest.mark.parametrize("with_clouds", [False, True])
def test_media_link_is_one_for_each_window(with_clouds, request):
    if with_clouds:
        request.getfixturevalue("clouds")
    links = {media_link(Item(), at=NOON + timedelta(seconds=second)) for second in range(0, 900, 10)}
    assert len(links) == 2


def test_media_link_never_outlives_the_grant():
    link = media_link(Item(), at=NOON, not_after=NOON + timedelta(seconds=100))
    assert parse_qs(urlsplit(link).query)["Expires"] == [str(int(NOON.timestamp()) + 100)]


def test_media_link_without_a_moment_is_made_for_now(settings):
    link = media_link(Item())
    assert cloudfront.verify(settings.BASE_URL + link, datetime.now(UTC), trusted=keys.trusted_keys()) is None


def test_thumbnail_link_of_the_embedded_edge():
    link = thumbnail_link(Item(), "card")
    assert link.startswith("/edge/image/authenticated/s--")
    assert link.endswith("--/c_fill,h_360,w_480/BE/i/BE001.jpg")


def test_thumbnail_link_of_cloudinary(clouds):
    link = thumbnail_link(Item(), "card")
    assert link.startswith("https://res.cloudinary.com/demo/image/authenticated/s--")
    assert link.endswith("--/c_fill,h_360,w_480/BE/i/BE001.jpg")


def test_thumbnail_link_of_an_unknown_size_is_a_mistake():
    with pytest.raises(KeyError):
        thumbnail_link(Item(), "huge")


def test_links_of_a_loaded_item_need_no_query(db, django_assert_num_queries):
    # The factories make pages, which is not what this is about: an unsaved gallery has a code as well.
    gallery = MediaItem._meta.get_field("gallery").related_model(code="BE")
    item = MediaItem(gallery=gallery, kind="video", number=1, width=1920)
    with django_assert_num_queries(0):
        assert media_link(item).startswith("/edge/media/BE/v/BE001.mp4?")
        assert thumbnail_link(item, "poster").endswith("/c_limit,w_960/thumbnails/BE001.jpg")
        assert "thumbnails/BE001.jpg 2x" in srcset.by_density(item, "card")


def widths(text):
    return [choice.split()[1] for choice in text.split(", ")]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (300, ["300w"]),
        (480, ["480w"]),
        (1200, ["480w", "960w", "1200w"]),
        (4000, ["480w", "960w", "1600w", "2560w"]),
        (None, ["480w", "960w", "1600w", "2560w"]),
    ],
)
def test_srcset_by_width_ends_with_the_picture_s_own(width, expected):
    assert widths(srcset.by_width(Item(width=width))) == expected


def test_srcset_by_density_has_the_simple_and_the_double_size():
    simple, double = srcset.by_density(Item(), "strip").split(", ")
    assert simple.endswith("/c_fill,h_120,w_160/BE/i/BE001.jpg 1x")
    assert double.endswith("/c_fill,h_240,w_320/BE/i/BE001.jpg 2x")


def test_tags_give_the_same_links_as_the_functions():
    template = Template(
        '{% load media %}{% autoescape off %}{% media_link item at=at %} {% thumbnail_link item "card" %} '
        '{% thumbnail_srcset item "card" %} {% photo_srcset item %}{% endautoescape %}'
    )
    item = Item()
    expected = [
        media_link(item, at=NOON),
        thumbnail_link(item, "card"),
        srcset.by_density(item, "card"),
        srcset.by_width(item),
    ]
    assert template.render(Context({"item": item, "at": NOON})) == " ".join(expected)


def test_media_link_tag_is_escaped_in_html():
    html = Template("{% load media %}{% media_link item at=at %}").render(
        Context({"item": Item(), "at": NOON})
    )
    assert html == media_link(Item(), at=NOON).replace("&", "&amp;")


def test_media_link_tag_takes_the_end_of_the_grant():
    template = Template("{% load media %}{% media_link item at=at not_after=end %}")
    end = NOON + timedelta(seconds=5)
    html = template.render(Context({"item": Item(), "at": NOON, "end": end}))
    assert f"Expires={int(end.timestamp())}&amp;" in html

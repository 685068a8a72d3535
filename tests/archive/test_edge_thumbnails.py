"""The edge as Cloudinary: pictures in exactly the signed size, with nothing in them but the picture."""

import io
import os

import pytest
from PIL import Image, ImageCms

from archive.edge import kept, pictures
from archive.links import keys, thumbnail_link, thumbnails
from archive.links.thumbnails import SIZES

# The edge asks whether the participant has withdrawn.
pytestmark = pytest.mark.django_db

CANARY = b"CANARY-Anna-Kovacs"
ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


class Photo:
    still_key = "BE/i/BE001.jpg"
    width = None


def jpeg(width=2000, height=1500, color="red", orientation=1, **options):
    """A photograph as a camera writes it: with a place, a name, a comment and a preview in it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[ARTIST] = CANARY.decode()
    exif[GPS] = {1: "N", 2: (47.0, 29.0, 33.0), 29: CANARY.decode()}
    made = io.BytesIO()
    facts = {"exif": exif, "comment": CANARY, "xmp": b"<x>" + CANARY + b"</x>"}
    Image.new("RGB", (width, height), color).save(made, "JPEG", **(facts | options))
    return made.getvalue()


@pytest.fixture
def bucket(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    backend = "django.core.files.storage.FileSystemStorage"
    options = {"location": str(tmp_path / "bucket")}
    settings.STORAGES = settings.STORAGES | {"participants": {"BACKEND": backend, "OPTIONS": options}}
    put(tmp_path / "bucket", jpeg())
    return tmp_path / "bucket"


def put(bucket, content, key=Photo.still_key):
    (bucket / key).parent.mkdir(parents=True, exist_ok=True)
    (bucket / key).write_bytes(content)


@pytest.fixture
def ask(bucket, client):
    """Asks for a thumbnail; without `db`, so that any query would be an error."""
    return lambda size="card", **headers: client.get(thumbnail_link(Photo, size), headers=headers)


def body(response):
    return b"".join(response.streaming_content)


def picture(response):
    return Image.open(io.BytesIO(body(response)))


@pytest.mark.parametrize("size", SIZES)
def test_thumbnail_has_exactly_the_signed_size(bucket, ask, size):
    to = SIZES[size]
    expected = (
        (to.width, to.height)
        if to.crop == "fill"
        else (min(to.width, 2000), round(min(to.width, 2000) * 0.75))
    )
    assert picture(ask(size)).size == expected


@pytest.mark.parametrize(
    ("width", "height"), [(100, 80), (80, 100), (3000, 50), (50, 3000), (480, 360), (1, 1)]
)
def test_thumbnail_that_fills_is_exact_whatever_the_picture_s_shape(bucket, ask, width, height):
    put(bucket, jpeg(width, height))
    assert picture(ask("card")).size == (480, 360)


@pytest.mark.parametrize(("width", "height"), [(100, 80), (480, 3000), (959, 1)])
def test_thumbnail_that_limits_enlarges_nothing(bucket, ask, width, height):
    put(bucket, jpeg(width, height))
    assert picture(ask("poster")).size == (width, height)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnail_stands_upright(bucket, ask, orientation):
    put(bucket, jpeg(1200, 800, orientation=orientation))
    assert picture(ask("poster")).size == ((960, 640) if orientation < 5 else (800, 1200))


@pytest.mark.parametrize("size", ["strip", "poster", "wall"])
def test_thumbnail_keeps_nothing_that_the_camera_wrote(bucket, ask, size):
    assert jpeg().count(CANARY) >= 4
    content = body(ask(size))
    assert CANARY not in content
    made = Image.open(io.BytesIO(content))
    assert (
        dict(made.getexif()),
        made.info.get("comment"),
        made.info.get("xmp"),
        made.info.get("icc_profile"),
    ) == (
        {},
        None,
        None,
        None,
    )
    assert (made.format, made.mode, bool(made.info.get("progressive"))) == ("JPEG", "RGB", True)


def test_thumbnail_of_other_colours_is_in_srgb(bucket, ask):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    put(bucket, jpeg(icc_profile=profile))
    assert picture(ask()).getpixel((10, 10))[0] > 200
    put(bucket, jpeg(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()))
    assert picture(ask()).getpixel((10, 10))[0] > 250


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_thumbnail_of_another_mode_is_rgb(bucket, ask, mode):
    made = io.BytesIO()
    Image.new(mode, (600, 400)).save(made, "JPEG")
    put(bucket, made.getvalue())
    assert picture(ask()).mode == "RGB"


def test_thumbnail_of_something_transparent_stands_on_white(bucket, ask):
    made = io.BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(made, "PNG")
    put(bucket, made.getvalue())
    assert picture(ask()).getpixel((10, 10)) == (255, 255, 255)


def test_thumbnail_has_headers_that_keep_it_private(ask):
    response = ask()
    expected = {
        "Content-Type": "image/jpeg",
        "Cache-Control": "private, max-age=86400",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: response.headers[name] for name in expected} == expected
    assert not response.cookies


def test_thumbnail_that_the_browser_has_is_304(ask):
    assert ask(**{"If-None-Match": ask().headers["ETag"]}).status_code == 304


def test_thumbnail_head_has_no_body(bucket, client):
    response = client.head(thumbnail_link(Photo, "card"))
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


def test_thumbnail_is_made_once_and_kept_whole(bucket, ask):
    first = body(ask())
    [made] = kept.folder().rglob("*.jpg")
    os.utime(made, (1, 1))
    assert body(ask()) == first
    assert [file for file in kept.folder().rglob("*") if file.is_file()] == [made]
    assert made.stat().st_mtime == 1
    assert b"BE001" not in str(made).encode()


def test_thumbnail_of_a_picture_that_changed_is_made_anew(bucket, ask):
    ask()
    put(bucket, jpeg(300, 900, color="blue"))
    assert picture(ask()).getpixel((10, 10))[2] > 200


@pytest.mark.django_db
def test_thumbnail_of_a_picture_that_is_gone_is_gone_too(bucket, client, ask):
    body(ask())
    (bucket / Photo.still_key).unlink()
    assert ask().status_code == 404


def test_forget_removes_what_was_made_of_one_picture(bucket, ask):
    ask("card")
    ask("strip")
    kept.forget("BE/i/BE002.jpg")
    assert len(list(kept.folder().rglob("*.jpg"))) == 2
    kept.forget(Photo.still_key)
    assert list(kept.folder().rglob("*.jpg")) == []


def refused(transformation, key=Photo.still_key):
    """A link whose signature is right, for something that is not offered."""
    signature = thumbnails.signature(f"{transformation}/{key}", keys.cloud().secret)
    return f"/edge/image/authenticated/s--{signature}--/{transformation}/{key}"


SIGNED = "/c_fill,h_360,w_480/BE/i/BE001.jpg"
REFUSED = {
    "unsigned": lambda link: f"/edge/image/authenticated{SIGNED}",
    "of type upload": lambda link: link.replace("authenticated", "upload"),
    "other size": lambda link: link.replace("w_480", "w_481"),
    "other crop": lambda link: link.replace("c_fill", "c_limit"),
    "attachment": lambda link: link.replace("w_480", "w_480,fl_attachment"),
    "raw original": lambda link: "/edge/image/authenticated/BE/i/BE001.jpg",
    "guessed public id": lambda link: link.replace("BE001", "BE002"),
    "an encoded step up": lambda link: link.replace("BE/i", "BE/%2e%2e/BE/i"),
    "size not offered": lambda link: refused("c_fill,h_1,w_1"),
    "crop not offered": lambda link: refused("c_scale,w_480"),
    "signed original": lambda link: refused("BE", "i/BE001.jpg"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", REFUSED)
def test_thumbnail_with_a_changed_link_shows_nothing(bucket, client, change):
    link = thumbnail_link(Photo, "card")
    changed = REFUSED[change](link)
    assert changed != link
    response = client.get(changed)
    assert response.status_code == (404 if change == "of type upload" else 403)
    assert response.headers["Content-Type"] != "image/jpeg"
    assert not kept.folder().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["../secret.jpg", "BE/i/BE404.jpg", "BE/i", "BE/i/page.html"])
def test_thumbnail_of_what_is_not_there_is_404_even_with_a_right_signature(bucket, client, key):
    put(bucket, jpeg(), "BE/i/page.html")
    put(bucket.parent, jpeg(), "secret.jpg")
    assert client.get(refused("c_fill,h_360,w_480", key)).status_code == 404


UNREADABLE = {
    "HTML": b"<html><script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a GIF": b"GIF89a" + b"\0" * 100,
    "nothing": b"",
    "half a photograph": jpeg()[:5000],
    "a video": bytes(range(256)) * 100,
}


@pytest.mark.django_db
@pytest.mark.parametrize("content", UNREADABLE)
def test_thumbnail_of_what_is_no_picture_is_404_in_plain_text(bucket, ask, content):
    put(bucket, UNREADABLE[content])
    response = ask()
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert list(kept.folder().rglob("*.jpg")) == []


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_thumbnail_of_a_decompression_bomb_is_refused(bucket, ask):
    made = io.BytesIO()
    Image.new("1", (12_000, pictures.MOST_PIXELS // 12_000 + 1)).save(made, "PNG")
    assert len(made.getvalue()) < 100_000
    put(bucket, made.getvalue())
    assert ask().status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_thumbnail_by_another_method_is_not_allowed(bucket, client, method):
    assert getattr(client, method)(thumbnail_link(Photo, "card")).status_code == 405

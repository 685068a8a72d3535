"""A photograph is filed as a JPEG that holds the picture, its colours' profile and nothing else."""

import io
import zlib

import pytest
from PIL import Image, ImageChops, ImageStat, PngImagePlugin, TiffImagePlugin

from archive.intake import limits
from archive.intake.formats import HEAD, recognised
from archive.intake.refusal import Refused
from archive.intake.workshop import photographs
from archive.intake.workshop.photographs import FIRST_OF_SEVERAL, PLACE_TAKEN_OUT
from tests.archive.upload_files import CANARY, chunk, drawing, photograph, png_of, srgb_profile


@pytest.fixture
def clean(tmp_path):
    """Cleans the bytes; gives what was made of them and what is told."""

    def run(content: bytes):
        source, made = tmp_path / "source", tmp_path / "made"
        source.write_bytes(content)
        notes = photographs.clean(source, made, recognised(content[:HEAD]))
        return made.read_bytes(), notes

    return run


def refusal(clean, content) -> str:
    with pytest.raises(Refused) as refused:
        clean(content)
    return str(refused.value)


def picture(content: bytes):
    opened = Image.open(io.BytesIO(content))
    opened.load()
    return opened


def difference(one, other) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_photograph_keeps_nothing_that_a_camera_wrote(clean, format):
    content = photograph(format)
    assert CANARY.encode() in content

    made, notes = clean(content)

    assert CANARY.encode() not in made
    filed = picture(made)
    assert (filed.format, filed.size, dict(filed.getexif())) == ("JPEG", (320, 240), {})
    assert {"exif", "comment", "xmp", "icc_profile", "photoshop"} & set(filed.info) == set()
    assert difference(filed, drawing()) < 3
    assert notes == [PLACE_TAKEN_OUT]


def test_photograph_without_a_place_is_told_of_none(clean):
    assert clean(photograph(place=False))[1] == []


def test_place_in_xmp_is_told_of_too(clean):
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>47,29N</exif:GPSLatitude></x:xmpmeta>"

    made, notes = clean(photograph(place=False, xmp=xmp))

    assert notes == [PLACE_TAKEN_OUT]
    assert b"GPSLatitude" not in made


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 a zip", b"<html><script>alert(1)</script>", b"\xff\xd8\xff\xe0 another JPEG"]
)
def test_whatever_follows_the_picture_is_left_out(clean, tail):
    made, _ = clean(photograph() + tail)

    assert tail not in made
    assert made.endswith(b"\xff\xd9")


def test_jpeg_that_stands_upright_keeps_its_quality(clean):
    content = photograph(quality=63, subsampling=2)

    filed = picture(clean(content)[0])

    assert filed.quantization == picture(content).quantization
    assert filed.layer == picture(content).layer
    assert difference(filed, picture(content)) < 1


#: How a camera held the drawing that notes such an orientation.
HELD = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photograph_is_filed_upright(clean, format, orientation):
    held = drawing() if orientation == 1 else drawing().transpose(HELD[orientation])
    content = photograph(format, held, orientation=orientation)

    filed = picture(clean(content)[0])

    assert filed.size == (320, 240)
    assert difference(filed, drawing()) < 4


@pytest.mark.parametrize(
    ("format", "mode", "filed_as"),
    [
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
        ("PNG", "1", "L"),
        ("PNG", "L", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "RGBA", "RGB"),
        ("PNG", "LA", "RGB"),
        ("TIFF", "CMYK", "RGB"),
        ("TIFF", "RGBA", "RGB"),
        ("WEBP", "RGBA", "RGB"),
    ],
)
def test_pixels_of_any_kind_become_a_jpegs(clean, format, mode, filed_as):
    shown = drawing(mode=mode)

    filed = picture(clean(photograph(format, shown))[0])

    assert filed.mode == filed_as
    assert difference(filed, shown) < 5


def test_greys_of_16_bits_become_greys_of_8(clean):
    shown = drawing(mode="L").convert("I").point(lambda value: value * 256).convert("I;16")

    filed = picture(clean(photograph("PNG", shown))[0])

    assert (filed.mode, difference(filed, drawing(mode="L")) < 2) == ("L", True)


def test_transparency_is_laid_on_white(clean):
    glass = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    filed = picture(clean(photograph("PNG", glass))[0])

    assert filed.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_profile_of_the_colours_is_kept(clean, format):
    profile = srgb_profile()

    filed = picture(clean(photograph(format, icc_profile=profile))[0])

    assert filed.info["icc_profile"] == profile


@pytest.mark.parametrize(
    "profile",
    [b"no profile", srgb_profile()[:200], b"\0\0\0\x04" + bytes(500)],
    ids=["words", "cut", "wrong"],
)
def test_profile_that_is_none_is_left_out(clean, profile):
    assert "icc_profile" not in picture(clean(photograph(icc_profile=profile))[0]).info


def test_profile_ends_where_it_says_that_it_ends(clean):
    # It holds the second in which it was made.
    profile = srgb_profile()

    filed = picture(clean(photograph(icc_profile=profile + CANARY.encode()))[0])

    assert filed.info["icc_profile"] == profile


def test_profile_of_other_colours_is_left_out(clean):
    filed = picture(clean(photograph(picture=drawing(mode="L"), icc_profile=srgb_profile()))[0])

    assert "icc_profile" not in filed.info


def test_of_several_pictures_the_first_is_filed(clean):
    pages = {"save_all": True, "append_images": [Image.new("RGB", (320, 240), "red")]}

    for format in ("PNG", "WEBP", "TIFF"):
        made, notes = clean(photograph(format, place=False, **pages))
        assert (notes, difference(picture(made), drawing()) < 4) == ([FIRST_OF_SEVERAL], True)


def test_picture_with_too_many_pixels_is_refused_with_its_numbers(clean):
    assert refusal(clean, png_of(50_000, 50_000)) == (
        "This picture has 50,000 × 50,000 pixels; 120,000,000 in all can be filed. "
        "Save it smaller and upload that."
    )


def test_picture_with_too_many_pixels_is_not_decoded(clean, monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda picture: pytest.fail("decoded"))

    assert "50,000 × 50,000" in refusal(clean, png_of(50_000, 50_000))


def test_webp_with_too_many_pixels_is_refused(clean):
    canvas = (16_382).to_bytes(3, "little") * 2
    content = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + canvas

    assert "120,000,000 pixels" in refusal(clean, content)


def test_picture_with_too_long_a_side_is_refused_with_its_numbers(clean):
    assert "70,000 × 100 pixels; no side of a JPEG can have more than 65,500" in refusal(
        clean, png_of(70_000, 100)
    )


def test_file_that_is_too_large_is_refused_with_its_size(clean, monkeypatch):
    monkeypatch.setattr(limits, "PHOTOGRAPH_BYTES", 1024)

    assert refusal(clean, photograph()).startswith("This file has 2.7 KB. A photograph can have 1 KB,")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_picture_that_is_cut_off_is_refused(clean, format, part):
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    content = photograph(format, noise, place=False)

    assert "that is broken or cut off" in refusal(clean, content[: int(len(content) * part)])


@pytest.mark.parametrize(
    "start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ", b"II*\0", b"MM\0*"]
)
def test_picture_that_only_begins_like_one_is_refused(clean, start):
    for rest in (b"", b"<html><script>alert(1)</script>", bytes(2_000), bytes(range(256)) * 8):
        assert "that is broken or cut off" in refusal(clean, start + rest)


def test_text_of_a_png_that_is_a_bomb_is_refused(clean):
    content = photograph("PNG", place=False)
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000)))

    assert "that is broken or cut off" in refusal(clean, content[:33] + bomb + content[33:])


def test_what_a_camera_wrote_badly_is_left_out(clean):
    content = photograph()
    place = content.index(b"Exif\0\0")

    for rubbish in (
        bytes(60),
        b"\xff" * 60,
        b"II*\0" + b"\xff" * 56,
        b"MM\0*\0\0\0\x08\xff\xff" + b"\0" * 50,
    ):
        made, _ = clean(content[: place + 6] + rubbish + content[place + 66 :])
        assert picture(made).size == (320, 240)


@pytest.mark.parametrize("tags", [{254: 1}, {50706: b"\x01\x04\0\0"}])
def test_raw_picture_is_refused(clean, tags):
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        info[tag] = value
    made = io.BytesIO()
    drawing().save(made, "TIFF", tiffinfo=info)

    assert refusal(clean, made.getvalue()) == (
        "This file is a camera's raw picture. Save it as JPEG and upload that."
    )

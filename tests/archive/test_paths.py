import pytest

from archive import paths


@pytest.mark.parametrize(
    ("kind", "key"), [("photo", "XY/i/XY001.jpg"), ("voice", "XY/r/XY001.mp4"), ("video", "XY/v/XY001.mp4")]
)
def test_media_key_and_parse_are_each_others_inverse(kind, key):
    assert paths.media_key(kind, "XY", 1) == key
    assert paths.parse(key) == (kind, "XY", 1)


def test_poster_key_lies_among_the_thumbnails():
    assert paths.poster_key("XY", 12) == "thumbnails/XY012.jpg"


@pytest.mark.parametrize(
    ("code", "number"), [("xy", 1), ("X", 1), ("XY", 0), ("XY", 1000), ("X/", 1), ("XY\n", 1)]
)
def test_name_refuses_what_makes_no_name(code, number):
    with pytest.raises(paths.BadKey):
        paths.name(code, number)


@pytest.mark.parametrize(
    "key",
    [
        "XY/i/AB001.jpg",
        "XY/i/XY001.mp4",
        "XY/r/XY001.jpg",
        "XY/x/XY001.jpg",
        "../XY/i/XY001.jpg",
        "XY/i/XY01.jpg",
        "",
    ],
)
def test_parse_refuses_what_is_no_media_key(key):
    with pytest.raises(paths.BadKey):
        paths.parse(key)

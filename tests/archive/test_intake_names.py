"""What a name says is shown and understood, and nothing more."""

import pytest

from archive.intake import names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("holiday.jpg", "holiday.jpg"),
        ("Nagymama a tónál.jpg", "Nagymama a tónál.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\photo.jpg", "photo.jpg"),
        ("photo\x00\x1b[31m.jpg", "photo[31m.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\nb\t c.jpg", "a b c.jpg"),
        ("lone\ud800surrogate.jpg", "lonesurrogate.jpg"),
        ("..", names.NAMELESS),
        ("", names.NAMELESS),
        ("/", names.NAMELESS),
        ("\u202e\u200b", names.NAMELESS),
        (".htaccess", "htaccess"),
        ("<script>alert(1)</script>.jpg", "script>.jpg"),
    ],
)
def test_name_is_shown_clean(name, shown):
    assert names.shown(name) == shown


def test_name_that_is_too_long_keeps_its_ending():
    shown = names.shown("é" * 300 + ".jpg")

    assert len(shown) == names.LONGEST
    assert shown.endswith("é….jpg")
    assert len(names.shown("x" * 300)) == names.LONGEST


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("XY012.jpg", 12),
        ("xy012.JPG", 12),
        ("012.jpg", 12),
        ("7.mp4", 7),
        ("XY999.jpg", 999),
        ("000.jpg", None),
        ("AB012.jpg", None),
        ("XY0012.jpg", None),
        ("1987.jpg", None),
        ("IMG_012.jpg", None),
        ("XY012 copy.jpg", None),
        ("٠١٢.jpg", None),
    ],
)
def test_number_is_what_the_name_asks_for(name, number):
    assert names.wished_number(name, "XY") == number


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("The lake_in winter.jpg", "The lake in winter"),
        ("XY012.jpg", "XY003"),
        ("AB012.jpg", "XY003"),
        ("012", "XY003"),
        (names.NAMELESS, "XY003"),
        ("1.5 metres.tiff", "1.5 metres"),
        ("x" * 255, "x" * 200),
    ],
)
def test_title_is_what_the_name_tells(name, title):
    assert names.title(name, "XY003") == title

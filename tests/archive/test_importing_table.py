"""Reading what spreadsheets write: encodings, separators, cells, and what can't be read."""

from datetime import timedelta

import pytest

from archive.importing.cells import harmless, listed, names_in, plain
from archive.importing.columns import Duration, Wrong, YesNo, texts
from archive.importing.table import MOST_ROWS, Problem, Row, Unreadable, decode, read
from archive.models import MediaItem, StoryPage


def test_a_table_has_the_row_numbers_of_a_spreadsheet():
    table = read('Key,Alt text\nXY/i/XY001.jpg,"Two\nlines"\n\n,\nXY/i/XY002.jpg,\n')

    assert table.columns == ["key", "alt_text"]
    assert table.rows == [
        Row(2, {"key": "XY/i/XY001.jpg", "alt_text": "Two\nlines"}),
        Row(5, {"key": "XY/i/XY002.jpg"}),
    ]
    assert table.problems == []


@pytest.mark.parametrize(
    "content",
    [
        b"key,title\r\nA,\xc3\x81gi\r\n",
        b"\xef\xbb\xbfkey;title\r\nA;\xc3\x81gi\r\n",
        b"key\ttitle\nA\t\xc3\x81gi\n",
        b"sep=;\r\nkey;title\r\nA;\xc3\x81gi\r\n",
        b"key,title\rA,\xc3\x81gi\r",
        b'"key";"title"\r\n"A";"\xc3\x81gi"',
        b"\xef\xbb\xbf KEY ,Title,\nA,\xc3\x81gi,\n",
    ],
)
def test_what_excel_writes_is_understood(content):
    table = read(decode(content))

    assert [row.cells for row in table.rows] == [{"key": "A", "title": "Ági"}]
    assert (table.columns, table.problems) == (["key", "title"], [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("key,title\nA,Ági\nB,Vénusz\n".encode("cp1250"), "not in UTF-8: in line 2, after “A,”, there is"),
        (b"\xe1", "not in UTF-8: at the beginning of line 1 there is"),
        ("key,title\n".encode("utf-16"), "This file is in UTF-16, not in UTF-8."),
    ],
)
def test_what_is_not_utf8_is_refused_with_its_place(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        decode(content)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is empty"),
        ("\n\n", "This file is empty"),
        ("key,title\nA,x\0y\n", "Line 2 has a NUL character"),
        ('key,title\nA,"open\nB,x\n', "Row 2 can't be read: a quotation mark is not closed"),
        (
            'key,title\nA,x\nB,"x"y\n',
            "Row 3 can't be read: a quotation mark is not closed, or something follows",
        ),
        (f"key,title\nA,{'x' * 200_000}\n", "Row 2 can't be read: a cell has more characters"),
        ("key,title\n" + "A,x\n" * (MOST_ROWS + 1), "more than 5,000 rows"),
        ("key,title\n" + "A,x\n" * 100_000, "more than 5,000 rows"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(text, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(text)


def test_columns_and_cells_that_are_too_many_are_told():
    table = read("key,title,title\nA,x,,y\n")

    assert table.problems == [
        Problem("There are two columns of the name “title”; keep one of them.", 1, "title"),
        Problem("This row has more cells than there are names of columns.", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-",
        "-1",
        "@x",
        "'=1",
        "''",
        "''=1",
        "'quoted'",
        "'",
        "plain",
        "",
        "＝1",
        "=a;b\\",
        "a\nb",
    ],
)
def test_a_cell_is_harmless_and_says_the_same(text):
    cell = harmless(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert plain(cell) == text


def test_a_formula_that_somebody_wrote_is_text():
    assert plain(" =HYPERLINK(1) ") == "=HYPERLINK(1)"


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b"], ["a; b", "c\\d", "e\\"], ["é", "ő ű"]])
def test_names_in_one_cell_come_apart_again(names):
    assert names_in(listed(names)) == names


def test_a_name_that_is_written_twice_counts_once():
    assert names_in(" water ;; fear;water; ") == ["water", "fear"]


DURATION = Duration("duration", StoryPage._meta.get_field("duration"))
DECORATIVE = YesNo("decorative", MediaItem._meta.get_field("is_decorative"))


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("0:04:30", 270), ("4:30", 270), ("00:04:30", 270), ("101:00:00", 363_600), ("0:00:00.5", 0.5)],
)
def test_a_duration_is_read(cell, seconds):
    value = DURATION.read(cell)

    assert value == timedelta(seconds=seconds)
    assert DURATION.read(DURATION.told(value)) == value


@pytest.mark.parametrize(
    "cell", ["270", "4 min", "0:61:00", "0:00:61", "1:2:3:4", "-1:00", "99999:00:00", "٤:٣٠"]
)
def test_a_bad_duration_is_told(cell):
    with pytest.raises(Wrong, match="is no duration; write hours:minutes:seconds"):
        DURATION.read(cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("yes", True), ("No", False), ("TRUE", True), ("0", False), (" 1 ", True)]
)
def test_yes_and_no_are_read(cell, value):
    assert DECORATIVE.read(cell) is value


@pytest.mark.parametrize("cell", ["perhaps", "igen", "-", "2"])
def test_what_is_neither_yes_nor_no_is_told(cell):
    with pytest.raises(Wrong):
        DECORATIVE.read(cell)


@pytest.mark.parametrize(
    ("name", "cell", "sentence"),
    [
        ("title", "x" * 256, "This has 256 characters; shorten it to 255."),
        ("summary_hu", "x" * 301, "This has 301 characters; shorten it to 300."),
        ("title", "two\nlines", "This has several lines; write it in one."),
        ("title", "-", "can't be empty"),
    ],
)
def test_words_that_do_not_fit_are_told(name, cell, sentence):
    column = next(column for column in texts(StoryPage, "title", "summary", "notes") if column.name == name)

    with pytest.raises(Wrong, match=sentence):
        column.read(cell)


def test_there_is_a_column_for_each_language(settings):
    settings.CONTENT_LANGUAGES = ["en", "hu", "pt-BR"]

    names = [column.name for column in texts(MediaItem, "title", "alt_text")]

    assert names == ["title", "alt_text", "title_hu", "alt_text_hu", "title_pt-br", "alt_text_pt-br"]

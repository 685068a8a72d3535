"""Which words find which: the same on both databases, where they are marked, and in the browser."""

import json
import subprocess

import pytest
from django.conf import settings

from archive.models import SearchDocument, SearchPlace
from archive.models.search import PLACES
from archive.search import fulltext
from archive.search.folding import LONGEST, fold, fold_in_place
from archive.search.marking import excerpt, marked, ranges
from archive.search.query import read
from builds.runners.local import node_tools

#: What is written, what is looked for, and whether it is found.
PAIRS = [
    # Hungarian, with and without accents, at the beginning of longer words
    ("Fényképek a fiókban", "fenykep", True),
    ("Fényképek a fiókban", "fénykép", True),
    ("Fényképek a fiókban", "FÉNYKÉPEK", True),
    ("fenykep", "fénykép", True),
    ("Fényképek a fiókban", "kepek", False),
    ("Fényképek a fiókban", "fényképész", False),
    ("Őrizd az űrt, ő ül", "orizd urt", True),
    ("Őrizd az űrt, ő ül", "ŐRIZD ŰRT", True),
    ("árvíztűrő tükörfúrógép", "arvizturo tukorfurogep", True),
    ("arvizturo tukorfurogep", "árvíztűrő TÜKÖRFÚRÓGÉP", True),
    ("A tó fölött hó esett", "to ho", True),
    ("Tóban, hóban", "to ho", True),
    ("A tó fölött hó esett", "tű", False),
    ("megérkeztünk", "erkeztunk", False),
    ("Nagyanyám dunyhája", "nagyany", True),
    # decomposed letters are the same as composed ones
    ("Fe\u0301nyke\u0301p", "fénykép", True),
    ("Fénykép", "fe\u0301nyke\u0301p", True),
    # English
    ("The day before we moved", "move", True),
    ("The day before we moved", "moved before", True),
    ("The day before we moved", "moving", False),
    ("It wasn’t there", "wasn't", True),
    ("It wasn’t there", "wasn", True),
    ("a father-in-law’s e-mail", "e-mail father-in-law", True),
    ("an email", "e-mail", False),
    ("the mail e", "e-mail", False),
    ("naïve café in Zürich", "naive cafe zurich", True),
    ("I was there", "i", True),
    ("It is there", "i", False),
    # other letters
    ("Straße, Łódź, Ørsted, Đorđe, Æsir, œuvre", "strasse lodz orsted dorde aesir oeuvre", True),
    ("STRASSE", "straße", True),
    ("Η Θάλασσα του Οδυσσέα", "θαλασσα οδυσσεα", True),
    ("Москва, ёлка", "москва елка", True),
    ("ﬁlm of 12 × 16 cm, ¾ m²", "film 12 16 3 4 m2", True),
    ("soft\u00adhyphen", "softhyphen", True),
    # numbers
    ("In 1967, in spring", "1967", True),
    ("In 1967, in spring", "196", True),
    ("In 1967, in spring", "67", False),
    ("BE001", "be001", True),
    ("1e5x of it", "1e5x", True),
    # all of it, in whichever order
    ("the lamp in the kitchen", "kitchen lamp", True),
    ("the lamp in the kitchen", "kitchen window", False),
    # phrases
    ("the day before we moved", '"day before we"', True),
    ("the day before we moved", "“day before we”", True),
    ("the day before we moved", "„day before we”", True),
    ("the day before we moved", "«DAY BEFORE»", True),
    ("the day before we moved", '"before day"', False),
    ("the day before we moved", '"day we"', False),
    ("the day before we moved", '"before we mov"', False),
    ("the day before we moved", '"mov"', False),
    ("day, before: we", '"day before we"', True),
    ("A költözés előtti napon", '"koltozes elotti"', True),
    ("the day before we moved", '"day before" moved', True),
    ("the day before we moved", '"day before', True),
    ("the day we moved before", '"day before', True),
    ("the day before we moved", 'day" before', True),
    # without
    ("the lamp in the kitchen", "lamp -window", True),
    ("the lamp in the kitchen", "lamp -kitchen", False),
    ("the lamp in the kitchen", "lamp -kit", False),
    ("the lamp in the kitchen", 'lamp -"the kitchen"', False),
    ("the lamp in the kitchen", 'lamp -"kitchen the"', True),
    ("the lamp in the kitchen", "lamp - kitchen", True),
    # what means something to a database is but a word or a sign
    ("near or not and", "NEAR OR NOT AND", True),
    ("the lamp", "lamp*", True),
    ("the lamp", "la*p", False),
    ("the lamp", "text:lamp", False),
    ("the lamp", "NEAR(lamp the)", False),
    ("the lamp", "lamp' OR '1'='1", False),
    ("the lamp", "the:* & !lamp", True),
    ("100 %", "100%", True),
]


def write(text: str) -> None:
    place = SearchPlace.objects.create(number=7, source="description", language="en")
    SearchDocument.objects.create(number=PLACES + 7, page_id=1, place=place, text=fold(text))


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "asked", "finds"), PAIRS)
def test_a_query_finds_a_text(text, asked, finds):
    write(text)
    query = read(asked)

    assert (1 in fulltext.pages(query)) is finds
    if not query.unwanted:
        assert ((1, 7) in fulltext.documents(query)) is finds


@pytest.mark.parametrize(("text", "asked", "finds"), [pair for pair in PAIRS if "-" not in pair[1]])
def test_what_finds_a_text_is_marked_in_it(text, asked, finds):
    query = read(asked)
    there = [term for term in query.wanted if term.pattern.search(fold(text))]

    assert (len(there) == len(query.wanted)) is finds
    assert bool(ranges(text, query)) is bool(there)


def test_the_browser_marks_the_same(needs_node):
    module = settings.BASE_DIR / "static" / "archive" / "folding.js"
    program = (
        f"import {{ places, terms }} from {json.dumps(module.as_uri())};"
        "const pairs = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(pairs.map(([text, asked]) => places(text, terms(asked)))));"
    ).replace("require('fs')", "(await import('node:fs'))")
    pairs = [(text, asked) for text, asked, _ in PAIRS]

    answer = subprocess.run(
        [*node_tools()["node"], "--input-type=module", "--eval", program],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answer.stdout) == [
        [list(place) for place in ranges(text, read(asked))] for text, asked in pairs
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("  …!?  ", ""),
        ("Árvíztűrő\n TÜKÖRFÚRÓGÉP.", "arvizturo tukorfurogep"),
        ("\x00\ud800 a", "a"),
        ("x" * 100, "x" * LONGEST),
        ("हिन्दी ไทย", fold("हिन्दी") + " " + fold("ไทย")),
    ],
)
def test_folding_leaves_the_words(text, folded):
    assert fold(text) == folded
    assert fold_in_place(text).text == folded


@pytest.mark.parametrize(
    ("asked", "words", "is_cut"),
    [
        ("", [], False),
        ("  ", [], False),
        ('"" - -- "-" * ( ) %', [], False),
        ("\x00a\x00b\ud800c", ["a", "b", "c"], False),
        ("a a A á", ["a"], False),
        (" ".join(f"w{number}" for number in range(20)), [f"w{number}" for number in range(12)], True),
        ("x" * 10_000, ["x" * LONGEST], True),
        ("a" + " " * 10_000 + "b", ["a"], False),
    ],
)
def test_a_query_reads_whatever_is_typed(asked, words, is_cut):
    query = read(asked)

    assert [str(term) for term in query.wanted] == words
    assert query.is_cut is is_cut
    assert len(query.text) <= 200
    query.text.encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        'a"b',
        '"',
        "NEAR(",
        "*",
        "a*b*",
        "OR",
        "^a",
        "{text} : a",
        "'; DROP TABLE x; --",
        "a:*b",
        "!!",
        "<->",
        "\\",
    ]
    + [
        "\x00",
        "\ud800x",
        "%s %d %%",
        "(((",
        "' || '",
        "🙂",
        "ﷺ" * 200,
        "x" * 10_000,
        "- - -",
        "a -",
        '-"a b',
    ],
)
def test_a_hostile_query_is_harmless(asked):
    write("the lamp")
    query = read(asked)

    if query:
        fulltext.pages(query)
        fulltext.documents(query, [7])


def test_marks_escape_what_is_between_them():
    text = "<b>Lámpa & lamp</b> <script>"

    assert marked(text, ranges(text, read("lamp"))) == (
        "&lt;b&gt;<mark>Lámpa</mark> &amp; <mark>lamp</mark>&lt;/b&gt; &lt;script&gt;"
    )


def test_marks_of_overlapping_terms_are_one():
    assert marked("the day before", ranges("the day before", read('"the day" day "day before"'))) == (
        "<mark>the day before</mark>"
    )


def test_an_excerpt_stands_around_the_first_mark_at_whole_words():
    text = "long ago " * 60 + "the lámpa " + "shone on " * 60

    found = excerpt(text, ranges(text, read("lamp")))

    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "the <mark>lámpa</mark> shone" in found
    assert len(found) < 260
    assert set(found.replace("<mark>lámpa</mark>", "").split()) == {"…", "long", "ago", "the", "shone", "on"}

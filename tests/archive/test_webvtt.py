import random
from types import SimpleNamespace

import pytest

from archive import webvtt
from archive.webvtt import ParsedCue, WebVTTError


def cue(start, end, text, speaker=""):
    return SimpleNamespace(start=start, end=end, text=text, speaker=speaker)


def test_write_tells_times_speakers_and_text():
    written = webvtt.write([cue(0, 1500, "It was cold.", "BE"), cue(3_661_001, 3_662_000, "Yes.")])

    assert written == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n<v BE>It was cold.\n\n01:01:01.001 --> 01:01:02.000\nYes.\n"
    )


def test_write_lets_no_text_become_markup_or_another_cue():
    written = webvtt.write([cue(0, 1000, "<b>a</b> & b\n\n00:00:02.000 --> 00:00:03.000\nc")])

    assert written.count(" --> ") == 1
    assert "&lt;b&gt;a&lt;/b&gt; &amp; b" in written


def test_read_tells_times_speakers_and_text():
    read = webvtt.read(
        "WEBVTT\n\n00:00.000 --> 00:01.500\n<v BE>It was cold.\n\n01:01:01.001 --> 01:01:02.000\nYes."
    )

    assert read == [ParsedCue(0, 1500, "BE", "It was cold."), ParsedCue(3_661_001, 3_662_000, "", "Yes.")]


def test_read_of_a_file_without_cues_is_empty():
    assert webvtt.read("WEBVTT") == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_read_skips_what_is_no_cue(line_end):
    lines = [
        "\ufeffWEBVTT - a title", "Kind: captions", "", "STYLE", "::cue { color: red }", "",
        "REGION", "id:left", "", "NOTE to the editor:", "a second line", "", "",
        "the-first", "00:01.000 --> 00:02.000 align:start line:0", "<v.loud Erzsi>One<i> and</i>", "two</v>",
        "",
        "NOTE", "", "2", "00:02.000 --> 00:03.000", "Q&amp;A & &lt;x&gt; &#225;",
    ]  # fmt: skip

    assert webvtt.read(line_end.join(lines)) == [
        ParsedCue(1000, 2000, "Erzsi", "One and\ntwo"),
        ParsedCue(2000, 3000, "", "Q&A & <x> á"),
    ]


ONE = "WEBVTT\n\n00:01.000 --> 00:03.000\nOne.\n\n"
BROKEN = {
    "nothing": ("", 1, "Write WEBVTT alone"),
    "no header": ("00:01.000 --> 00:02.000\nA", 1, "Write WEBVTT alone"),
    "another header": ("WEBVTTX\n\n", 1, "Write WEBVTT alone"),
    "cue in the header": ("WEBVTT\n00:01.000 --> 00:02.000\nA", 2, "Put an empty line after WEBVTT"),
    "cue in a note": ("WEBVTT\n\nNOTE\n00:01.000 --> 00:02.000\nA", 4, "Put an empty line before"),
    "no times": ("WEBVTT\n\nJust words", 3, "Write a line such as"),
    "a name, no times": ("WEBVTT\n\n1\nJust words", 3, "Write a line such as"),
    "times of another format": ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA", 3, "Write them as"),
    "too many seconds": ("WEBVTT\n\n00:61.000 --> 01:02.000\nA", 3, "Write them as"),
    "no end": ("WEBVTT\n\n00:01.000 -->\nA", 3, "Write them as"),
    "too far": ("WEBVTT\n\n00:01.000 --> 9999:00:02.000\nA", 3, "Correct its times"),
    "inverted": ("WEBVTT\n\n00:02.000 --> 00:01.000\nA", 3, "Let it end after"),
    "no length": ("WEBVTT\n\n00:02.000 --> 00:02.000\nA", 3, "Let it end after"),
    "no words": ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", 3, "or delete the cue"),
    "only a tag": ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A> ", 4, "or delete the cue"),
    "overlapping": (ONE + "00:02.999 --> 00:04.000\nTwo.", 6, "Let one end before"),
    "the same start": (ONE + "name\n00:01.000 --> 00:04.000\nTwo.", 7, "Let one end before"),
    "unordered": (ONE + "00:00.000 --> 00:00.500\nTwo.", 6, "in the order of their times"),
    "cues run together": (ONE.rstrip() + "\n00:03.000 --> 00:04.000\nTwo.", 5, "write --&gt;"),
    "foreign markup": (ONE.replace("One", "a\n<script>"), 5, "The tag <script> can't be kept"),
    "karaoke": (ONE.replace("One", "a <00:02.000>b"), 4, "Write &lt;"),
    "an attribute": (ONE.replace("One", "<img src=x onerror=y>"), 4, "can't be kept"),
    "a bare sign": (ONE.replace("One", "1 < 2"), 4, "Write &lt;"),
    "unclosed": (ONE.replace("One", "<i>One"), 4, "Write </i>"),
    "closed wrongly": (ONE.replace("One", "<i>One</b>"), 4, "closes nothing"),
    "two speakers": (ONE.replace("One", "<v A>One\n<v B>Two"), 5, "Give each speaker a cue"),
    "a speaker amid": (ONE.replace("One", "Well, <v A>One"), 4, "Give each speaker a cue"),
    "words after a speaker": (ONE.replace("One.", "<v A>One</v> two"), 4, "a cue of its own"),
    "nobody": (ONE.replace("One", "<v>One"), 4, "Write the speaker's name"),
    "a long name": (ONE.replace("One", f"<v {'A' * 101}>One"), 4, "Shorten it"),
    "an unknown sign": (ONE.replace("One", "&nosuch;"), 4, "Write &amp;"),
    "a smuggled line": (ONE.replace("One", "&#10;"), 4, "Write &amp;"),
    "NUL": (ONE.replace("One", "\0"), 4, "Delete it"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "what_to_do"), BROKEN.values(), ids=BROKEN)
def test_read_refuses_with_the_line_and_what_to_do(text, line, what_to_do):
    with pytest.raises(WebVTTError) as refusal:
        webvtt.read(text)

    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"Line {line}: ")
    assert what_to_do in refusal.value.sentence


PIECES = [
    *"aáéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    *["&", "<", ">", "-->", "&amp;", "&lt;", "<b>", "</v>", "<v X>", "NOTE", "WEBVTT", "\u2028", '"', "'"],
    *["\x85", "🎞", "&#10;", ";", " ", "\t", "00:00.000 --> 00:01.000"],
]


def test_read_gives_back_what_write_was_given():
    chance = random.Random(2026)

    def words(most):
        return "".join(chance.choices(PIECES, k=chance.randint(1, most)))

    def line():
        return "x" * (not (found := words(9)).strip()) + found

    for size in (*range(20), 500):
        moments = sorted(chance.sample(range(9_000_000), 2 * size))
        cues = [
            ParsedCue(start, end, words(4).strip(), "\n".join(line() for _ in range(chance.randint(1, 4))))
            for start, end in zip(moments[::2], moments[1::2], strict=True)
        ]
        assert webvtt.read(webvtt.write(cues)) == cues

from types import SimpleNamespace

from archive import webvtt


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

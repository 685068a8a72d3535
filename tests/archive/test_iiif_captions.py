"""Captions before W3C's own WebVTT parser, and before that of a browser."""

import json
from functools import cache
from html import unescape

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from archive import webvtt
from archive.webvtt import ParsedCue

HARD_CASES = {
    "nobody says anything": [],
    "signs of the format": [
        ParsedCue(0, 1, "A & B <C>", "5 < 6 && 7 > 6 --> &amp; <v Nobody> <i>"),
        ParsedCue(1, 2, "", "-->"),
        ParsedCue(2, 3, "", "NOTE this is no note"),
    ],
    "lines": [
        ParsedCue(0, 900, "Erzsi", "One line,\nanother,\n\nand one after an empty one."),
        ParsedCue(900, 901, "", "carriage\rreturn\r\nboth"),
    ],
    "words of many languages": [
        ParsedCue(0, 1, "Őrzsi", "Árvíztűrő tükörfúrógép"),
        ParsedCue(1, 2, "", "שלום \u200f מ \u00a0 日本語 👵🏽"),
    ],
    "hours": [
        ParsedCue(3_599_999, 3_600_000, "", "just before"),
        ParsedCue(359_999_999, 2**31 - 1, "", "the end"),
    ],
}


@cache
def demos_cues() -> dict[str, list[ParsedCue]]:
    """The cues of every transcript of the demo."""
    archive = json.loads((settings.BASE_DIR / "demo" / "archive.json").read_text(encoding="utf-8"))
    return {
        f"{person['code']}{story['number']:03d} in {language}": [
            ParsedCue(round(cue["start"] * 1000), round(cue["end"] * 1000), cue["speaker"], cue["text"])
            for cue in cues
        ]
        for person in archive["participants"]
        for story in person["stories"]
        for language, cues in (story.get("transcripts") or {}).items()
        if cues
    }


#: Reads a file as a video's track; a speaker becomes the title of an element.
AS_A_TRACK = """async (file) => {
  const track = document.createElement("track");
  track.src = URL.createObjectURL(new Blob([file], { type: "text/vtt" }));
  document.querySelector("video").append(track);
  const loaded = new Promise((resolve, reject) => Object.assign(track, { onload: resolve, onerror: reject }));
  track.track.mode = "hidden";
  await loaded;
  return [...track.track.cues].map((cue) => ({
    start: Math.round(cue.startTime * 1000),
    end: Math.round(cue.endTime * 1000),
    speaker: cue.getCueAsHTML().querySelector("span")?.title ?? "",
    text: cue.getCueAsHTML().textContent,
  }));
}"""


def as_read(cue: ParsedCue) -> dict:
    """A cue as parsers read it back; an empty line would have ended it."""
    lines = [line for line in webvtt.LINE_END.split(cue.text) if line.strip()]
    return {"start": cue.start, "end": cue.end, "speaker": cue.speaker, "text": "\n".join(lines)}


@pytest.mark.parametrize("name", HARD_CASES)
def test_hard_cases_are_read_as_they_were_said(validators, name):
    (answer,) = validators.run("webvtt.cjs", [webvtt.write(HARD_CASES[name])])

    # This parser knows references in the words, but not yet those in a speaker's name.
    cues = [cue | {"speaker": unescape(cue["speaker"])} for cue in answer["cues"]]
    assert (answer["errors"], cues) == ([], [as_read(cue) for cue in HARD_CASES[name]])


def test_every_transcript_of_the_demo_is_read_as_it_was_said(validators):
    files = demos_cues()
    assert len(files) == 26

    answers = validators.run("webvtt.cjs", [webvtt.write(cues) for cues in files.values()])

    assert {name: answer["errors"] for name, answer in zip(files, answers, strict=True)} == dict.fromkeys(
        files, []
    )
    assert [answer["cues"] for answer in answers] == [
        [as_read(cue) for cue in cues] for cues in files.values()
    ]


def test_a_browser_reads_what_was_said(needs_chromium):
    files = HARD_CASES | demos_cues()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<video></video>")
        read = {name: page.evaluate(AS_A_TRACK, webvtt.write(cues)) for name, cues in files.items()}
        browser.close()

    assert read == {name: [as_read(cue) for cue in cues] for name, cues in files.items()}


@pytest.mark.parametrize(
    "file",
    [
        "00:01.000 --> 00:02.000\nNo header\n",
        "WEBVTT\n00:01.000 --> 00:02.000\nNo empty line\n",
        "WEBVTT\n\n00:02.000 --> 00:01.000\nInverted\n",
        "WEBVTT\n\n00:01,000 --> 00:02,000\nCommas\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Erzsi>An <x>unknown</x> tag\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n5 < 6\n",
    ],
)
def test_the_judge_finds_what_is_wrong(validators, file):
    (answer,) = validators.run("webvtt.cjs", [file])

    assert answer["errors"] != []

"""Transcripts as WebVTT, the captions' format (W3C, "WebVTT: The Web Video Text Tracks Format")."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

#: What the format ends a line with; Python's splitlines knows more.
LINE_END = re.compile(r"\r\n|\r|\n")
TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
TIMES = re.compile(rf"\s*{TIME}[ \t]+-->[ \t]+{TIME}((?:[ \t]+[a-z]+:\S+)*)\s*")
SKIPPED = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t].*)?")
TAG = re.compile(r"<(/?)([a-z]+)((?:\.[^\s<>.&]+)*)(?:[ \t]+([^<>]*))?>|<")
REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);")
#: Tags that change how words look, not what was said: the words stay.
DECORATION = {"b", "i", "u", "c", "lang"}
#: What the database keeps.
LATEST = 2**31 - 1
LONGEST_SPEAKER = 100


class WebVTTError(ValueError):
    """What is wrong with a file, in which line, and what to do."""

    def __init__(self, line: int, sentence: str):
        super().__init__(f"Line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True)
class ParsedCue:
    """What one speaker says between two moments, in milliseconds."""

    start: int
    end: int
    speaker: str
    text: str


def timestamp(milliseconds: int) -> str:
    """Hours, minutes, seconds and thousandths, such as 00:01:02.500."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"


def write(cues: Iterable) -> str:
    """The file's text; each cue has `start` and `end` in milliseconds, `speaker` and `text`."""
    blocks = ["WEBVTT"]
    for cue in cues:
        voice = f"<v {escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        lines = [escape(line, quote=False) for line in LINE_END.split(cue.text) if line.strip()]
        blocks.append(f"{timestamp(cue.start)} --> {timestamp(cue.end)}\n{voice}" + "\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> list[ParsedCue]:
    """The cues of a file, in order and apart; raises WebVTTError at the first thing that is wrong."""
    cues = []
    for number, block in _blocks(text):
        if SKIPPED.fullmatch(block[0]):
            _refuse_times(number, block, 'Put an empty line before the next cue, or leave out the "-->".')
            continue
        cue = _cue(number, block)
        if cues and cue.start < cues[-1].end:
            times = number + (0 if "-->" in block[0] else 1)
            raise WebVTTError(times, _disorder(cue, cues[-1]))
        cues.append(cue)
    return cues


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What empty lines part, without the header, each with the number of its first line."""
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise WebVTTError(1, "The file doesn't begin with WEBVTT. Write WEBVTT alone in the first line.")
    block, first = [], 1
    for number, line in enumerate([*lines, ""], start=1):
        if "\0" in line:
            raise WebVTTError(number, "There is a character that can't be kept (NUL). Delete it.")
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            if first == 1:
                _refuse_times(first, block, "Put an empty line after WEBVTT, before the first cue.")
            else:
                yield first, block
            block = []


def _refuse_times(number: int, block: list[str], what_to_do: str) -> None:
    for place, line in enumerate(block):
        if "-->" in line:
            raise WebVTTError(number + place, f"A cue's times stand where no cue can be. {what_to_do}")


def _disorder(cue: ParsedCue, before: ParsedCue) -> str:
    if cue.start < before.start:
        return (
            f"This cue starts at {timestamp(cue.start)}, before the one above it. "
            "Put the cues in the order of their times."
        )
    return (
        f"This cue starts at {timestamp(cue.start)}, but the one above it ends at {timestamp(before.end)}. "
        "Let one end before the next starts."
    )


def _cue(number: int, block: list[str]) -> ParsedCue:
    """A cue from its lines: maybe a name of its own, the times, the words."""
    if "-->" not in block[0] and len(block) > 1 and "-->" in block[1]:
        number, block = number + 1, block[1:]
    if "-->" not in block[0]:
        raise WebVTTError(
            number, "These words have no times. Write a line such as 00:01.000 --> 00:02.500 above them."
        )
    start, end = _times(number, block[0])
    if len(block) == 1:
        raise WebVTTError(number, "This cue has no words. Write them below the times, or delete the cue.")
    speaker, text = _Words(number + 1).read(block[1:])
    if not text.strip():
        raise WebVTTError(number + 1, "This cue has no words. Write them, or delete the cue.")
    return ParsedCue(start, end, speaker, text)


def _times(number: int, line: str) -> tuple[int, int]:
    match = TIMES.fullmatch(line)
    if match is None:
        raise WebVTTError(
            number, "The times can't be read. Write them as 00:01.000 --> 00:02.500 or 01:00:00.000 --> …"
        )
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:8])
    if end <= start:
        raise WebVTTError(
            number, f"This cue ends at {timestamp(end)}, not after its start. Let it end after it starts."
        )
    if end > LATEST:
        raise WebVTTError(number, "This cue ends after more than 596 hours. Correct its times.")
    return start, end


def _milliseconds(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


class _Words:
    """Reads the lines of one cue: who speaks, and the words without markup."""

    def __init__(self, number: int):
        self.number = number
        self.speaker = ""
        self.text = ""
        self.open: list[str] = []
        self.is_spoken = False

    def read(self, lines: list[str]) -> tuple[str, str]:
        for place, line in enumerate(lines):
            if place:
                self.number += 1
                self.text += "\n"
            self._line(line)
        if any(tag != "v" for tag in self.open):
            self._refuse(f"<{self.open[-1]}> is not closed. Write </{self.open[-1]}> where it ends.")
        return self.speaker, self.text

    def _line(self, line: str) -> None:
        if "-->" in line:
            self._refuse(
                'There is a "-->" among the words. Put an empty line before a new cue, or write --&gt;.'
            )
        end = 0
        for tag in TAG.finditer(line):
            self._plain(line[end : tag.start()])
            self._tag(tag)
            end = tag.end()
        self._plain(line[end:])

    def _plain(self, words: str) -> None:
        if words.strip() and self.is_spoken and "v" not in self.open:
            self._refuse("There are words after </v>. Give what somebody else says a cue of its own.")
        self.text += self._unescaped(words)

    def _tag(self, tag: re.Match) -> None:
        slash, name, _, annotation = tag.groups()
        if name is None:
            self._refuse("There is a “<” that begins no tag. Write &lt; for the sign itself.")
        if name != "v" and name not in DECORATION:
            self._refuse(f"The tag <{name}> can't be kept. Delete it; <v>, <i>, <b> and <u> are understood.")
        if slash:
            if not self.open or self.open.pop() != name:
                self._refuse(f"</{name}> closes nothing that is open. Delete it, or open <{name}> before.")
            return
        if name == "v":
            self._voice(annotation or "")
        self.open.append(name)

    def _voice(self, annotation: str) -> None:
        if self.is_spoken or self.text.strip() or self.open:
            self._refuse(
                "A speaker is named amid the words. Give each speaker a cue that begins with <v Name>."
            )
        self.speaker, self.is_spoken = self._unescaped(annotation).strip(), True
        if not self.speaker:
            self._refuse("<v> names nobody. Write the speaker's name, such as <v Erzsi>, or delete the tag.")
        if len(self.speaker) > LONGEST_SPEAKER:
            self._refuse(f"The speaker's name is longer than {LONGEST_SPEAKER} letters. Shorten it.")

    def _unescaped(self, words: str) -> str:
        def character(reference: re.Match) -> str:
            found = unescape(reference[0])
            if found == reference[0] or "\0" in found or LINE_END.search(found):
                self._refuse(f"{reference[0]} is no sign that is known. Write &amp; for “&” itself.")
            return found

        return REFERENCE.sub(character, words)

    def _refuse(self, sentence: str):
        raise WebVTTError(self.number, sentence)

"""Transcripts as WebVTT, the captions' format (W3C, "WebVTT: The Web Video Text Tracks Format")."""

from collections.abc import Iterable
from html import escape


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
        lines = [escape(line, quote=False) for line in cue.text.splitlines() if line.strip()]
        blocks.append(f"{timestamp(cue.start)} --> {timestamp(cue.end)}\n{voice}" + "\n".join(lines))
    return "\n\n".join(blocks) + "\n"

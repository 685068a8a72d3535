"""A video or voice recording, made a clean MP4, and a video's poster."""

from pathlib import Path

from archive.intake import limits, sizes
from archive.intake.formats import Format
from archive.intake.refusal import Refused
from archive.intake.workshop import containers, posters, remuxing
from archive.intake.workshop.readable import refused_if_not

#: How cameras name a place in what they write about a recording; GoPro keeps it in a stream.
PLACES = ("location", "gps", "geo")
GOPRO = "gopro met"
PLACE_TAKEN_OUT = "The place where it was recorded was written in it; that was taken out."
#: What a WAV says of its size if the recorder did not know it.
UNKNOWN_SIZES = (0, 0xFFFFFFFF)


def clean(source: Path, made: Path, poster: Path, found: Format) -> tuple[str, list[str]]:
    """Writes the recording to `made` and a video's poster; returns its kind and what to tell of it."""
    broken = f"This file is {found.name} that is broken or cut off. Look whether it plays to its end, "
    with refused_if_not(f"{broken}copy it anew from where it came from, and upload that."):
        with containers.opened(source, found) as container:
            chosen = containers.choose(container, found)
            size, most = source.stat().st_size, limits.VIDEO_BYTES if chosen.video else limits.VOICE_BYTES
            sizes.judge(size, most)
            if found.container == "wav":
                judge_wav(source)
            # Other containers only guess.
            declared = containers.declared_seconds(chosen) if found.container == "mov" else None
            notes = [PLACE_TAKEN_OUT] if has_place(container) else []
            remuxing.judge_length(declared, remuxing.write(container, chosen, made))
        if chosen.video:
            posters.draw(made, poster)
    return "video" if chosen.video else "voice", notes


def judge_wav(source: Path) -> None:
    """Whether all of it is there; FFmpeg takes what there is."""
    with source.open("rb") as file:
        name, size = file.read(4), int.from_bytes(file.read(4), "little")
    there = source.stat().st_size
    if name == b"RIFF" and size not in UNKNOWN_SIZES and there < size:
        raise Refused(
            f"This file says that it has {sizes.told(size)}, but it has only {sizes.told(there)}. It was cut "
            "off: copy it anew from where it came from, and upload that."
        )


def has_place(container) -> bool:
    streams = [stream.metadata for stream in container.streams]
    written = [name.lower() for metadata in (container.metadata, *streams) for name in metadata]
    handlers = [metadata.get("handler_name", "").lower() for metadata in streams]
    return any(place in name for name in written for place in PLACES) or any(
        GOPRO in handler for handler in handlers
    )

"""A recording made a clean MP4: the streams as they are, and nothing of what was written about them."""

from pathlib import Path

import av

from archive.intake import limits
from archive.intake.refusal import Refused
from archive.intake.workshop.containers import Chosen

#: The index stands first, so that it plays before it is loaded; the program that made it is not named.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}
#: Bits a second for each channel: voices and music can't be told from the original.
AAC_BITS = 96_000
#: Packets at the end of a recording that are no sound.
MOST_UNHEARD = 3
BROKEN = "This file was cut off or is broken. Copy it anew from where it came from, and upload that."
AAC_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)


class Clock:
    """How long what passes by lasts; what is not there whole is refused."""

    def __init__(self):
        self.start = self.end = None
        self.unheard = 0

    def seen(self, packet):
        """A packet that is taken as it is."""
        if packet.is_corrupt:
            raise Refused(BROKEN)
        self.note(packet.pts, packet.duration, packet.time_base)
        return packet

    def heard(self, packet) -> list:
        """The frames of a packet; what a program has appended, such as an old kind of tag, is left out.

        The last packet is empty; it brings what the decoder still holds.
        """
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            self.unheard += 1
            frames = []
        if self.unheard > MOST_UNHEARD or packet.is_corrupt:
            raise Refused(BROKEN)
        for frame in frames:
            self.note(frame.pts, frame.samples / frame.sample_rate / frame.time_base, frame.time_base)
        return frames

    def note(self, moment, duration, time_base) -> None:
        if moment is not None:
            start, end = moment * time_base, (moment + (duration or 0)) * time_base
            self.start = start if self.start is None else min(self.start, start)
            self.end = end if self.end is None else max(self.end, end)

    @property
    def seconds(self) -> float:
        return 0 if self.start is None else float(self.end - self.start)


def write(container, chosen: Chosen, made: Path) -> float:
    """Writes the chosen streams to `made`; returns how many seconds they last."""
    clock = Clock()
    with av.open(str(made), "w", format="mp4", options=OPTIONS) as clean:
        copies = {stream: clean.add_stream_from_template(stream, opaque=True) for stream in chosen.copied}
        aac = aac_stream(clean, chosen.made_aac) if chosen.made_aac else None
        for packet in container.demux(*copies, *([chosen.made_aac] if aac else [])):
            if packet.stream not in copies:
                for frame in clock.heard(packet):
                    clean.mux(aac.encode(frame))
            elif packet.dts is not None:
                clock.seen(packet).stream = copies[packet.stream]
                clean.mux(packet)
        if aac:
            clean.mux(aac.encode(None))
    return clock.seconds


def aac_stream(clean, sound):
    rate, channels = sound.codec_context.sample_rate, min(sound.codec_context.channels, 2)
    rate = rate if rate in AAC_RATES else max(AAC_RATES)
    # Three hours are made in two minutes; with so many bits the slower way sounds no better.
    stream = clean.add_stream("aac", rate=rate, options={"aac_coder": "fast"})
    stream.layout = "mono" if channels == 1 else "stereo"
    stream.bit_rate = AAC_BITS * channels
    return stream


def judge_length(declared: float | None, seconds: float) -> None:
    """Whether all of it was there."""
    if not seconds:
        raise Refused("This file holds no picture and no sound. Look whether it plays, and copy it anew.")
    missing = (declared or 0) - seconds
    if missing > max(limits.CUT_OFF_SECONDS, limits.CUT_OFF_PART * seconds):
        raise Refused(
            f"This file says that it lasts {declared:,.0f} seconds, but ends after {seconds:,.0f}. "
            "It was cut off: copy it anew from where it came from, and upload that."
        )

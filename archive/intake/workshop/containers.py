"""A video or voice recording before it is filed: which of its streams are taken, and whether they can be."""

from dataclasses import dataclass

import av
from av.stream import Disposition

from archive.intake import limits
from archive.intake.formats import AS_MP4, Format
from archive.intake.refusal import Refused

#: FFmpeg opens no other file than this one, whatever a container refers to, and no picture that is too large.
OPTIONS = {"protocol_whitelist": "file", "max_pixels": str(limits.MOST_PIXELS)}
#: What browsers play in an MP4.
PICTURES = ("h264", "vp9", "av1")
SOUNDS = ("aac", "mp3", "opus")
#: H.264 with more or finer colours plays in none.
H264_PIXELS = ("yuv420p", "yuvj420p")
#: Sound without loss, or that other containers hold: it is made AAC.
MADE_AAC = ("alac", "flac", "mp3", "opus", "vorbis")
#: A cover or preview, which is no video.
STILLS = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
FROM_HEVC = (
    "Set the phone's camera to “most compatible” for the next time; for this one: convert to MP4 "
    "(H.264 and AAC) and upload that."
)


@dataclass(frozen=True)
class Chosen:
    video: object | None
    sound: object | None
    is_sound_copied: bool

    @property
    def copied(self) -> list:
        """What goes into the clean file as it is."""
        return [stream for stream in (self.video, self.sound if self.is_sound_copied else None) if stream]

    @property
    def made_aac(self):
        return None if self.is_sound_copied else self.sound


def opened(path, found: Format):
    return av.open(str(path), format=found.container, options=OPTIONS, metadata_errors="replace")


def choose(container, found: Format) -> Chosen:
    """The first video and the first sound, judged by what the container says of them."""
    video = next((one for one in container.streams.video if not one.disposition & STILLS), None)
    sound = next(iter(container.streams.audio), None)
    if video is None and sound is None:
        raise Refused(f"This file is {found.name} without picture or sound. Look whether it plays.")
    judge_duration(container)
    if video is not None and found.container != "mov":
        raise Refused(f"This file is {found.name} with a picture. {AS_MP4}")
    if video is not None:
        judge_video(video)
    return Chosen(video, sound, sound is not None and is_copied(sound, found))


def judge_duration(container) -> None:
    seconds = None if container.duration is None else container.duration / av.time_base
    if seconds is not None and not 0 <= seconds <= limits.LONGEST:
        hours = limits.LONGEST // 3600
        raise Refused(
            f"This file says that it lasts {seconds / 3600:,.1f} hours; {hours} can be filed. "
            "If it is shorter, it is broken: copy it anew. If it is that long, upload it in parts."
        )


def declared_seconds(chosen: Chosen) -> float | None:
    """How long the chosen streams say that they last; others, such as a clock's, may say something else."""
    streams = [stream for stream in (chosen.video, chosen.sound) if stream and stream.duration]
    return max((float(stream.duration * stream.time_base) for stream in streams), default=None)


def judge_video(stream) -> None:
    name = codec(stream)
    if name == "hevc":
        raise Refused(f"Its picture is coded as HEVC, which many browsers don't play. {FROM_HEVC}")
    if name not in PICTURES:
        raise Refused(f"Its picture is coded as {shown(name)}, which browsers don't play. {AS_MP4}")
    pixels = stream.codec_context.pix_fmt
    if name == "h264" and pixels not in H264_PIXELS:
        raise Refused(f"Its picture is H.264 with colours that browsers don't play ({pixels}). {AS_MP4}")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > limits.MOST_PIXELS:
        raise Refused(
            f"This video has {width:,} × {height:,} pixels; {limits.MOST_PIXELS:,} in all can be filed. "
            "Make it smaller and upload that."
        )


def is_copied(stream, found: Format) -> bool:
    """Whether the sound goes into the MP4 as it is; else it is made AAC."""
    name = codec(stream)
    if found.container == "mov" and name in SOUNDS:
        return True
    if name in MADE_AAC or name.startswith("pcm_"):
        return False
    raise Refused(f"Its sound is coded as {shown(name)}, which browsers don't play. {AS_MP4}")


def codec(stream) -> str:
    """The codec's own name, such as av1, whichever library decodes it; none if no library does."""
    return stream.codec_context.codec.canonical_name if stream.codec_context else ""


def shown(name: str) -> str:
    return name.upper() or "something unknown"

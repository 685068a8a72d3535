"""The still that stands for a video: a picture some way in, upright, in which there is something to see."""

from pathlib import Path

import av
from PIL import Image, ImageStat

from archive.intake.refusal import Refused
from archive.intake.workshop.containers import OPTIONS

#: Where pictures are tried, as parts of the video's length; the last is where there always is one.
PARTS = (0.1, 0.25, 0.5, 0.75, 0)
#: Of 255: a picture is lit if it is this bright, and this uneven.
BRIGHT, UNEVEN = 20, 8


def draw(video: Path, poster: Path) -> None:
    """Writes the poster of a clean video; of pictures that are all dark or empty the liveliest."""
    best, most = None, -1
    with av.open(str(video), format="mov", options=OPTIONS) as container:
        container.streams.video[0].thread_type = "AUTO"
        for part in PARTS:
            picture = picture_at(container, part)
            if picture is None:
                continue
            seen = ImageStat.Stat(picture.convert("L").resize((64, 64)))
            if seen.stddev[0] > most:
                best, most = picture, seen.stddev[0]
            if seen.mean[0] >= BRIGHT and seen.stddev[0] >= UNEVEN:
                break
    if best is None:
        raise Refused("No picture of this video can be read. Look whether it plays, and copy it anew.")
    best.save(poster, "JPEG", quality=90)


def picture_at(container, part: float) -> Image.Image | None:
    stream = container.streams.video[0]
    start = (stream.start_time or 0) + int((stream.duration or 0) * part)
    container.seek(start, stream=stream)
    for frame in container.decode(stream):
        if frame.pts is None or frame.pts >= start:
            return upright(frame)
    return None


def upright(frame) -> Image.Image:
    # Degrees against the clock; a matrix that is no turn gives some absurd number.
    quarters = round(frame.rotation / 90) % 4 if abs(frame.rotation) <= 360 else 0
    turns = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    picture = frame.to_image()
    return picture.transpose(turns[quarters]) if quarters else picture

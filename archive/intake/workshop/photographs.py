"""A photograph, made a JPEG that holds the picture, its colours' profile and nothing else."""

import io
import struct
from pathlib import Path

from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from archive.intake import limits, sizes
from archive.intake.formats import AS_JPEG, RAW, Format
from archive.intake.refusal import Refused
from archive.intake.workshop.readable import refused_if_not
from archive.pixels import in_srgb

#: Not by Image.open, which refuses large pictures before it is known how large they are.
READERS = {"JPEG": JpegImageFile, "PNG": PngImageFile, "WEBP": WebPImageFile, "TIFF": TiffImageFile}
ORIENTATION, GPS = 0x0112, 0x8825
#: What is to be done with a picture of that orientation, so that it stands upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Of a raw picture, which is a TIFF that begins with a small preview (or says which version of DNG it is).
SUBFILE, DNG_VERSION = 254, 50706
#: How a JPEG's pixels are held, and what a profile of such colours calls them.
COLOUR_SPACES = {"RGB": "RGB", "L": "GRAY"}
#: What Pillow raises over what a camera wrote badly.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
PLACE_TAKEN_OUT = "The place (GPS) that was written in it was taken out."
FIRST_OF_SEVERAL = "It holds several pictures, of which the first was filed."


def clean(source: Path, made: Path, found: Format) -> list[str]:
    """Writes the photograph to `made`; returns what there is to tell of it."""
    broken = f"This file is {found.name} that is broken or cut off. Copy it anew from where it came from, "
    with refused_if_not(f"{broken}or save it as JPEG, and upload that."), source.open("rb") as file:
        sizes.judge(source.stat().st_size, limits.PHOTOGRAPH_BYTES)
        picture = opened(file, found)
        judge(picture)
        picture.load()
        notes = told(picture)
        ready = upright(picture, in_colours_of_jpeg(picture))
        profile = colour_profile(picture, ready.mode)
        # Pillow would carry some of it over by itself, such as a comment.
        ready.info.clear()
        # A JPEG that is as it was keeps its quality; what is made anew is not to be told from what it was.
        quality = {"quality": "keep"} if ready is picture else {"quality": 95, "subsampling": 0}
        ready.save(made, "JPEG", icc_profile=profile, **quality)
    return notes


def opened(file, found: Format):
    """The picture with its size known, and nothing decoded."""
    try:
        return READERS[found.picture](file)
    except Image.DecompressionBombError as error:
        # Some of Pillow's readers look themselves, before they would have to make room for the picture.
        raise Refused(
            f"This picture has far more than the {limits.MOST_PIXELS:,} pixels that can be filed. "
            "Save it smaller and upload that."
        ) from error


def judge(picture) -> None:
    """Whether it may be decoded, by what its header says."""
    width, height = picture.size
    if width * height > limits.MOST_PIXELS:
        raise Refused(
            f"This picture has {width:,} × {height:,} pixels; {limits.MOST_PIXELS:,} in all can be filed. "
            "Save it smaller and upload that."
        )
    if max(width, height) > limits.LONGEST_SIDE:
        raise Refused(
            f"This picture has {width:,} × {height:,} pixels; no side of a JPEG can have more than "
            f"{limits.LONGEST_SIDE:,}. Save it smaller, or in parts, and upload that."
        )
    tags = getattr(picture, "tag_v2", {})
    if DNG_VERSION in tags or int(tags.get(SUBFILE, 0)) & 1:
        raise Refused(f"This file is {RAW.name}. {RAW.instead}")


def told(picture) -> list[str]:
    notes = [PLACE_TAKEN_OUT] if has_place(picture) else []
    return [*notes, FIRST_OF_SEVERAL] if getattr(picture, "is_animated", False) else notes


def has_place(picture) -> bool:
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return "GPSLatitude" in str(xmp) or bool(exif(picture, lambda written: written.get_ifd(GPS)))


def exif(picture, ask):
    """What a camera wrote; nothing if it can't be read, since it is thrown away in either case."""
    try:
        return ask(picture.getexif())
    except UNREADABLE:
        return None


def in_colours_of_jpeg(picture):
    """The same picture if a JPEG can hold its pixels; else one in colours or greys of 8 bits, on white."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("I", "F"):
        raise Refused(f"The pixels of this picture are numbers of 32 bits, which no JPEG can hold. {AS_JPEG}")
    if picture.has_transparency_data or picture.mode == "CMYK":
        return in_srgb(picture)
    if picture.format == "JPEG" and picture.mode in COLOUR_SPACES:
        return picture
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def upright(picture, ready):
    """A TIFF is already, once it is loaded."""
    turn = TURNS.get(exif(picture, lambda written: written.get(ORIENTATION)))
    return ready if turn is None else ready.transpose(turn)


def colour_profile(picture, mode: str) -> bytes:
    """The profile of the picture's colours, as far as it says that it goes; none if it is for others."""
    written = picture.info.get("icc_profile") or b""
    written = written[: int.from_bytes(written[:4], "big")]
    if not 0 < len(written) <= limits.PROFILE_BYTES:
        return b""
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(written)).profile.xcolor_space
    except (OSError, ImageCms.PyCMSError):
        return b""
    return written if space.strip() == COLOUR_SPACES[mode] else b""

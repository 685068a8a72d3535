"""Pictures made to the size that a thumbnail link asks for, as Cloudinary would make them."""

import io
from typing import BinaryIO

from PIL import Image, ImageOps

from archive.links.thumbnails import Transformation
from archive.pixels import MOST_PIXELS, in_srgb

#: What Pillow raises for bytes that are no picture, a broken one, or one too large.
UNREADABLE = (Image.DecompressionBombError, OSError, SyntaxError, ValueError)


class NotAPicture(Exception):
    """A file from which no thumbnail can be made."""


def resize(file: BinaryIO, transformation: Transformation) -> bytes:
    """A JPEG with the picture and nothing else: what a camera or a program wrote about it stays out."""
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            # A JPEG is decoded at a fraction of its size, as long as that is still twice what is needed.
            longest = max(transformation.width, transformation.height or 0)
            picture.draft(None, (2 * longest, 2 * longest))
            return jpeg(in_srgb(fitted(ImageOps.exif_transpose(picture), transformation)))
    except UNREADABLE as error:
        raise NotAPicture from error


def fitted(picture: Image.Image, to: Transformation) -> Image.Image:
    if to.crop == "fill":
        return ImageOps.fit(picture, (to.width, to.height), Image.Resampling.LANCZOS)
    picture.thumbnail((to.width, to.height or picture.height), Image.Resampling.LANCZOS)
    return picture


def jpeg(picture: Image.Image) -> bytes:
    # Pillow would carry some of it over by itself, such as a comment.
    picture.info.clear()
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80, progressive=True, optimize=True)
    return made.getvalue()

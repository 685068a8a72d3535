"""Pictures made to the size that a thumbnail link asks for, as Cloudinary would make them."""

import io
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from archive.links.thumbnails import Transformation

#: More than any camera of the participants has; beyond it a small file could fill the memory.
MOST_PIXELS = 120_000_000
#: What Pillow raises for bytes that are no picture, a broken one, or one too large.
UNREADABLE = (Image.DecompressionBombError, OSError, SyntaxError, ValueError)
SRGB = ImageCms.createProfile("sRGB")


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


def in_srgb(picture: Image.Image) -> Image.Image:
    """In the colours that browsers take for granted, since the camera's own profile is not sent along."""
    if picture.has_transparency_data:
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
    profile = picture.info.get("icc_profile")
    try:
        if profile:
            camera = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, camera, SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:
        # A profile that can't be used, or of another kind of picture: the colours stay as they are.
        pass
    return picture.convert("RGB")


def jpeg(picture: Image.Image) -> bytes:
    # Pillow would carry some of it over by itself, such as a comment.
    picture.info.clear()
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80, progressive=True, optimize=True)
    return made.getvalue()

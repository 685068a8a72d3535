"""The pixels of pictures: as many as are taken in, and in the colours that browsers take for granted."""

import io

from PIL import Image, ImageCms

#: More than any camera of the participants has; beyond it a small file could fill the memory.
MOST_PIXELS = 120_000_000
SRGB = ImageCms.createProfile("sRGB")


def in_srgb(picture: Image.Image) -> Image.Image:
    """Without the camera's own profile, which is not sent along; what is transparent lies on white."""
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

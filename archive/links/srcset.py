"""The sizes among which a browser chooses for its screen, in the form of an <img>'s srcset."""

from archive.links import thumbnail_link
from archive.links.thumbnails import SIZES

WIDTHS = ("small", "poster", "wide", "wall")


def by_density(item, size: str) -> str:
    """A cropped thumbnail, simple and double: for a place that is the same on every screen."""
    return f"{thumbnail_link(item, size)} 1x, {thumbnail_link(item, f'{size}-2x')} 2x"


def by_width(item) -> str:
    """The whole picture in every width up to its own: for a place that grows with the screen."""
    choices = {}
    for size in WIDTHS:
        limit = SIZES[size].width
        # Nothing is enlarged, so that the sizes beyond the picture's own would all be the same one.
        choices.setdefault(min(limit, item.width or limit), size)
    return ", ".join(f"{thumbnail_link(item, size)} {width}w" for width, size in choices.items())

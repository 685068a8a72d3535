"""When one's access ends, for the exhibition's pages."""

from django import template

from archive import moments
from archive.notices import is_soon

register = template.Library()


@register.filter
def told_if_soon(moment) -> str:
    """The end of one's access, if it is near enough to be told."""
    return moments.told_end(moment) if is_soon(moment) else ""

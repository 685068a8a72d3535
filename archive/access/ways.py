"""On which ways a person comes to a thing: the pages that it belongs to, and the grants on the way there."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from archive.access import rules
from archive.access.asking import Asked, model
from archive.access.grants import counting_grants, grants_of

TYPES = ("exhibitionpage", "gallerypage", "storypage")


@dataclass(frozen=True)
class GrantOnTheWay:
    """A grant of the person's or of a group's, whatever its dates; `counts` at the moment, and `opens`
    the page.
    """

    row: object
    page_type: str
    counts: bool
    opens: bool


def gallery_of(thing):
    """The gallery that a story, transcript, media item or recording belongs to."""
    return thing.gallery if hasattr(thing, "gallery_id") else getattr(thing, "story", thing).gallery


def stories_of(thing):
    """The stories in which a media item is placed, or of which a theme, chain or connection consists."""
    paths = getattr(thing, "paths_to_stories", ("placements__story",))
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    found = Q(*(("pk__in", rows.values(path)) for path in paths), _connector=Q.OR)
    return model("storypage").objects.filter(found).order_by("path")


def visible_pages(asked: Asked, thing) -> list:
    """The pages through which a thing is seen: itself, or the visible ones that it belongs to."""
    if isinstance(thing, Page):
        return [thing]
    if hasattr(thing, "story_id"):
        return [thing.story]
    if hasattr(thing, "gallery_id") and not hasattr(thing, "placements"):
        return [thing.gallery]
    pages = list(stories_of(thing).visible_to(asked.user, asked.at))
    if hasattr(thing, "placements"):
        whole = rules.whole_galleries(asked)
        heard = rules.heard_recordings(asked).filter(sound=thing)
        pages += whole.filter(Q(portrait=thing) | Q(pk__in=heard.values("gallery")))
    return pages


def grants_on_the_way(asked: Asked, page) -> list[GrantOnTheWay]:
    """The person's grants on a page, on what is above it, and on what is below it, to which it is the way."""
    found = []
    for page_type in TYPES:
        above = [page.path[: levels * -Page.steplen or None] for levels in range(len(TYPES))]
        here = Q(content_object__path__in=above) | Q(content_object__path__startswith=page.path)
        sets = zip(
            grants_of(page_type, asked.user), counting_grants(page_type, asked.user, asked.at), strict=True
        )
        for grants, counting in sets:
            counts = set(counting.filter(here).values_list("pk", flat=True))
            for row in grants.filter(here).select_related("content_object", "given_by").order_by("pk"):
                opens = row.pk in counts and _leads_to(asked, row.content_object, page)
                found.append(GrantOnTheWay(row, page_type, row.pk in counts, opens))
    return found


def _leads_to(asked: Asked, granted, page) -> bool:
    """A grant on what is below opens the way to it only while that can be seen."""
    if page.path.startswith(granted.path):
        return True
    return type(granted).objects.visible_to(asked.user, asked.at).filter(pk=granted.pk).exists()

"""A new link to a photograph, video or voice, for a page that is open longer than its links live."""

from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import openings
from archive.access import Way, opening
from archive.links import media_link, viewers
from archive.models import GalleryPage, MediaItem, Recording, StoryPage


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def link(request, uuid):
    """To who may see the item now: the link, when it ends, and in how many seconds that is.

    The seconds are for browsers whose clock is wrong.
    """
    at = timezone.now()
    items = MediaItem.objects.visible_to(request.user, at).filter(uuid=uuid, is_missing=False)
    item = items.select_related("gallery").first()
    pages = item and [*stories_of(item, request.user, at), *galleries_of(item, request.user, at)]
    if not pages:
        raise Http404
    way = longest_way(pages, request.user, at)
    url = media_link(item, at=at, not_after=way.until, viewer=viewers.of(request))
    openings.record([item], request=request, opened_by=way.rule)
    expires = int(parse_qs(urlsplit(url).query)["Expires"][0])
    return JsonResponse({"url": url, "expires": expires, "seconds": expires - at.timestamp()})


def stories_of(item, user, at):
    """The stories in which the person sees the item.

    As a portrait alone nobody is given a link to it, only thumbnails.
    """
    return StoryPage.objects.visible_to(user, at).filter(placements__item=item).order_by("pk")


def galleries_of(item, user, at) -> list[GalleryPage]:
    """The gallery of which the item is the whole recording, which whoever sees the item may hear."""
    may_be_whole = item.kind == MediaItem.Kind.VOICE
    is_whole = may_be_whole and Recording.objects.visible_to(user, at).filter(sound=item).exists()
    return [item.gallery] if is_whole else []


def longest_way(pages, user, at) -> Way:
    """Of what opens the pages on which the person sees the item, what lasts longest."""
    ways = []
    for page in pages:
        way = opening(page, user, at)
        if way.until is None:
            return way
        ways.append(way)
    return max(ways, key=lambda way: way.until)

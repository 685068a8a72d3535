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
from archive.models import MediaItem, StoryMedia, StoryPage


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def link(request, uuid):
    """To who may see the item now: the link, when it ends, and in how many seconds that is.

    The seconds are for browsers whose clock is wrong.
    """
    at = timezone.now()
    places = placed(uuid, request.user, at)
    if not places:
        raise Http404
    item, way = places[0].item, longest_way(places, request.user, at)
    url = media_link(item, at=at, not_after=way.until, viewer=viewers.of(request))
    openings.record([item], request=request, opened_by=way.rule)
    expires = int(parse_qs(urlsplit(url).query)["Expires"][0])
    return JsonResponse({"url": url, "expires": expires, "seconds": expires - at.timestamp()})


def placed(uuid, user, at) -> list[StoryMedia]:
    """The places in which the person sees the item. One query.

    As a portrait alone nobody is given a link to it, only thumbnails.
    """
    items = MediaItem.objects.visible_to(user, at).filter(uuid=uuid, is_missing=False)
    stories = StoryPage.objects.visible_to(user, at)
    places = StoryMedia.objects.filter(item__in=items.values("pk"), story__in=stories.values("pk"))
    return list(places.select_related("item__gallery", "story").order_by("pk"))


def longest_way(places, user, at) -> Way:
    """Of what opens the stories in which the person sees the item, what lasts longest."""
    ways = []
    for place in places:
        way = opening(place.story, user, at)
        if way.until is None:
            return way
        ways.append(way)
    return max(ways, key=lambda way: way.until)

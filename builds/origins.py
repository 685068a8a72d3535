"""Where experiments are served: on the site's own host in a sandbox, or each study's on a host of its own.

With EXPERIMENTS_ORIGIN, `https://{uuid}.experiments.example`, an experiment can store things, use a camera
and a microphone, and still reaches neither the site nor another study: a browser keeps their hosts apart.
"""

import re
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseNotFound

RUN = "/run/"
ANY = "00000000-0000-0000-0000-000000000000"
UUID_PATTERN = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def have_their_own() -> bool:
    return bool(settings.EXPERIMENTS_ORIGIN)


def origin_of(study_uuid: UUID) -> str:
    """The study's own origin; empty where experiments are served in a sandbox of the site's host."""
    return settings.EXPERIMENTS_ORIGIN.replace("{uuid}", str(study_uuid))


def belongs(request, study_uuid: UUID) -> bool:
    """Whether the request came to the host on which the study's experiment is served."""
    if not have_their_own():
        return True
    return request.get_host() == urlsplit(origin_of(study_uuid)).netloc


def is_of_experiments(host: str) -> bool:
    """Where experiments have origins of their own: whether the host is one of those."""
    pattern = re.escape(urlsplit(origin_of(ANY)).netloc).replace(re.escape(ANY), UUID_PATTERN)
    return re.fullmatch(pattern, host) is not None


def only_experiments(get_response):
    """A middleware: an experiments' host has experiments and nothing else, and nobody is signed in there."""

    def middleware(request):
        if not have_their_own() or not is_of_experiments(request.get_host()):
            return get_response(request)
        if not request.path_info.startswith(RUN):
            return HttpResponseNotFound("There is nothing here.\n", content_type="text/plain")
        request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware

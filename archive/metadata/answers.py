"""Descriptions as answers over HTTP."""

from django.http import HttpResponse, JsonResponse

from archive.metadata import dublin_core, json_ld
from archive.metadata.description import Description


def json(told: dict, content_type: str) -> HttpResponse:
    """JSON that people can read, too: letters stand for themselves."""
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(told, content_type=content_type, json_dumps_params=options)


def as_json_ld(described: Description) -> HttpResponse:
    return json(json_ld.document(described), json_ld.CONTENT_TYPE)


def as_dublin_core(described: Description) -> HttpResponse:
    return HttpResponse(dublin_core.document(described), content_type=dublin_core.CONTENT_TYPE)

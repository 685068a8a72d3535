"""The edge's answers over HTTP: a file, a part of it, or a sentence why not."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from archive.edge import ranges
from archive.edge.stored import Stored

#: A file of a participant is shown in our pages and does nothing by itself, whatever its bytes are.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def plain(status: int, sentence: str, **headers) -> HttpResponse:
    headers |= HARMLESS | {"Cache-Control": "no-store"}
    return HttpResponse(
        sentence + "\n", status=status, content_type="text/plain; charset=utf-8", headers=headers
    )


def send(request, found: Stored, *, shelf: str, max_age: int) -> HttpResponse | StreamingHttpResponse:
    """The file, or the part that is asked for; nothing, if the browser has it already.

    `shelf` is where nginx finds it, if that is to send the file (EDGE_ACCEL_REDIRECT).
    """
    if settings.EDGE_ACCEL_REDIRECT and isinstance(found.storage, FileSystemStorage):
        return handed_over(found, shelf, max_age)
    seconds = int(found.modified.timestamp())
    unchanged = get_conditional_response(request, found.etag, seconds)
    response = unchanged or whole_or_part(request, found)
    if response.status_code == 416:
        return response
    facts = {
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={max_age}",
        "ETag": found.etag,
        "Last-Modified": http_date(seconds),
    }
    for name, value in (HARMLESS | facts).items():
        response.headers[name] = value
    return response


def handed_over(found: Stored, shelf: str, max_age: int) -> HttpResponse:
    """For nginx, which keeps the type and the cache's rule, and adds all else itself (deploy/nginx.conf)."""
    headers = {
        "Cache-Control": f"private, max-age={max_age}",
        "X-Accel-Redirect": f"{settings.EDGE_ACCEL_REDIRECT}/{shelf}/{quote(found.key)}",
    }
    return HttpResponse(content_type=found.content_type, headers=headers)


def whole_or_part(request, found: Stored) -> HttpResponse | StreamingHttpResponse:
    if request.method == "HEAD":
        return HttpResponse(content_type=found.content_type, headers={"Content-Length": found.size})
    try:
        part = ranges.asked(wanted_range(request, found), found.size)
    except ranges.Unsatisfiable:
        headers = {"Content-Range": f"bytes */{found.size}"}
        return plain(416, "The file ends before the part that is asked for.", **headers)
    response = StreamingHttpResponse(found.read(part or range(found.size)), content_type=found.content_type)
    response.headers["Content-Length"] = len(part or range(found.size))
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{found.size}"
    return response


def wanted_range(request, found: Stored) -> str:
    """The Range header, unless If-Range says that it was meant for another state of the file."""
    condition = request.headers.get("If-Range")
    if condition in (None, found.etag, http_date(int(found.modified.timestamp()))):
        return request.headers.get("Range", "")
    return ""

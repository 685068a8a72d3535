"""Serves bundles, other people's code: in a sandbox, by a capability in the path, without cookies."""

import json
import re
import time

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from builds import capability, origins
from builds.bundles import INDEX, PACKED, TYPES
from builds.models import Build

#: No way to lead the reader away.
SANDBOX = "allow-scripts allow-forms allow-modals allow-downloads"
#: On a host of its own an experiment may have an origin; on the site's it could read and use what is the
#: site's.
SANDBOX_OF_ITS_OWN = f"{SANDBOX} allow-same-origin"

#: A script that is in no bundle: what is particular to the study, as `window.vitrine`.
PARTICULARS = "vitrine/study.js"


@require_safe
@xframe_options_exempt
def run(request, token, name):
    """A file of a bundle. What leads to the rest is checked against the row each time, the rest by the token
    alone.
    """
    allowed = capability.read(token)
    if allowed is None:
        raise Http404
    build = get_object_or_404(Build.objects.select_related("study"), uuid=allowed.build_uuid)
    if not origins.belongs(request, build.study.uuid):
        raise Http404
    is_checked = name in (INDEX, PARTICULARS)
    if (name not in build.manifest and name != PARTICULARS) or (is_checked and not _is_open(build, allowed)):
        raise Http404
    response = _particulars(build, allowed) if name == PARTICULARS else _file(request, build, name)
    headers = {"Cache-Control": "no-store"} if is_checked else _asset_headers(allowed)
    headers["Content-Security-Policy"] = policy(request)
    headers |= {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
    headers["Permissions-Policy"] = permissions(request)
    for header, value in headers.items():
        response[header] = value
    return response


def _is_open(build, allowed) -> bool:
    if not build.can_be_served:
        return False
    return not allowed.is_participant or build.study.is_public()


def _particulars(build, allowed):
    """The study as it was when it was built, so that one bundle serves every study of the same sources."""
    study = build.revision.as_object() if build.revision else build.study
    told = {
        "study": str(build.study.uuid),
        "title": study.title,
        "protocol": json.loads(study.protocol) if study.protocol.strip() else None,
        "generator": study.generator if study.use_generator else None,
        "isPreview": not allowed.is_participant,
    }
    return HttpResponse(f"window.vitrine = {json.dumps(told)};\n", content_type=TYPES[".js"])


def _file(request, build, name):
    """With the type and the size of our own manifest, whatever the storage says; packed if it may be."""
    entry = build.manifest[name]
    packed = entry.get("packed") if _takes_packed(request) else None
    path = f"{PACKED}/{name}" if packed else name
    try:
        file = storages["experiments"].open(f"{build.prefix}/{path}")
    except FileNotFoundError:
        raise Http404
    response = FileResponse(file, content_type=entry["type"])
    response["Content-Length"] = (packed or entry)["size"]
    if packed:
        response["Content-Encoding"] = "gzip"
    if "packed" in entry:
        response["Vary"] = "Accept-Encoding"
    return response


def _takes_packed(request) -> bool:
    return (
        re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", request.headers.get("Accept-Encoding", ""))
        is not None
    )


def _asset_headers(allowed) -> dict[str, str]:
    """The page's origin is opaque, so that module scripts and fonts come to it across origins."""
    seconds = int(allowed.expires - time.time())
    return {"Cache-Control": f"private, max-age={seconds}", "Access-Control-Allow-Origin": "*"}


def policy(request) -> str:
    """The host is written out: in a sandbox 'self' means nothing."""
    host = f"{request.scheme}://{request.get_host()}"
    if origins.have_their_own():
        sandbox, connect, frame = SANDBOX_OF_ITS_OWN, f"{host} data: blob:", settings.BASE_URL
    else:
        sandbox, connect, frame = SANDBOX, "'none'", host
    return (
        f"sandbox {sandbox}; default-src 'none'; "
        f"script-src {host} 'unsafe-inline' 'unsafe-eval'; style-src {host} 'unsafe-inline'; "
        f"img-src {host} data: blob:; media-src {host} data: blob:; font-src {host} data: blob:; "
        f"connect-src {connect}; form-action 'none'; base-uri {host}; frame-ancestors {frame}"
    )


def permissions(request) -> str:
    """Recording needs an origin of its own: browsers give a sandbox neither camera nor microphone."""
    own = "(self)" if origins.have_their_own() else "()"
    return f"camera={own}, geolocation=(), microphone={own}"

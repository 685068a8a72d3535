"""Serves bundles, other people's code: in a sandbox, by a capability in the path, without cookies."""

import json
import time

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from builds import capability
from builds.bundles import INDEX, TYPES
from builds.models import Build

#: No same origin: the experiment can't read or use anything of the site. No way to lead the reader away.
SANDBOX = "sandbox allow-scripts allow-forms allow-modals allow-downloads"

#: A script that is in no bundle: what is particular to the study, as `window.vitrine`.
PARTICULARS = "vitrine/study.js"


@require_safe
def run(request, token, name):
    """A file of a bundle. What leads to the rest is checked against the row each time, the rest by the token
    alone.
    """
    allowed = capability.read(token)
    if allowed is None:
        raise Http404
    build = get_object_or_404(Build.objects.select_related("study"), uuid=allowed.build_uuid)
    is_checked = name in (INDEX, PARTICULARS)
    if (name not in build.manifest and name != PARTICULARS) or (is_checked and not _is_open(build, allowed)):
        raise Http404
    response = _particulars(build, allowed) if name == PARTICULARS else _file(build, name)
    headers = {"Cache-Control": "no-store"} if is_checked else _asset_headers(allowed)
    headers["Content-Security-Policy"] = policy(request)
    headers |= {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
    for header, value in headers.items():
        response[header] = value
    return response


def _is_open(build, allowed) -> bool:
    if build.state != Build.State.SUCCEEDED:
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


def _file(build, name):
    """With the type and the size of our own manifest, whatever the storage says."""
    try:
        file = storages["experiments"].open(f"{build.prefix}/{name}")
    except FileNotFoundError:
        raise Http404
    entry = build.manifest[name]
    response = FileResponse(file, content_type=entry["type"])
    response["Content-Length"] = entry["size"]
    return response


def _asset_headers(allowed) -> dict[str, str]:
    """The page's origin is opaque, so that module scripts and fonts come to it across origins."""
    seconds = int(allowed.expires - time.time())
    return {"Cache-Control": f"private, max-age={seconds}", "Access-Control-Allow-Origin": "*"}


def policy(request) -> str:
    """The host is written out: in a sandbox 'self' means nothing."""
    host = f"{request.scheme}://{request.get_host()}"
    return (
        f"{SANDBOX}; default-src 'none'; "
        f"script-src {host} 'unsafe-inline' 'unsafe-eval'; style-src {host} 'unsafe-inline'; "
        f"img-src {host} data: blob:; media-src {host} data: blob:; font-src {host} data: blob:; "
        f"connect-src 'none'; form-action 'none'; base-uri {host}; frame-ancestors {host}"
    )

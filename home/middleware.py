"""Headers that every answer carries: what a page may load, and that private pages are not kept."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.cache import patch_cache_control


def allowed_media_hosts() -> str:
    """The hosts outside of the site that signed links lead to."""
    hosts = []
    if settings.CLOUDFRONT:
        hosts.append(f"https://{settings.CLOUDFRONT['domain']}")
    if settings.CLOUDINARY:
        hosts.append("https://res.cloudinary.com")
    return " ".join(hosts)


def policy(*, script: str, style: str, frame: str) -> str:
    media = allowed_media_hosts()
    return (
        f"default-src 'self'; script-src 'self'{script}; style-src 'self'{style}; "
        f"img-src 'self' data: blob: {media}; media-src 'self' blob: {media}; font-src 'self' data:; "
        f"connect-src 'self' {media}; frame-src 'self'{frame}; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def experiments_host() -> str:
    origin = settings.EXPERIMENTS_ORIGIN
    if not origin:
        return ""
    parts = urlsplit(origin.replace("{uuid}", "any"))
    return f" {parts.scheme}://*.{parts.netloc.partition('.')[2]}"


def content_security_policy(get_response):
    """No inline script or style on public pages; Wagtail's admin needs both (docs/security.md).

    A view that serves foreign code sets its own policy, which stays as it is.
    """
    public = policy(script="", style="", frame=experiments_host())
    admin = policy(script=" 'unsafe-inline'", style=" 'unsafe-inline'", frame=experiments_host())

    def middleware(request):
        response = get_response(request)
        is_admin = request.path_info.startswith("/admin/")
        response.headers.setdefault("Content-Security-Policy", admin if is_admin else public)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware


def no_store_for_the_signed_in(get_response):
    """A page made for one person stays out of every cache, also the browser's after signing out."""

    def middleware(request):
        response = get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware

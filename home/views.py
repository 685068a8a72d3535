"""Whether the site is well, and what robots may read."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request):
    """200 if the site can speak to its database; for load balancers and Compose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request):
    """Nothing here is for search engines but the public front and the list of studies."""
    lines = ["User-agent: *", "Allow: /$", "Allow: /studies/", "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")

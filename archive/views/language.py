"""In which language a person reads."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from archive.languages import SESSION_KEY


@require_POST
@login_required
def choose_language(request):
    """Remembers the choice and goes back to the page on which it was made."""
    language, back = request.POST.get("language"), request.POST.get("next", "")
    if language not in settings.CONTENT_LANGUAGES:
        return HttpResponseBadRequest("This archive is not described in that language.")
    request.session[SESSION_KEY] = language
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "/")

"""The exhibition on a gallery's wall: a signed-in window that leads nowhere else and begins again by
itself.
"""

from datetime import timedelta

from django.shortcuts import redirect

from archive.languages import SESSION_KEY as READING_LANGUAGE

SESSION_KEY = "kiosk"
#: After how many seconds without a visitor it may begin again.
PATIENCE = (60, 120, 300)
#: A wall is not signed in anew each fortnight. Grants end when they end, whatever the session says.
LASTS = timedelta(days=90)
#: What the exhibition's own pages need; and experiments, which never see the site's cookies.
NEEDED = ("/exhibition-media/", "/edge/", "/static/", "/healthz", "/run/")


def begin(request, home: str, patience: int) -> None:
    """From now on this session stays below `home`, the exhibition's address."""
    request.session[SESSION_KEY] = {"home": home, "patience": patience}
    request.session.set_expiry(LASTS)


def begin_again(request) -> None:
    """Forgets what the last visitor chose."""
    request.session.pop(READING_LANGUAGE, None)


def leave(request) -> None:
    request.session.pop(SESSION_KEY, None)
    request.session.set_expiry(None)


def keep_inside(get_response):
    """Whoever stands before the wall gets no further than the exhibition, whatever address is asked for."""

    def middleware(request):
        if not request.path_info.startswith(NEEDED):
            wall = request.session.get(SESSION_KEY)
            if wall and not request.path_info.startswith(wall["home"]):
                return redirect(wall["home"])
        return get_response(request)

    return middleware

"""Seeing the exhibition as another person does: to look only, and only where one sees as much oneself.

While it lasts, the exhibition's pages and what they are made of are answered for that person. Everything
else, and whatever changes something, stays with who is really there: `request.real_user`.
"""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.log_actions import log

from archive.access import sees_everything
from archive.models import ExhibitionPage, GalleryPage, MediaItem, StoryPage

SESSION_KEY = "viewing_as"
#: The right to change grants on exhibitions is the right to see what they open.
MAY_VIEW_AS = "archive.change_exhibitionpageuserobjectpermission"
MAY_ENTER_ADMIN = "wagtailadmin.access_admin"
#: What the exhibition's pages are made of, beside those below its address.
MEDIA = ("/exhibition-media/", "/iiif/")
#: Nobody is seen in these, and a session costs a query; experiments never see the site's cookies.
NEVER = ("/static/", "/edge/", "/healthz", "/admin/", "/run/")
LOOKING = ("GET", "HEAD")


def refusal(real, person) -> str:
    """Why the one may not see the exhibition as the other does; empty if he may."""
    if not real.is_active or not real.has_perm(MAY_VIEW_AS):
        return "You may not change who sees what here, and so may not view it as somebody else."
    if person is None or not person.is_active:
        return "That account is closed, so that nothing is open to it."
    if person == real:
        return "That is you: look at the exhibition itself."
    if person.has_perm(MAY_ENTER_ADMIN) or sees_everything(person):
        return "That person works here or sees everything, and nobody stands in the place of such a person."
    if sees_more(person, real):
        return (
            "Something is open to that person that is not open to you, and viewing as somebody else "
            "never opens more. Ask somebody who sees the whole archive."
        )
    return ""


def sees_more(person, real) -> bool:
    """Whether anything is open to the person that is not open to the other."""
    return any(
        model.objects.visible_to(person).exclude(pk__in=model.objects.visible_to(real).values("pk")).exists()
        for model in (ExhibitionPage, GalleryPage, StoryPage, MediaItem)
    )


def begin(request, person, exhibition) -> None:
    request.session[SESSION_KEY] = {"person": person.pk, "home": exhibition.get_url(request)}
    _log("archive.view_as", person, request.real_user, exhibition.pk)


def end(request) -> None:
    """Back to oneself; what was recorded of the beginning stays."""
    request.session.pop(SESSION_KEY, None)


def view_as_another(get_response):
    """Answers for the person whom one views the exhibition as."""

    def middleware(request):
        request.real_user = request.user
        request.viewing_as = None
        view = None if request.path_info.startswith(NEVER) else request.session.get(SESSION_KEY)
        if view is None or not request.path_info.startswith((view["home"], *MEDIA)):
            return get_response(request)
        if request.method not in LOOKING:
            return _refuse_change(request, view, get_response)
        return _look(request, view, get_response)

    return middleware


def _refuse_change(request, view, get_response):
    """Nothing below the exhibition is changed; the language of reading is one's own."""
    if not request.path_info.startswith(view["home"]):
        return get_response(request)
    answer = HttpResponseNotAllowed(LOOKING)
    answer.content = render(request, "archive/viewing_as_read_only.html", {"home": view["home"]}).content
    return answer


def _look(request, view, get_response):
    person = get_user_model().objects.filter(pk=view["person"]).first()
    if reason := refusal(request.real_user, person):
        end(request)
        messages.error(request, f"You view the exhibition as yourself again. {reason}")
        return redirect(reverse("archive_grants:list"))
    request.user = request.viewing_as = person
    answer = get_response(request)
    if answer.status_code == 404:
        return render(request, "archive/viewing_as_nothing.html", {"home": view["home"]}, status=404)
    return answer


def _log(action: str, person, by, exhibition: int) -> None:
    log(instance=person, action=action, user=by, title=str(person.pk), data={"exhibition": exhibition})

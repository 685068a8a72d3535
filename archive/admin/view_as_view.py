"""Beginning to view an exhibition as somebody else, from Wagtail's admin."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive import viewing_as
from archive.admin.grant_views import frame
from archive.admin.grants import only_who_may
from archive.governing import grants_seen
from archive.models import ExhibitionPage


@require_http_methods(["GET", "HEAD", "POST"])
@only_who_may("look")
def view_as(request, user_id):
    """Tells what it means, and which exhibitions there are; begins when one of them is chosen."""
    person = get_object_or_404(holders(request.user), pk=user_id)
    refusal = viewing_as.refusal(request.user, person)
    exhibitions = ExhibitionPage.objects.visible_to(person).order_by("path")
    if request.method == "POST" and not refusal:
        pk = request.POST.get("exhibition", "")
        if not pk.isdecimal():
            raise Http404
        exhibition = get_object_or_404(exhibitions, pk=pk)
        viewing_as.begin(request, person, exhibition)
        return redirect(exhibition.get_url(request))
    context = frame(
        f"View as {person.display_name}",
        person=person,
        refusal=refusal,
        exhibitions=[] if refusal else exhibitions,
    )
    return TemplateResponse(request, "archive/admin/grant_view_as.html", context)


def holders(user):
    """The people who have, or had, a grant that the user may look at, or are in a group that has."""
    has_grant = [
        Q(**{"pk__in" if kind.holder == "user" else "groups__in": grants.values(kind.holder)})
        for kind, grants in grants_seen(user).items()
    ]
    return get_user_model().objects.filter(Q(*has_grant, _connector=Q.OR)).distinct()

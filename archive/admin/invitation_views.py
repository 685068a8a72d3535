"""The people who were invited and have not come yet, and sending them their link again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import ModelLogEntry

from archive import inviting, moments
from archive.admin.grant_views import frame
from archive.admin.grants import only_who_may
from archive.governing import may_any

#: The list is no archive: who was invited long ago is found by the name in the list of grants.
MOST = 200


@require_safe
@only_who_may("look")
def invitations(request):
    people = list(inviting.open_invitations(request.user).order_by("-pk")[:MOST])
    sent = last_sent(people)
    rows = [
        {
            "person": person,
            "sent": moments.told(sent[person.pk]) if person.pk in sent else "",
            "is_over": person.pk not in sent or sent[person.pk] + inviting.LASTS <= timezone.now(),
        }
        for person in people
    ]
    context = frame(
        "Open invitations", rows=rows, may_give=may_any(request.user, "give"), days=inviting.LASTS.days
    )
    return TemplateResponse(request, "archive/admin/grant_invitations.html", context)


def last_sent(people) -> dict:
    """When each was last sent a link by somebody: one query."""
    entries = ModelLogEntry.objects.get_for_model(inviting.get_user_model()).filter(
        action="archive.invite", object_id__in=[str(person.pk) for person in people]
    )
    return {int(pk): at for pk, at in entries.order_by("timestamp").values_list("object_id", "timestamp")}


@require_POST
@only_who_may("give")
def again(request, user_id):
    person = get_object_or_404(inviting.open_invitations(request.user), pk=user_id)
    inviting.invite(person, by=request.user)
    messages.success(request, f"A new link is on its way to {person.email}.")
    return redirect("archive_grants:invitations")

"""Giving access in Wagtail's admin, changing when it ends, and ending it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import PageLogEntry

from archive import granting, inviting, viewing_as
from archive.admin.grant_forms import EndForm, GiveForm
from archive.admin.grant_rows import GrantRows
from archive.admin.grants import TITLE, only_who_may
from archive.governing import KINDS, grants_seen, is_own, may
from archive.granting import Change, Refused

#: So many people of a group are named, and so many entries of a grant's history are told.
MOST_MEMBERS, MOST_ENTRIES = 50, 20


def frame(title: str, **context) -> dict:
    """What the page furniture of Wagtail's admin needs."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("archive_grants:list"), "label": TITLE},
        {"url": "", "label": title},
    ]
    told = {"page_title": title, "header_title": title, "header_icon": "key", "breadcrumbs_items": crumbs}
    return told | context


@require_http_methods(["GET", "HEAD", "POST"])
@only_who_may("give")
def give(request):
    asked = [pk for pk in request.GET.getlist("pages") if pk.isdecimal()]
    form = GiveForm(request.user, request.POST or None, pages=asked, initial={"pages": asked})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            given = inviting.give_and_tell(
                pages=[page.specific for page in form.chosen],
                people=cleaned["people"],
                groups=cleaned["groups"],
                by=request.user,
                reason=cleaned["reason"],
                **form.span(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            for sentence in told_given(given):
                messages.success(request, sentence)
            return redirect(page_of_grants(form.chosen))
    return TemplateResponse(
        request, "archive/admin/grant_give.html", frame("Give access", form=form, media=form.media)
    )


def told_given(given) -> list[str]:
    """What has become of what was asked for."""
    count = {change: sum(one.change is change for one in given) for change in Change}
    sentences = {
        Change.NEW: ("Access was given once.", "Access was given {} times."),
        Change.EXTENDED: (
            "One had access already: it now lasts as long as you asked, and no shorter.",
            "{} had access already: it now lasts as long as you asked, and no shorter.",
        ),
        Change.UNCHANGED: (
            "One had access at least as long already; nothing was changed there.",
            "{} had access at least as long already; nothing was changed there.",
        ),
    }
    return [sentences[change][number > 1].format(number) for change, number in count.items() if number]


def page_of_grants(pages) -> str:
    if len(pages) == 1:
        return reverse("archive_grants:page", args=[pages[0].pk])
    return reverse("archive_grants:list")


def grant_or_404(request, kind: str, grant_id: int, action: str):
    """The kind and the grant, if the person may look at it; who may not change it is told so."""
    kind = KINDS.get(kind)
    rows = grants_seen(request.user).get(kind)
    if rows is None:
        raise Http404
    grant = get_object_or_404(rows, pk=grant_id)
    if not may(request.user, action, kind):
        raise PermissionDenied
    return kind, grant


@require_http_methods(["GET", "HEAD", "POST"])
@only_who_may("look")
def grant(request, kind, grant_id):
    """One grant: whose, on what, its history; and the form that changes when it ends."""
    kind, grant = grant_or_404(request, kind, grant_id, "change" if request.method == "POST" else "look")
    form = EndForm(grant, request.POST or None)
    if form.is_valid():
        try:
            granting.change_end(
                grant,
                valid_until=form.valid_until(),
                by=request.user,
                seen_until=form.cleaned_data["seen"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The end of the access was changed.")
            return redirect("archive_grants:grant", kind.name, grant.pk)
    return TemplateResponse(request, "archive/admin/grant.html", grant_context(request, kind, grant, form))


def grant_context(request, kind, grant, form) -> dict:
    (row,) = GrantRows({kind: kind.model.objects.filter(pk=grant.pk)})
    holder, user = row.holder, request.user
    members = []
    if kind.holder == "group":
        members = list(holder.user_set.filter(is_active=True).order_by("username")[: MOST_MEMBERS + 1])
    is_mine = is_own(user, holder)
    may_change = may(user, "change", kind)
    return frame(
        str(row),
        row=row,
        form=form,
        media=form.media,
        members=members[:MOST_MEMBERS],
        has_more_members=len(members) > MOST_MEMBERS,
        is_own=is_mine,
        own_sentence=granting.OWN,
        can_end=may_change and row.state != "ended",
        can_change=may_change and row.state != "ended" and not is_mine,
        may_view_as=user.has_perm(viewing_as.MAY_VIEW_AS),
        is_invited=kind.holder == "user" and inviting.is_invited(holder),
        history=history(kind, grant),
    )


def history(kind, grant):
    """What the log tells of the grant: the newest first."""
    entries = PageLogEntry.objects.filter(
        page=grant.content_object_id,
        action__startswith="archive.grant.",
        data__grant=f"{kind.name} {grant.pk}",
    )
    return entries.select_related("user")[:MOST_ENTRIES]


@require_POST
@only_who_may("change")
def end(request, kind, grant_id):
    kind, grant = grant_or_404(request, kind, grant_id, "change")
    try:
        granting.end(grant, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "The access has ended. What was open through it is closed from this moment on."
        )
    return redirect("archive_grants:grant", kind.name, grant.pk)

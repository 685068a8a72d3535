"""Leaving the view of another person."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive import viewing_as


@require_POST
@login_required
def leave(request):
    viewing_as.end(request)
    return redirect(reverse("archive_grants:list"))

"""Putting the exhibition on a gallery's wall, and taking it down again."""

from django import forms
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from archive import kiosk


class WallForm(forms.Form):
    patience = forms.TypedChoiceField(
        label="Begin again when nobody has touched it for",
        coerce=int,
        choices=[(seconds, f"{seconds // 60} min") for seconds in kiosk.PATIENCE],
        initial=120,
    )


class LeaveForm(forms.Form):
    """Only who put it on the wall takes it down."""

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("That is not the password of the person who is signed in.")
        return password


def wall(request, exhibition):
    """Explains the wall and begins it."""
    form = WallForm(request.POST or None)
    home = exhibition.get_url(request)
    if form.is_valid():
        kiosk.begin(request, home, form.cleaned_data["patience"])
        return redirect(home)
    return render(request, "archive/kiosk_begin.html", {"exhibition": exhibition, "form": form})


@require_POST
def again(request, exhibition):
    """The next visitor begins where the first one did."""
    kiosk.begin_again(request)
    return redirect(exhibition.get_url(request))


def leave(request, exhibition):
    form = LeaveForm(request.POST or None, user=request.user)
    if form.is_valid():
        kiosk.leave(request)
        return redirect(exhibition.get_url(request))
    return render(request, "archive/kiosk_leave.html", {"exhibition": exhibition, "form": form})

"""The public pages that a link by mail leads to: choosing a password, and asking for a new link."""

from django import forms
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from archive import inviting
from archive.models import ExhibitionPage
from home import two_step


class Welcome(PasswordResetConfirmView):
    """Sets the password of whom the link was sent to, and signs him in; the link is worthless after that.

    Django keeps the token in the session and leads on to an address without it.
    """

    template_name = "archive/welcome.html"
    token_generator = inviting.tokens
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.validlink:
            context["person"] = self.user
            context["is_invited"] = inviting.is_invited(self.user)
        return context

    @property
    def post_reset_login(self) -> bool:
        """A link by mail is no second step."""
        return not two_step.has_device(self.user)

    def get_success_url(self):
        """To the exhibition, if there is just one; to the second step of signing in for whoever has one."""
        if not self.post_reset_login:
            return two_step.begin(self.request, self.user)
        pages = list(ExhibitionPage.objects.visible_to(self.user).order_by("path")[:2])
        return pages[0].get_url(self.request) if len(pages) == 1 else "/"


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="Your mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter the address at which you were invited.",
            "invalid": "Enter a whole mail address, such as name@example.org.",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request):
    """Sends a link to whoever has an account at that address; to all others it says the same."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        inviting.ask_for_link(form.cleaned_data["address"])
        return redirect(f"{reverse('forgotten')}?sent=1")
    context = {"form": form, "is_sent": "sent" in request.GET and request.method == "GET"}
    return render(request, "archive/welcome_forgotten.html", context)

"""The pages of signing in in two steps: giving the code, setting it up, switching it off."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from home import two_step


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
        error_messages={"required": "Enter the code."},
    )


class SignIn(LoginView):
    """The password; whoever has set up a second step is not signed in by it yet."""

    template_name = "home/sign_in.html"

    def form_valid(self, form):
        user = form.get_user()
        if not two_step.has_device(user):
            return super().form_valid(form)
        return HttpResponseRedirect(two_step.begin(self.request, user, self.get_redirect_url()))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request):
    """Asks for the code; without a password that was given just now there is nothing here."""
    user = two_step.pending(request)
    if user is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem, device = two_step.problem_with(user, form.cleaned_data["code"])
        if not problem:
            wanted = two_step.complete(request, user, device)
            is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
            return redirect(wanted if is_ours else "/")
        form.add_error("code", problem)
    return render(request, "home/second_step.html", {"form": form})


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def two_step_page(request):
    """Sets the second step up, or switches it off; each with a code."""
    confirmed = two_step.device_of(request.user)
    device = confirmed or two_step.new_device(request.user)
    form, codes = CodeForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if confirmed:
            problem, _ = two_step.problem_with(request.user, code)
            if not problem:
                two_step.switch_off(request.user, request)
                messages.success(request, "Your password alone signs you in again.")
                return redirect("two-step")
        else:
            problem = two_step.problem_on(device, code)
            if not problem:
                codes, confirmed = two_step.confirm(request, device), device
        if problem:
            form.add_error("code", problem)
    context = {"form": form, "is_on": bool(confirmed), "codes": codes}
    if not confirmed:
        context |= {"secret": two_step.secret_of(device), "picture": two_step.picture_of(device)}
    return render(request, "home/two_step.html", context)

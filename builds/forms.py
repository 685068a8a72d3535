"""What requests about builds say."""

from django import forms
from django.db.models import Q

from builds.models import Build


class StartForm(forms.Form):
    study = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=Build.Kind)


class FilterForm(forms.Form):
    """Narrows the list of builds; what is not understood narrows nothing."""

    q = forms.CharField(
        label="Study, commit or number",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(choices=[("", "any kind"), *Build.Kind.choices], required=False)
    state = forms.ChoiceField(choices=[("", "any state"), *Build.State.choices], required=False)

    def narrow(self, builds):
        wanted = self.cleaned_data if self.is_valid() else {}
        if kind := wanted.get("kind"):
            builds = builds.filter(kind=kind)
        if state := wanted.get("state"):
            builds = builds.filter(state=state)
        if words := wanted.get("q", "").strip():
            found = Q(study__title__icontains=words) | Q(sha__startswith=words.lower())
            if words.isdecimal() and len(words) < 10:
                found |= Q(pk=int(words))
            builds = builds.filter(found)
        return builds

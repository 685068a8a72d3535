"""What a request for a build says."""

from django import forms

from builds.models import Build


class StartForm(forms.Form):
    study = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=Build.Kind)

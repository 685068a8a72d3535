"""The forms of labs and roles."""

from django import forms

from studies.models import Lab


class LabForm(forms.ModelForm):
    class Meta:
        model = Lab
        fields = ["name", "slug", "institution", "contact_email", "description", "ethics_statement"]


class JoinForm(forms.Form):
    message = forms.CharField(
        label="What would you like to do there?",
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
    )


class PersonField(forms.TypedChoiceField):
    """One of some people, by name."""

    def __init__(self, people, **kwargs):
        self.people = {person.pk: person for person in people}
        choices = [(pk, person.display_name) for pk, person in self.people.items()]
        kwargs.setdefault("empty_value", None)
        super().__init__(coerce=lambda pk: self.people[int(pk)], choices=[("", "—"), *choices], **kwargs)


class RoleForm(forms.Form):
    """A role for one of `people`; without a role, the one they have is taken."""

    def __init__(self, *args, people, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(people)
        self.fields["role"] = forms.ChoiceField(choices=[(role, role) for role in roles], required=False)

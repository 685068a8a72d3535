"""A person made up, to try a study's criteria with."""

from django import forms

from studies.eligibility.person import CONDITIONS, GENDER_NAMES, LANGUAGES, Person
from studies.eligibility.verdict import days

UNITS = ("years", "months", "days")


class PersonForm(forms.Form):
    years = forms.IntegerField(min_value=0, max_value=120, initial=3)
    months = forms.IntegerField(required=False, min_value=0, max_value=11)
    days = forms.IntegerField(required=False, min_value=0, max_value=31)
    gender = forms.ChoiceField(choices=list(GENDER_NAMES.items()), initial="na")
    weeks = forms.IntegerField(
        label="Weeks of pregnancy", required=False, min_value=20, max_value=45, help_text="Empty: not known."
    )
    languages = forms.MultipleChoiceField(
        required=False,
        choices=sorted(LANGUAGES.items(), key=lambda pair: pair[1]),
        widget=forms.SelectMultiple({"size": 6}),
    )
    conditions = forms.MultipleChoiceField(
        required=False, choices=list(CONDITIONS.items()), widget=forms.CheckboxSelectMultiple
    )
    participated = forms.MultipleChoiceField(
        label="Has taken part in", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, others, name, **kwargs):
        """`others` are the studies that the criteria ask about, `name` says what they are called."""
        super().__init__(*args, **kwargs)
        self.fields["participated"].choices = [(str(one.uuid), name(one)) for one in others]
        if not others:
            del self.fields["participated"]
        self.others = {str(one.uuid): one.uuid for one in others}

    def person(self) -> Person:
        told = self.cleaned_data
        return Person(
            age_in_days=days(*(told[unit] for unit in UNITS)),
            gender=told["gender"],
            gestational_age_in_weeks=told["weeks"],
            languages=frozenset(told["languages"]),
            conditions=frozenset(told["conditions"]),
            participated=frozenset(self.others[one] for one in told.get("participated", [])),
        )

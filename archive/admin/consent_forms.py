"""The forms in which a participant's consent and its limits are recorded."""

from django import forms
from django.conf import settings
from wagtail.admin.widgets import AdminDateInput

from archive.languages import language_name
from archive.models import Consent, ConsentLimit

USES = ["for_exhibition", "for_research", "for_teaching", "for_public"]
DAYS = {
    "ends_on": "The last day (in UTC). Empty: it does not end.",
    "sealed_until": "Shown to nobody before this day (in UTC). Empty: it is not sealed.",
}


class AllowedForm(forms.ModelForm):
    """For what, and until when."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, told in DAYS.items():
            self.fields[name].widget = AdminDateInput()
            self.fields[name].help_text = told

    @property
    def said(self) -> dict:
        """What was filled in, for archive.consent."""
        return {name: self.cleaned_data[name] for name in self.fields}


class ConsentForm(AllowedForm):
    form_language = forms.ChoiceField(label="Language of the form")

    class Meta:
        model = Consent
        fields = [
            "given_on",
            "form_version",
            "form_language",
            *USES,
            "is_named",
            "ends_on",
            "sealed_until",
            "form_file",
            "note",
        ]
        widgets = {"given_on": AdminDateInput, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "given_on": "The day on which the form was signed.",
            "form_file": "A scan: PDF, JPEG or PNG. Only those read it who may see consents.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(language, language_name(language)) for language in settings.CONTENT_LANGUAGES]
        self.fields["form_language"].choices = choices

    def clean(self):
        cleaned = super().clean()
        given, ends = cleaned.get("given_on"), cleaned.get("ends_on")
        if given and ends and ends < given:
            self.add_error("ends_on", "The consent would end before it was given. Choose a later last day.")
        return cleaned


class LimitForm(AllowedForm):
    class Meta:
        model = ConsentLimit
        fields = [*USES, "ends_on", "sealed_until", "reason"]
        help_texts = {
            "for_exhibition": "Without it, this is shown to no visitor, whatever was granted.",
            "reason": "Kept with the limit, for those who may see consents.",
        }

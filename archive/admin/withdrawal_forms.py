"""The forms in which a participant is withdrawn, and in which the day of the deletion is changed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from archive import moments
from archive.withdrawal.actions import DAYS, MOST_DAYS

BACKUPS = (
    "Which backups hold it still, and until when. Kept on the certificate, beside the sentence that backups "
    "made before the deletion do."
)


class BackupsField(forms.CharField):
    def __init__(self):
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(required=False, label="Backups", help_text=BACKUPS, widget=widget)


class WithdrawForm(forms.Form):
    code = forms.CharField(
        label="Type the participant's code", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        max_length=300, required=False, help_text="Without names: it stays when everything else is deleted."
    )
    days = forms.IntegerField(
        label="Days until everything is deleted",
        min_value=0,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text="Until then the withdrawal can be taken back. 0: at the next full hour.",
    )
    backups = BackupsField()

    def __init__(self, *args, code: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = code

    def clean_code(self):
        if self.cleaned_data["code"].strip() != self.expected:
            raise ValidationError(f"That is not the code. Type {self.expected} if you mean this participant.")
        return self.expected

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "days", "backups")}


class ChangeForm(forms.Form):
    """The day is the one after which everything is deleted; unchanged, the moment stays as it is."""

    day = forms.DateField(label="Deleted after this day", widget=AdminDateInput)
    backups = BackupsField()

    def __init__(self, tombstone, *args, **kwargs):
        self.tombstone = tombstone
        initial = {
            "day": moments.last_day(tombstone.delete_after),
            "backups": tombstone.removed.get("backups", ""),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields[
            "day"
        ].help_text = f"At its end ({moments.zone()}); a day that is over deletes at the next full hour."

    @property
    def said(self) -> dict:
        delete_after = self.tombstone.delete_after
        if self.cleaned_data["day"] != moments.last_day(delete_after):
            delete_after = max(moments.end_of(self.cleaned_data["day"]), timezone.now())
        return {"delete_after": delete_after, "backups": self.cleaned_data["backups"]}

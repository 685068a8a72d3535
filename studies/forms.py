"""The forms of studies: a step in the workflow, and a study's page in Wagtail's editor."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from studies.models.lab import Lab


class MoveForm(forms.Form):
    trigger = forms.CharField(required=False)
    comment = forms.CharField(required=False)
    shown_revision = forms.IntegerField(required=False)


class StudyPageForm(WagtailAdminPageForm):
    """The lab is chosen among those in which one may create studies, once, when the study is made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "lab" not in self.fields:
            return
        lab = self.fields["lab"]
        if self.instance.pk and self.instance.lab_id:
            lab.disabled = True
        else:
            lab.queryset = Lab.objects.where_may_create(self.for_user)

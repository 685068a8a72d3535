"""The forms of studies: a step in the workflow, and a study's page in Wagtail's editor."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from studies.declarations import DECLARATIONS, DECLARING, declared
from studies.models.lab import Lab
from studies.models.lifecycle import State
from studies.naming import names_for

#: As many characters as a comment may have.
COMMENT = 5_000
#: What is chosen when a study is made, and stays.
ONCE = {"lab", "experiment_type"}
OTHERS = {"must_have_participated", "must_not_have_participated"}
#: The steps that name the revision that they are about.
APPROVING = ("approve", "approve_changes")


class MoveForm(forms.Form):
    """A step as the panel and the API send it; `state` and `revision` are those that the person was shown."""

    trigger = forms.CharField(required=False)
    comment = forms.CharField(required=False, max_length=COMMENT)
    state = forms.ChoiceField(required=False, choices=State)
    revision = forms.IntegerField(required=False, min_value=1)
    declarations = forms.MultipleChoiceField(required=False, choices=list(DECLARATIONS.items()))
    issues_description = forms.CharField(required=False, max_length=COMMENT)

    def clean(self):
        sent = super().clean()
        if sent.get("trigger") in APPROVING and "revision" not in self.errors and not sent.get("revision"):
            self.add_error("revision", "An approval must name the revision that was reviewed.")
        return sent

    def step(self) -> dict:
        """The valid step, as moderation.perform takes it."""
        sent = self.cleaned_data
        extra = {}
        if sent["trigger"] in DECLARING:
            extra = declared(sent["declarations"], sent["issues_description"])
        return {
            "trigger": sent["trigger"],
            "comment": sent["comment"],
            "shown_state": sent["state"],
            "shown_revision": sent["revision"],
            "extra": extra,
        }

    def problem(self) -> str:
        """The first thing that is wrong, in a sentence that names it."""
        name, problems = next(iter(self.errors.items()))
        return problems[0] if name in ("__all__", "revision", "studies") else f"{name}: {problems[0]}"


class MoveManyForm(MoveForm):
    """The same step of several studies; approving is none, because each approval is of what was looked at."""

    studies = forms.TypedMultipleChoiceField(coerce=int, empty_value=[])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Which of them the person may move is asked one by one.
        self.fields["studies"].valid_value = str.isdecimal
        self.fields["studies"].error_messages["required"] = "Choose the studies first."

    def clean(self):
        sent = super().clean()
        if sent.get("trigger") in APPROVING:
            self.add_error("trigger", "Studies are approved one by one, each as it was looked at.")
        return sent


class OtherStudies(forms.ModelMultipleChoiceField):
    """Studies to choose from: public ones, those that one may read, and those that were chosen before."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, study, field, *, user):
        model = type(study)
        readable = model.objects.readable_by(user).order_by().values("pk")
        public = model.objects.public().order_by().values("pk")
        chosen = [other.pk for other in getattr(study, field.name).all()] if study.pk else []
        studies = model.objects.filter(Q(pk__in=readable) | Q(pk__in=public) | Q(pk__in=chosen))
        self.label_from_instance = names_for(user, model)
        super().__init__(studies.order_by("title"), required=False, help_text=field.help_text)
        self.label = capfirst(field.verbose_name)


class StudyPageForm(WagtailAdminPageForm):
    """The lab is chosen among those in which one may create studies, once, when the study is made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in OTHERS & self.fields.keys():
            field = self._meta.model._meta.get_field(name)
            self.fields[name] = OtherStudies(self.instance, field, user=self.for_user)
        is_made = bool(self.instance.pk and self.instance.lab_id)
        for name in ONCE & self.fields.keys():
            self.fields[name].disabled = is_made
        if "lab" in self.fields and not is_made:
            self.fields["lab"].queryset = Lab.objects.where_may_create(self.for_user)

    def clean(self):
        sent = super().clean()
        both = set(sent.get("must_have_participated") or ()) & set(
            sent.get("must_not_have_participated") or ()
        )
        if both:
            named = ", ".join(sorted(map(names_for(self.for_user, type(self.instance)), both)))
            self.add_error("must_not_have_participated", f"Nobody can both have and not have: {named}.")
        return sent


class StudyCopyForm(CopyForm):
    """A copy is a study of its own: no alias, which would repeat whatever is published of the first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

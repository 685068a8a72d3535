"""The forms in which access is given and its end is changed: days, people, groups, things."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page

from archive import inviting, moments
from archive.admin.known import PRIVATE_PAGES, archive
from archive.governing import governed_pages

MOST_PEOPLE, MOST_OFFERED = 50, 300
NOBODY = "“{line}” is no mail address, and nobody has that user name."
CLOSED = "The account of “{line}” is closed. Somebody who manages the users can open it again."


class DayField(forms.DateField):
    """A day, whose midnight is that of the time zone in which the person works; the help says which."""

    widget = AdminDateInput

    def __init__(self, *, told: str, **options):
        self.told = told
        super().__init__(required=False, **options)

    def get_bound_field(self, form, name):
        self.help_text = self.told.format(zone=moments.zone())
        return super().get_bound_field(form, name)


LAST_DAY = "Until the end of this day, at midnight ({zone}). Empty: the access does not end."


class PageChoices(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, page):
        return f"{page.get_admin_display_title()} ({page.content_type.name.removesuffix(' page')})"


def offered(governed, asked):
    """The pages that were asked for; of a single one also what is directly below, to choose a part."""
    pages = governed.filter(pk__in=asked)
    if len(asked) == 1 and (page := pages.first()):
        below = governed.filter(path__startswith=page.path, depth=page.depth + 1)
        if 0 < below.count() <= MOST_OFFERED:
            return pages | below
    return pages


class GiveForm(forms.Form):
    pages = PageChoices(Page.objects.none(), label="What", required=False)
    page = forms.ModelChoiceField(
        Page.objects.none(),
        required=False,
        help_text="An exhibition opens all of it, a gallery its stories, a story only itself.",
    )
    people = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=(
            "Mail addresses or user names, each on a line of its own. "
            "Who has no account yet is invited by mail to choose a password."
        ),
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever is in a group sees what the group is given, while in it.",
    )
    first_day = DayField(told="From the beginning of this day ({zone}). Empty: from now on.")
    last_day = DayField(told=LAST_DAY)
    reason = forms.CharField(
        max_length=300,
        label="Why",
        help_text="Kept with the access, for those who may see who may see what.",
        error_messages={"required": "Say why the access is given; it is kept with it."},
    )

    def __init__(self, user, *args, pages=None, **kwargs):
        super().__init__(*args, **kwargs)
        governed = governed_pages(user).select_related("content_type").order_by("path")
        self.fields["pages"].queryset = offered(governed, pages or [])
        self.fields["page"].queryset = governed
        self.fields["page"].widget = AdminPageChooser(target_models=[archive(name) for name in PRIVATE_PAGES])
        self.fields["page"].label = "Also" if pages else "What"
        if not pages:
            del self.fields["pages"]
        self.fields["groups"].queryset = Group.objects.filter(study_role=None).order_by("name")

    def clean_people(self) -> list:
        lines = [line.strip().rstrip(",;") for line in self.cleaned_data["people"].splitlines()]
        lines = [line for line in dict.fromkeys(lines) if line]
        if len(lines) > MOST_PEOPLE:
            raise ValidationError(f"Name {MOST_PEOPLE} people at once at most.")
        found = {line: inviting.find(line) for line in lines}
        problems = [NOBODY.format(line=line) for line, person in found.items() if person is None]
        problems += [
            CLOSED.format(line=line)
            for line, person in found.items()
            if person is not None and not getattr(person, "is_active", True)
        ]
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(found.values()))

    def clean(self):
        cleaned = super().clean()
        pages = {page.pk: page for page in cleaned.get("pages") or []}
        if cleaned.get("page"):
            pages[cleaned["page"].pk] = cleaned["page"]
        if not pages and "page" not in self.errors:
            self.add_error("page" if "pages" not in self.fields else "pages", "Choose what is to be seen.")
        if not (cleaned.get("people") or cleaned.get("groups") or "people" in self.errors):
            self.add_error("people", "Name at least one person, or choose a group.")
        self.chosen = list(pages.values())
        return cleaned

    def span(self) -> dict:
        """The moments that the two days stand for."""
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return {
            "valid_from": moments.begin_of(first) if first else None,
            "valid_until": moments.end_of(last) if last else None,
        }


class EndForm(forms.Form):
    """Changes when a grant ends; `seen` is the end that was shown, so that nobody undoes another's change."""

    last_day = DayField(told=LAST_DAY)
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, grant, *args, **kwargs):
        self.grant = grant
        until = grant.valid_until
        initial = {
            "last_day": moments.last_day(until) if until else None,
            "seen": until.isoformat() if until else "",
        }
        super().__init__(*args, initial=initial, **kwargs)

    def valid_until(self):
        """The new end; the day as it was is the very moment that it was."""
        last = self.cleaned_data["last_day"]
        if "last_day" not in self.changed_data:
            return self.cleaned_data["seen"]
        return moments.end_of(last) if last else None

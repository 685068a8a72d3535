"""The public list of studies: what is looked for in it, and in which order it comes."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from studies.eligibility.verdict import MONTH, YEAR

PER_PAGE = 24
OLDEST = 120


class FindForm(forms.Form):
    q = forms.CharField(label="Words", required=False, max_length=100)
    age = forms.IntegerField(
        label="Age in years", required=False, min_value=0, max_value=OLDEST, help_text="Of who takes part."
    )
    lab = forms.SlugField(label="Lab", required=False)


def find(studies, asked) -> dict:
    """One page of the studies that match `asked`, a query string, with the form; what is wrong in it is told
    and not looked for. A fixed number of queries.
    """
    form = FindForm(asked or None)
    form.fields["lab"].widget = forms.Select(choices=[("", "All labs"), *labs(studies)])
    wanted = form.cleaned_data if form.is_bound and (form.is_valid() or form.cleaned_data) else {}
    found = matching(studies, wanted).select_related("lab").order_by("-priority", "title")
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    return {
        "studies": page,
        "form": form,
        "is_filtered": any(value not in ("", None) for value in wanted.values()),
    }


def labs(studies) -> list[tuple[str, str]]:
    """The labs that have a study in the list."""
    return list(studies.order_by("lab__name").values_list("lab__slug", "lab__name").distinct())


def matching(studies, wanted: dict):
    """Those with every word, of the lab, and for somebody who is as many years old, on whichever day."""
    for word in wanted.get("q", "").split():
        studies = studies.filter(
            Q(title__icontains=word)
            | Q(preview_summary__icontains=word)
            | Q(description__icontains=word)
            | Q(lab__name__icontains=word)
        )
    if wanted.get("lab"):
        studies = studies.filter(lab__slug=wanted["lab"])
    if wanted.get("age") is not None:
        youngest, oldest = wanted["age"] * YEAR, (wanted["age"] + 1) * YEAR
        no_end = Q(max_age_years=None, max_age_months=None, max_age_days=None)
        studies = studies.annotate(from_age=age("min"), to_age=age("max"))
        studies = studies.filter(no_end | Q(to_age__gte=youngest), from_age__lte=oldest)
    return studies


def age(end: str):
    """The age in days at one end of the range, in the database."""
    years, months, days = (Coalesce(F(f"{end}_age_{unit}"), Value(0)) for unit in ("years", "months", "days"))
    return years * YEAR + months * MONTH + days

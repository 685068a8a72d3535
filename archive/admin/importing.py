"""Descriptions from a spreadsheet: what a file would change is seen first, and then taken over or not."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem

from archive.admin.importing_forms import AgainForm, ExportForm, FileForm, packed
from archive.importing import exporting, run
from archive.importing.rights import Rights
from archive.importing.subject import Fate
from archive.importing.table import MOST_ROWS, Problem, Unreadable, decode

TITLE = "Descriptions from a spreadsheet"
#: So many changes are listed.
SHOWN = 1000
EXPORTS = {"media": exporting.media, "stories": exporting.stories}
#: What becomes of one thing, and of several.
FATES = {
    Fate.CHANGED: ("media item {} changed.", "media items {} changed."),
    Fate.MADE: ("story {} made, as a draft.", "stories {} made, as drafts."),
    Fate.PUBLISHED: (
        "story {} changed, and published at once.",
        "stories {} changed, and published at once.",
    ),
    Fate.NOT_PUBLISHED: (
        "story {} changed as a draft: you may not publish it, so visitors see what was published before.",
        "stories {} changed as drafts: you may not publish them, so visitors see what was published before.",
    ),
    Fate.UNFINISHED: (
        "story {} changed as a draft, because it has other changes that are not published yet.",
        "stories {} changed as drafts, because they have other changes that are not published yet.",
    ),
    Fate.DRAFT: ("story {} changed, and not published yet.", "stories {} changed, and not published yet."),
}


def only_who_may_import(view):
    @wraps(view)
    def guarded(request):
        request.rights = Rights(request.user)
        if not request.rights.may_import:
            raise PermissionDenied
        return view(request)

    return guarded


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return Rights(request.user).may_import


@require_http_methods(["GET", "HEAD", "POST"])
@only_who_may_import
def look(request):
    """The page; or what a file that was sent would change."""
    if request.method != "POST":
        return page(request)
    form = FileForm(request.rights, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, form)
    try:
        text = decode(form.cleaned_data["file"].read())
        again = {"text": packed(text), "make_keywords": form.makes_keywords}
        outcome = run.check(text, request.user, make_keywords=form.makes_keywords)
    except Unreadable as unreadable:
        return shown(request, run.Outcome(problems=[Problem(str(unreadable))]))
    return shown(request, outcome, AgainForm(request.rights, initial=again))


@require_POST
@only_who_may_import
def apply(request):
    """Changes what was seen, if there is still nothing wrong with it."""
    form = AgainForm(request.rights, request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["text"]))
        return redirect("archive_importing:look")
    try:
        outcome = run.apply(form.cleaned_data["text"], request.user, make_keywords=form.makes_keywords)
    except Unreadable as unreadable:
        outcome = run.Outcome(problems=[Problem(str(unreadable))])
    if outcome.problems:
        return shown(request, outcome)
    messages.success(request, " ".join(told(outcome, done=True)))
    return redirect("archive_importing:look")


@require_safe
@only_who_may_import
def export(request):
    """What is there, in the form in which it is taken again."""
    form = ExportForm(request.rights, request.GET)
    if not form.is_valid():
        messages.error(request, "Choose what to download, and of which participant.")
        return redirect("archive_importing:look")
    what, gallery = form.cleaned_data["what"], form.cleaned_data["gallery"]
    name = f"{what}-{gallery.code.lower()}" if gallery else what
    answer = StreamingHttpResponse(
        EXPORTS[what](request.user, gallery), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def page(request, form=None):
    context = {
        "form": form or FileForm(request.rights),
        "export_form": ExportForm(request.rights),
        "columns": [(kind.things, [*kind.identity, *kind(request.rights).columns]) for kind in run.KINDS],
        "most_rows": MOST_ROWS,
    }
    return answer(request, "archive/admin/import.html", context)


def shown(request, outcome, again=None):
    """What a file changes, or what is wrong with it."""
    context = {
        "outcome": outcome,
        "told": told(outcome),
        "changes": outcome.changes[:SHOWN],
        "more": max(0, len(outcome.changes) - SHOWN),
        "again": again if outcome.subjects and not outcome.problems else None,
        "form": FileForm(request.rights),
    }
    return answer(request, "archive/admin/import_outcome.html", context)


def answer(request, template, context):
    trail = [(reverse("wagtailadmin_home"), "Home"), ("", TITLE)]
    furniture = {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "table",
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in trail],
    }
    return TemplateResponse(request, template, furniture | context)


def told(outcome, done: bool = False) -> list[str]:
    """What happens to how many things, in sentences; or what happened."""
    if not outcome.subjects:
        return [
            "Nothing was changed." if done else "Nothing would change.",
            "The file says what is there already.",
        ]
    verbs = ("was", "were") if done else ("is", "are")
    sentences = []
    for fate, (one, many) in FATES.items():
        if count := outcome.fates[fate]:
            how_many, said = ("One", one) if count == 1 else (f"{count:,}", many)
            sentences.append(f"{how_many} {said.format(verbs[count > 1])}")
    if same := outcome.rows - len(outcome.subjects):
        rows = "One row says" if same == 1 else f"{same:,} rows say"
        sentences.append(f"{rows} what is there already.")
    if keywords := outcome.new_keywords:
        sentences.append(f"New keywords: {', '.join(keywords)}.")
    return sentences


def import_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = [
        path("", look, name="look"),
        path("apply/", apply, name="apply"),
        path("export/", export, name="export"),
    ]
    return [path("descriptions/", include((patterns, "archive_importing")))]

"""Copies of pages in Wagtail's explorer: none of a participant, who exists once; stories get a number."""

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page, PagePermissionTester

from archive.admin.known import archive
from archive.admin.moving import media_refusals

IS_THERE_ONCE = (
    "A gallery can't be copied, because a participant is in the archive once. "
    "Add a new gallery below the exhibition for another participant."
)


class KeptOnce(PagePermissionTester):
    """Of a page that Wagtail offers no copy of."""

    def can_copy(self):
        return False


class OwnCopyForm(CopyForm):
    """Makes a page that lives its own life: no alias, which would repeat whatever happens to the first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class ExhibitionCopyForm(OwnCopyForm):
    """Copies an exhibition without its galleries: a participant exists once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("copy_subpages", None)


class StoryCopyForm(OwnCopyForm):
    """Copies a story to where its media belong."""

    def clean(self):
        cleaned = super().clean()
        gallery = cleaned.get("new_parent_page")
        if gallery is not None:
            for sentence in media_refusals([self.page.specific], gallery):
                self.add_error("new_parent_page", sentence)
        return cleaned


def refuse_copy(request, match):
    """Tells whoever asks for a copy of a gallery all the same why there is none."""
    if match.view_name != "wagtailadmin_pages:copy":
        return None
    page = get_object_or_404(Page, pk=match.kwargs["page_id"])
    if page.specific_class is not archive("gallerypage"):
        return None
    messages.error(request, IS_THERE_ONCE)
    return redirect("wagtailadmin_explore", page.pk)


def number_copy(request, page, copy):
    """Gives a copied story the next number in its gallery: two of one number can't be told apart."""
    stories = archive("storypage")._base_manager
    if copy.specific_class is not stories.model:
        return
    others = stories.filter(path__startswith=copy.path[: -Page.steplen]).exclude(pk=copy.pk)
    number = (others.aggregate(highest=Max("number"))["highest"] or 0) + 1
    stories.filter(pk=copy.pk).update(number=number)
    revision = stories.get(pk=copy.pk).latest_revision
    revision.content["number"] = number
    revision.save(update_fields=["content"])

"""The galleries that are closed by their consent, or soon will be, in Wagtail's Reports."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.access import Asked, consented, current_consents
from archive.admin.reporting import ArchiveReport
from archive.governing import governed
from archive.models import Consent, GalleryPage

#: Of a consent that ends, the archive is told so long before.
SOON = timedelta(days=60)
FACTS = ("version", "for_exhibition", "ends_on", "sealed_until")


class ConsentReport(ArchiveReport):
    """Only of galleries whose access the person governs; what is withdrawn is in the list of withdrawals."""

    name = "consents-to-renew"
    page_title = "Consents to renew"
    header_icon = "check"
    tells_of = (Consent,)
    verbose_name_plural = "galleries"
    list_export = ["code", "title", "state"]
    export_headings = {"code": "Code", "title": "Participant", "state": "Consent"}

    @cached_property
    def columns(self):
        return [
            TitleColumn("code", label="Code", get_url=self.consent_url),
            Column("title", label="Participant", accessor="get_admin_display_title"),
            Column("state", label="Consent"),
        ]

    def get_base_queryset(self):
        asked = Asked(self.request.user, timezone.now())
        current = current_consents(asked).filter(gallery=OuterRef("pk"))
        facts = {f"consent_{name}": Subquery(current.values(name)[:1]) for name in FACTS}
        ends_soon = Q(consent_ends_on__lte=asked.today + SOON)
        # Asked first: within another question it would be too deep for SQLite.
        mine = list(governed("gallerypage", self.request.user).values_list("pk", flat=True))
        galleries = GalleryPage.objects.filter(pk__in=mine).annotate(**facts)
        return galleries.filter(~consented(asked) | ends_soon).order_by("code")

    def decorate_paginated_queryset(self, galleries):
        for gallery in galleries:
            gallery.state = state(gallery, Asked(None, timezone.now()).today)
        return galleries

    def to_row_dict(self, item):
        (gallery,) = self.decorate_paginated_queryset([item])
        return super().to_row_dict(gallery)

    def consent_url(self, gallery):
        return reverse("archive_consent:gallery", args=[gallery.pk])


def state(gallery, today) -> str:
    if gallery.consent_version is None:
        return "There is none, so the gallery is closed."
    version, ends = f"Version {gallery.consent_version}", gallery.consent_ends_on
    if not gallery.consent_for_exhibition:
        return f"{version} does not cover the exhibition."
    if ends and ends < today:
        return f"{version} ended with {date_format(ends, 'j F Y')}."
    if gallery.consent_sealed_until and gallery.consent_sealed_until > today:
        return f"{version} seals it until {date_format(gallery.consent_sealed_until, 'j F Y')}."
    return f"{version} ends with {date_format(ends, 'j F Y')}."

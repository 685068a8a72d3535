"""What all of the archive's reports share: who may read them, and their addresses."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from archive.admin.known import ACTIONS
from archive.importing.cells import harmless


class HarmlessExport(SpreadsheetExportMixin):
    """Exports CSV in which no spreadsheet takes a text for a formula (Wagtail sees to XLSX)."""

    custom_value_preprocess = SpreadsheetExportMixin.custom_value_preprocess | {
        str: {SpreadsheetExportMixin.FORMAT_CSV: harmless}
    }


class ArchiveReport(HarmlessExport, ReportView):
    """Tells of models that the person may do something with."""

    name = ""
    tells_of: tuple = ()

    @classmethod
    def may_be_read_by(cls, user) -> bool:
        policies = (policy_registry.get_by_type(model) for model in cls.tells_of)
        return all(policy.user_has_any_permission(user, ACTIONS) for policy in policies)

    def dispatch(self, request, *args, **kwargs):
        if not self.may_be_read_by(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def export_filename(self):
        return self.name

    @property
    def index_url_name(self):
        return f"archive_reports:{self.name}"

    @property
    def index_results_url_name(self):
        return f"archive_reports:{self.name}-results"

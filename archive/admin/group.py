"""The archive's place in the admin's menu."""

from django.urls import reverse
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from archive.admin.analysis import AnalysisTypeViewSet
from archive.admin.chain import ChainViewSet
from archive.admin.connection import ConnectionTypeViewSet, ConnectionViewSet
from archive.admin.era import EraViewSet
from archive.admin.grant_menu import menu_item as grants_menu_item
from archive.admin.importing import TITLE as IMPORT
from archive.admin.importing import ImportMenuItem
from archive.admin.keyword import KeywordViewSet
from archive.admin.media_item import MediaItemViewSet
from archive.admin.participation_group import ParticipationGroupViewSet
from archive.admin.recording import RecordingViewSet
from archive.admin.theme import ThemeViewSet
from archive.admin.transcript import TranscriptViewSet
from archive.admin.upload import ADDRESS as UPLOAD
from archive.admin.upload import UploadMenuItem


class ArchiveGroup(SnippetViewSetGroup):
    menu_label = "Archive"
    menu_icon = "folder-open-inverse"
    menu_order = 160
    items = (
        MediaItemViewSet,
        TranscriptViewSet,
        RecordingViewSet,
        ThemeViewSet,
        ChainViewSet,
        ConnectionViewSet,
        ConnectionTypeViewSet,
        KeywordViewSet,
        EraViewSet,
        AnalysisTypeViewSet,
        ParticipationGroupViewSet,
    )

    def get_submenu_items(self):
        """What is uploaded stands beside the media, which come first."""
        return [
            *super().get_submenu_items(),
            UploadMenuItem("Upload media", reverse(UPLOAD), icon_name="upload", order=1),
            ImportMenuItem(IMPORT, reverse("archive_importing:look"), icon_name="table", order=800),
            grants_menu_item(order=900),
        ]


EDITED = [viewset.model for viewset in ArchiveGroup.items]

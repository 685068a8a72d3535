"""The archive's place in the admin's menu."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from archive.admin.analysis import AnalysisTypeViewSet
from archive.admin.chain import ChainViewSet
from archive.admin.connection import ConnectionTypeViewSet, ConnectionViewSet
from archive.admin.era import EraViewSet
from archive.admin.keyword import KeywordViewSet
from archive.admin.media_item import MediaItemViewSet
from archive.admin.recording import RecordingViewSet
from archive.admin.theme import ThemeViewSet
from archive.admin.transcript import TranscriptViewSet


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
    )


EDITED = [viewset.model for viewset in ArchiveGroup.items]

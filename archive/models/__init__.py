"""The participants' galleries, their stories, media and what connects them."""

from archive.models.consent import Consent, ConsentLimit, Withdrawal
from archive.models.fixity import BackupRun, DrillRun, FixityCheck, FixityRecord
from archive.models.grants import (
    ExhibitionPageGroupObjectPermission,
    ExhibitionPageUserObjectPermission,
    GalleryPageGroupObjectPermission,
    GalleryPageUserObjectPermission,
    StoryPageGroupObjectPermission,
    StoryPageUserObjectPermission,
)
from archive.models.imported import ImportedRow
from archive.models.inventory import InventoryRun, StoredObject
from archive.models.lifecycle import GalleryLifecycle, GalleryLog
from archive.models.media import MediaItem
from archive.models.moderation import GalleryReviewTask
from archive.models.opening import Opening
from archive.models.pages import ExhibitionPage, GalleryPage, StoryMedia, StoryPage
from archive.models.search import SearchDocument, SearchPlace
from archive.models.taxonomy import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    Keyword,
    ParticipationGroup,
    Theme,
    ThemeStory,
)
from archive.models.transcript import Cue, Recording, Transcript
from archive.models.upload import Upload

__all__ = [
    "BackupRun",
    "DrillRun",
    "FixityCheck",
    "FixityRecord",
    "ImportedRow",
    "AnalysisPoint",
    "AnalysisType",
    "Chain",
    "ChainTheme",
    "Connection",
    "ConnectionType",
    "Consent",
    "ConsentLimit",
    "Cue",
    "Era",
    "ExhibitionPage",
    "ExhibitionPageGroupObjectPermission",
    "ExhibitionPageUserObjectPermission",
    "GalleryLifecycle",
    "GalleryLog",
    "GalleryPage",
    "GalleryPageGroupObjectPermission",
    "GalleryPageUserObjectPermission",
    "GalleryReviewTask",
    "InventoryRun",
    "Keyword",
    "MediaItem",
    "Opening",
    "ParticipationGroup",
    "Recording",
    "SearchDocument",
    "SearchPlace",
    "StoredObject",
    "StoryMedia",
    "StoryPage",
    "StoryPageGroupObjectPermission",
    "StoryPageUserObjectPermission",
    "Theme",
    "ThemeStory",
    "Transcript",
    "Upload",
    "Withdrawal",
]

"""The participants' galleries, their stories, media and what connects them."""

from archive.models.grants import (
    ExhibitionPageGroupObjectPermission,
    ExhibitionPageUserObjectPermission,
    GalleryPageGroupObjectPermission,
    GalleryPageUserObjectPermission,
    StoryPageGroupObjectPermission,
    StoryPageUserObjectPermission,
)
from archive.models.media import MediaItem
from archive.models.pages import ExhibitionPage, GalleryPage, StoryMedia, StoryPage
from archive.models.taxonomy import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    Keyword,
    Theme,
    ThemeStory,
)
from archive.models.transcript import Cue, Recording, Transcript

__all__ = [
    "AnalysisPoint",
    "AnalysisType",
    "Chain",
    "ChainTheme",
    "Connection",
    "ConnectionType",
    "Cue",
    "Era",
    "ExhibitionPage",
    "ExhibitionPageGroupObjectPermission",
    "ExhibitionPageUserObjectPermission",
    "GalleryPage",
    "GalleryPageGroupObjectPermission",
    "GalleryPageUserObjectPermission",
    "Keyword",
    "MediaItem",
    "Recording",
    "StoryMedia",
    "StoryPage",
    "StoryPageGroupObjectPermission",
    "StoryPageUserObjectPermission",
    "Theme",
    "ThemeStory",
    "Transcript",
]

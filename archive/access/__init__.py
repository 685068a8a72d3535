"""The gate: what of the exhibition a person may see at a moment. Every channel asks `visible_to`.

Each kind of thing has its rules (archive.access.rules); what fulfils all of them is seen. `why` asks the very
same rules one by one, and tells which of them decided. Guardian's own `has_perm` knows neither dates nor
consent, so nothing but this package reads grants for what they open.
"""

from archive.access.asking import Asked, ancestor_path, within
from archive.access.consent import consented, current_consents
from archive.access.grants import SEE_EVERYTHING, counting_grants, sees_everything
from archive.access.opening import Way, open_until, opening
from archive.access.querysets import (
    ExhibitionQuerySet,
    GalleryQuerySet,
    GatedQuerySet,
    MediaItemQuerySet,
    OfStoriesQuerySet,
    RecordingQuerySet,
    StoryQuerySet,
    TranscriptQuerySet,
)
from archive.access.why import Verdict, why

__all__ = [
    "SEE_EVERYTHING",
    "Asked",
    "ExhibitionQuerySet",
    "GalleryQuerySet",
    "GatedQuerySet",
    "MediaItemQuerySet",
    "OfStoriesQuerySet",
    "RecordingQuerySet",
    "StoryQuerySet",
    "TranscriptQuerySet",
    "Verdict",
    "Way",
    "ancestor_path",
    "consented",
    "counting_grants",
    "current_consents",
    "open_until",
    "opening",
    "sees_everything",
    "why",
    "within",
]

"""Labs and studies."""

from studies.models.lab import Lab, LabGroupObjectPermission, LabRequest, LabRole, LabUserObjectPermission
from studies.models.lifecycle import StudyLifecycle, StudyLog
from studies.models.moderation import StudyReviewTask
from studies.models.pages import (
    StudyGroupObjectPermission,
    StudyIndexPage,
    StudyPage,
    StudyRole,
    StudyUserObjectPermission,
)
from studies.models.video import Video

__all__ = [
    "Lab",
    "LabGroupObjectPermission",
    "LabRequest",
    "LabRole",
    "LabUserObjectPermission",
    "StudyGroupObjectPermission",
    "StudyIndexPage",
    "StudyLifecycle",
    "StudyLog",
    "StudyPage",
    "StudyReviewTask",
    "StudyRole",
    "StudyUserObjectPermission",
    "Video",
]

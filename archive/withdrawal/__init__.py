"""Withdrawal: a participant takes part no longer, and everything of that person is gone (docs/access.md).

The tombstone (archive.models.Withdrawal) hides it from the moment it is written; what is kept elsewhere
is forgotten within a minute; after a period in which it can be taken back, objects and rows are deleted.
"""

from archive import paths
from archive.models import Withdrawal


def hides(key: str) -> bool:
    """Whether an object of the bucket is somebody's who withdrew, so that no link leads to it any more."""
    code = paths.code_of(key)
    return bool(code) and Withdrawal.objects.filter(code=code).exists()

"""The certificate of a withdrawal: what was removed, when, by whom, and what may hold it still."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from archive import moments
from archive.models import Withdrawal


@dataclass(frozen=True)
class Certificate:
    tombstone: Withdrawal

    @property
    def withdrawn(self) -> str:
        return moments.told(self.tombstone.withdrawn_at)

    @property
    def by(self) -> str:
        return self.tombstone.by.display_name if self.tombstone.by else "somebody whose account is gone"

    @property
    def deleted(self) -> str:
        return moments.told(self.tombstone.deleted_at) if self.tombstone.deleted_at else ""

    @property
    def due(self) -> str:
        return moments.told(self.tombstone.delete_after)

    @property
    def counts(self) -> dict[str, int]:
        return {name: count for name, count in self.tombstone.removed.get("counts", {}).items() if count}

    @property
    def stories(self) -> list[str]:
        return self.tombstone.removed.get("stories", [])

    @property
    def objects(self) -> list[dict]:
        return sorted(self.tombstone.removed.get("objects", []), key=lambda found: found["key"])

    @property
    def backups(self) -> str:
        return self.tombstone.removed.get("backups", "")

    @property
    def held_before(self) -> str:
        """Backups made before that moment hold what was removed."""
        return self.deleted or "the deletion, which is still to come"

    def as_text(self) -> str:
        return render_to_string("archive/admin/withdrawal_certificate.txt", {"certificate": self})

"""What a backup says of itself: which Vitrine made it, and what must be in the database again."""

import json
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import django
import wagtail
from django.db.migrations.loader import MigrationLoader

from archive.preservation.bags import BadBag, Bag

FILE = "vitrine.json"
#: Of the layout; one that this Vitrine does not know is refused.
FORMAT = 1


@dataclass
class Manifest:
    made_at: str
    vendor: str
    server: str
    #: Where the copy of the database lies within data/.
    database: str
    #: The migrations that were applied, by app.
    migrations: dict[str, list[str]]
    #: Of each table `rows` and `sha256` (archive.preservation.tables).
    tables: dict[str, dict]
    has_media: bool
    media: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def as_text(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def versions() -> dict[str, str]:
    return {
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "python": platform.python_version(),
    }


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def applied(connection) -> dict[str, list[str]]:
    """The migrations that a database has had, by app."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        for app, name in cursor.fetchall():
            found.setdefault(app, []).append(name)
    return found


def of(bag: Bag) -> Manifest:
    """The manifest of a bag; raises BadBag if this Vitrine can't read it."""
    try:
        told = json.loads(bag.read(f"data/{FILE}"))
        if told["format"] != FORMAT:
            raise BadBag(
                f"The backup has layout {told['format']}, and this Vitrine knows {FORMAT}: "
                "restore it with the Vitrine that it names under “versions”, or a newer one."
            )
        return Manifest(**told)
    except (ValueError, KeyError, TypeError):
        raise BadBag(f"data/{FILE} is not one of Vitrine's.") from None


def unknown_migrations(manifest: Manifest) -> list[str]:
    """The migrations of a backup that this Vitrine does not have: it was made by a newer one."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known
    ]

"""Tells archivists that objects are no longer what they were. The mail names none: it leads to the report."""

from django.conf import settings
from django.contrib.auth import get_user_model

from archive.models import FixityRecord
from home.outbox import queue_mail

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Who reads the reports on the bucket is told.
MAY_READ = "archive.view_inventoryrun"


def alarm(records: list[FixityRecord]) -> int:
    """Queues one mail to each archivist for these changes; returns how many mails."""
    if not records:
        return 0
    last = max(record.checks.first().pk for record in records)
    people = get_user_model().objects.with_perm(MAY_READ, backend=BACKEND, include_superusers=False)
    people = people.exclude(email="").distinct()
    for person in people:
        queue_mail(
            key=f"fixity:{last}",
            to=person.email,
            template="archive/emails/fixity",
            context={"count": len(records), "person": person, "base_url": settings.BASE_URL},
        )
    return len(people)

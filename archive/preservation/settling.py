"""Makes a database that came from a backup safe to serve: what was meant for its own time does not happen
now.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format

from archive.withdrawal.tombstones import replay
from home.models import Mail
from home.models.mail import ATTEMPTS

#: Sent within the transaction; whoever keeps rows of work that was under way ends it.
restored = Signal()
HELD = "Held, because the database was restored from a backup on {day}. To send it: manage.py release_mails"


@dataclass
class Settled:
    sessions: int = 0
    held: int = 0
    withdrawn: list[str] = field(default_factory=list)


def settle(mails: Iterable[dict] = (), withdrawals: Iterable[Path] = ()) -> Settled:
    """Ends all sessions, holds mail that waits, ends work that was under way, and applies tombstones.

    `mails` are the rows of the outbox that the backup holds; `withdrawals` are files of export_withdrawals.
    """
    done = Settled()
    with transaction.atomic():
        done.sessions = Session.objects.count()
        Session.objects.all().delete()
        Mail.objects.bulk_create((Mail(**row) for row in mails), batch_size=500, ignore_conflicts=True)
        done.held = hold()
        restored.send(None)
    for file in withdrawals:
        told = replay(json.loads(file.read_text(encoding="utf-8")))
        done.withdrawn += told.hidden + told.deleted
    told = replay()
    done.withdrawn = sorted({*done.withdrawn, *told.hidden, *told.deleted})
    return done


def hold() -> int:
    """Mails that wait are not tried until somebody releases them."""
    day = date_format(timezone.localdate(), "j F Y")
    waiting = Mail.objects.filter(sent_at=None, attempts__lt=ATTEMPTS)
    return waiting.update(attempts=ATTEMPTS, problem=HELD.format(day=day))


def release() -> int:
    """Held mails are sent with the next ones."""
    held = Mail.objects.filter(sent_at=None, attempts=ATTEMPTS, problem__startswith=HELD.partition("{")[0])
    return held.update(attempts=0, problem="", due_at=timezone.now())

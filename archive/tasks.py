"""The archive's work in the background."""

from celery import shared_task
from django.conf import settings

from archive import fixity, inventory, inviting, notices, openings
from archive.intake import reading, upkeep
from archive.models import Withdrawal
from archive.preservation import backup, drilling
from archive.withdrawal import deletion, forgetting

#: Both are below the time after which a worker is taken for lost (archive.intake.claims).
SOFT, HARD = 13 * 60, 14 * 60


@shared_task(acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def file_upload(upload_id: int) -> None:
    """A lost or repeated message does no harm: the row says what is to do."""
    reading.read(upload_id)


@shared_task
def take_up_uploads() -> None:
    upkeep.take_up()


@shared_task
def clear_away_uploads() -> None:
    upkeep.clear_away()


@shared_task
def tell_of_ends() -> None:
    notices.tell_of_ends()


@shared_task
def take_inventory() -> None:
    inventory.take()


@shared_task(acks_late=False, soft_time_limit=fixity.SECONDS + 3600, time_limit=fixity.SECONDS + 3700)
def check_fixity() -> None:
    fixity.check()


@shared_task(acks_late=False)
def make_backup() -> None:
    """Where BACKUP_PLACE says."""
    backup.make(settings.BACKUP_PLACE)


@shared_task(acks_late=False)
def drill() -> None:
    drilling.drill(settings.BACKUP_PLACE)


@shared_task
def chain_openings() -> None:
    while openings.chain():
        pass


@shared_task
def send_link(address: str) -> None:
    """Takes an address, which alone is known of whoever asks."""
    inviting.send_link_to(address)


@shared_task(autoretry_for=(forgetting.ForgettingFailed,), retry_backoff=5, max_retries=6)
def forget_withdrawn(withdrawal_id: int) -> None:
    """A withdrawal may have been taken back meanwhile."""
    for tombstone in Withdrawal.objects.filter(pk=withdrawal_id):
        forgetting.forget(tombstone)


@shared_task
def delete_withdrawn() -> None:
    deletion.delete_due()

"""The front door's work in the background."""

from celery import shared_task

from home import outbox


@shared_task
def send_waiting_mails() -> int:
    return outbox.send_waiting()

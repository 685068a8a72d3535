"""Mail that is written in the same transaction as what it tells, and sent after it."""

from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from home.models import Mail

#: With this begins the key of a mail whose link opens an account: its text is forgotten when it is sent.
ONCE = "once:"


def queue_mail(*, key: str, to: str, template: str, context: dict) -> None:
    """Queues one mail made from `templates/<template>.txt`, whose first line is the subject.

    `key` names the event; the same key for the same address is mailed once. The row is written
    within the caller's transaction, so what is rolled back is never mailed.
    """
    subject, _, text = render_to_string(f"{template}.txt", context).strip().partition("\n")
    Mail.objects.get_or_create(
        key=f"{key}:{to}", defaults={"to": to, "subject": subject[:200], "text": text.strip() + "\n"}
    )


def send_waiting(limit: int = 50) -> int:
    """Sends the mails whose turn has come; returns how many were sent.

    Each is claimed by counting the attempt first, so that two senders never send the same one and
    one that kills its sender is not tried for ever. At least once: a crash after sending and before
    the note repeats the mail, with the same Message-ID.
    """
    sent = 0
    for mail in Mail.objects.due()[:limit]:
        if _claim(mail):
            sent += _send(mail)
    return sent


def _claim(mail: Mail) -> bool:
    at = timezone.now()
    attempts = mail.attempts
    mail.attempts = attempts + 1
    mail.back_off("", at=at)
    with transaction.atomic():
        claimed = Mail.objects.filter(pk=mail.pk, attempts=attempts, sent_at=None)
        return claimed.update(attempts=mail.attempts, due_at=mail.due_at) == 1


def _send(mail: Mail) -> bool:
    message = EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": message_id(mail)},
    )
    try:
        message.send()
    except OSError as error:
        mail.back_off(f"{type(error).__name__}: {error}", at=timezone.now())
        mail.save(update_fields=["problem", "due_at"])
        return False
    mail.sent_at, mail.problem = timezone.now(), ""
    if mail.key.startswith(ONCE):
        mail.text = ""
    mail.save(update_fields=["sent_at", "problem", "text"])
    return True


def message_id(mail: Mail) -> str:
    """The same for the same event, so that a repeated mail shows once in most mail programs."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<{sha256(mail.key.encode()).hexdigest()[:40]}@{domain}>"

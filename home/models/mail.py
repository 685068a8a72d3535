"""Outgoing mail, kept as rows until it is sent (a transactional outbox)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

ATTEMPTS = 8


class MailQuerySet(models.QuerySet):
    def due(self, at=None):
        """Mails that wait and whose turn has come."""
        at = at or timezone.now()
        return self.filter(sent_at=None, attempts__lt=ATTEMPTS, due_at__lte=at)


class Mail(models.Model):
    """One mail to one person; `key` is the event's identity, so an event is mailed once."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="mail_waiting")]

    def __str__(self):
        return self.subject

    def back_off(self, problem: str, *, at) -> None:
        """Notes a failed attempt; the pause doubles from one minute."""
        self.problem = problem
        self.due_at = at + timedelta(minutes=2 ** (self.attempts - 1))

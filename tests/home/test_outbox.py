import pytest
from django.core import mail as outgoing
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from home import outbox
from home.models import Mail
from home.models.mail import ATTEMPTS
from home.outbox import message_id, queue_mail, send_waiting
from home.tasks import send_waiting_mails
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db


class DeafBackend(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody answers")


@pytest.fixture
def deaf(settings):
    settings.EMAIL_BACKEND = f"{DeafBackend.__module__}.{DeafBackend.__qualname__}"


@pytest.fixture
def context():
    person = UserFactory(first_name="Ruth")
    study = StudyPageFactory(title="Cups & Candles")
    return {"study": study, "log": study.logs.get(), "person": person, "by": person}


def queue(context, *, key="event:1", to="ruth@vitrine.example"):
    queue_mail(key=key, to=to, template="studies/emails/study_moved", context=context)


def make_due(mail):
    Mail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
    mail.refresh_from_db()


def test_queue_mail_keeps_one_mail_of_an_event_for_each_address(context):
    for to in ("ruth@vitrine.example", "ruth@vitrine.example", "vera@vitrine.example"):
        queue(context, to=to)
    queue(context, key="event:2")

    assert list(Mail.objects.values_list("key", "to")) == [
        ("event:1:ruth@vitrine.example", "ruth@vitrine.example"),
        ("event:1:vera@vitrine.example", "vera@vitrine.example"),
        ("event:2:ruth@vitrine.example", "ruth@vitrine.example"),
    ]


def test_queue_mail_takes_the_first_line_for_the_subject(context):
    queue(context)

    mail = Mail.objects.get()
    assert mail.subject == "“Cups & Candles” is now created"
    assert mail.text.startswith("Dear Ruth,\n\nRuth has taken a step")
    assert mail.text.endswith(f"/admin/studies/{context['study'].pk}/\n")


def test_queue_mail_shortens_a_subject_that_is_too_long(context):
    context["study"].title = "t" * 255

    queue(context)

    assert Mail.objects.get().subject == "“" + "t" * 199


def test_queue_mail_is_rolled_back_with_what_it_tells(context):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(context)
        raise RuntimeError

    assert Mail.objects.count() == 0


def test_send_waiting_sends_each_mail_once_and_marks_it(context):
    queue(context, to="ruth@vitrine.example")
    queue(context, to="vera@vitrine.example")

    assert (send_waiting(), send_waiting()) == (2, 0)

    assert [message.to for message in outgoing.outbox] == [["ruth@vitrine.example"], ["vera@vitrine.example"]]
    assert not Mail.objects.filter(sent_at=None).exists()


def test_send_waiting_writes_the_mail_as_it_was_queued(context, settings):
    settings.DEFAULT_FROM_EMAIL = "archive@vitrine.example"
    queue(context)
    mail = Mail.objects.get()

    send_waiting()

    (message,) = outgoing.outbox
    assert (message.subject, message.body, message.from_email) == (
        mail.subject,
        mail.text,
        "archive@vitrine.example",
    )


def test_a_repeated_mail_has_the_same_message_id_and_another_event_another(context):
    for key in ("event:1", "event:2"):
        queue(context, key=key)
    send_waiting()
    Mail.objects.filter(key__startswith="event:1").update(sent_at=None, due_at=timezone.now())

    send_waiting()

    first, other, repeated = (message.extra_headers["Message-ID"] for message in outgoing.outbox)
    assert first == repeated == message_id(Mail.objects.get(key__startswith="event:1"))
    assert first != other


def test_send_waiting_sends_no_more_than_its_limit(context):
    for number in range(3):
        queue(context, key=f"event:{number}")

    assert [send_waiting(limit=2), send_waiting(limit=2)] == [2, 1]


def test_a_failed_mail_waits_longer_each_time(context, deaf):
    queue(context)
    mail = Mail.objects.get()
    pauses = []

    for _ in range(4):
        make_due(mail)
        before = timezone.now()
        assert send_waiting() == 0
        mail.refresh_from_db()
        pauses.append(round((mail.due_at - before).total_seconds() / 60))

    assert (mail.attempts, pauses) == (4, [1, 2, 4, 8])
    assert (mail.problem, mail.sent_at) == ("ConnectionRefusedError: nobody answers", None)


def test_a_failed_mail_is_not_due_before_its_pause_is_over(context, deaf):
    queue(context)

    send_waiting()
    send_waiting()

    assert Mail.objects.get().attempts == 1


def test_a_mail_is_given_up_after_the_last_attempt(context, deaf, settings):
    queue(context)
    mail = Mail.objects.get()
    for _ in range(ATTEMPTS + 2):
        make_due(mail)
        send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due(mail)

    assert send_waiting() == 0
    assert (mail.attempts, outgoing.outbox) == (ATTEMPTS, [])


def test_a_mail_that_is_sent_at_last_forgets_its_problem(context, deaf, settings):
    queue(context)
    mail = Mail.objects.get()
    send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due(mail)

    assert send_waiting() == 1

    mail.refresh_from_db()
    assert (mail.attempts, mail.problem, mail.sent_at is None) == (2, "", False)


def test_of_two_senders_that_read_the_same_mail_one_claims_it(context):
    queue(context)
    one, other = Mail.objects.get(), Mail.objects.get()

    assert (outbox._claim(one), outbox._claim(other)) == (True, False)
    assert Mail.objects.get().attempts == 1


def test_a_claimed_mail_is_no_other_senders(context):
    queue(context)

    outbox._claim(Mail.objects.get())

    assert (send_waiting(), outgoing.outbox) == (0, [])


def test_a_mail_that_was_sent_meanwhile_is_not_claimed(context):
    queue(context)
    read_before = Mail.objects.get()
    Mail.objects.update(sent_at=timezone.now())

    assert outbox._claim(read_before) is False


def test_a_mail_whose_sender_was_killed_is_tried_again(context):
    queue(context)
    mail = Mail.objects.get()
    outbox._claim(mail)
    make_due(mail)

    assert send_waiting() == 1


def test_the_task_sends_what_waits(context):
    queue(context)

    assert send_waiting_mails() == 1

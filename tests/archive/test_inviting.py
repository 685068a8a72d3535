"""Inviting people by mail, the links that let them choose a password, and who gets a new one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive import inviting
from archive.granting import Refused
from archive.inviting import Newcomer
from archive.tasks import send_link
from home.models import Mail, User
from home.outbox import send_waiting
from tests.archive.granting_parts import GOVERN, in_days
from tests.archive.test_admin_privacy import may_edit
from tests.factories import UserFactory, grant

pytestmark = pytest.mark.django_db
PASSWORD = "a lake in the mountains"


@pytest.fixture
def editor(exhibition):
    return may_edit(UserFactory(first_name="Edit", last_name="Editor", permissions=GOVERN), exhibition.page)


@pytest.fixture
def invite(exhibition, editor):
    def invite(*people, page=exhibition.page, **dates):
        found = [inviting.find(line) for line in people]
        return inviting.give_and_tell(
            pages=[page], people=found, groups=[], by=editor, reason="A visit", **dates
        )

    return invite


def link(to="anna@example.org") -> str:
    """The address in the newest mail to somebody, below the site's."""
    text = Mail.objects.filter(to=to).last().text
    return re.search(rf"{re.escape(settings.BASE_URL)}(/welcome/\S+)", text)[1]


def come(browser, path, password=PASSWORD):
    """Follows a link and chooses a password."""
    page = browser.get(path)
    if page.status_code != 302:
        return page
    return browser.post(page["Location"], {"new_password1": password, "new_password2": password})


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("anna@example.org", Newcomer("anna@example.org")),
        ("Anna Kovács <anna@example.org>", Newcomer("anna@example.org", "Anna Kovács")),
        ("there@vitrine.example", "there"),
        ("THERE@vitrine.example", "there"),
        ("there", "there"),
        ("Somebody <there@vitrine.example>", "there"),
        ("nobody", None),
        ("no address@", None),
        ("<>", None),
    ],
)
def test_a_line_means_an_account_a_newcomer_or_nobody(line, found):
    there = UserFactory(username="there")

    assert inviting.find(line) == (there if found == "there" else found)


def test_of_two_accounts_that_differ_in_capitals_the_exact_one_is_meant():
    UserFactory(username="small", email="anna@example.org")
    capital = UserFactory(username="capital", email="Anna@example.org")

    assert inviting.find("Anna@example.org") == capital


def test_a_newcomer_gets_an_account_the_access_and_a_link(exhibition, invite, editor):
    invite("Anna Kovács <Anna@Example.org>")

    person = User.objects.get(email="anna@example.org")
    assert (person.username, person.display_name) == ("anna@example.org", "Anna Kovács")
    assert not person.has_usable_password() and not person.is_staff
    assert exhibition.page.user_grants.get().user == person
    mail = Mail.objects.get()
    assert mail.subject == "You are invited to a private exhibition"
    assert "Edit Editor has invited you" in mail.text and "“Canary exhibition”" in mail.text


def test_the_mail_names_nothing_of_what_it_opens(exhibition, invite):
    invite("anna@example.org", page=exhibition.story, valid_until=in_days(30))

    text = Mail.objects.get().text
    assert re.findall(r"Canary [\w ]+", text) == ["Canary exhibition"]
    assert set(re.findall(r"http\S+", text)) == {
        f"{settings.BASE_URL}{link()}",
        f"{settings.BASE_URL}/forgotten/",
    }


def test_a_user_name_that_is_taken_gets_a_number(invite):
    UserFactory(username="anna@example.org", email="somebody@else.example")
    UserFactory(username="anna@example.org-1", email="another@else.example")

    invite("anna@example.org")

    assert User.objects.get(email="anna@example.org").username == "anna@example.org-2"


def test_whoever_has_an_account_is_told_and_gets_no_link(exhibition, invite):
    person = UserFactory(username="there", password="x")
    person.set_password(PASSWORD)
    person.save()

    invite("there@vitrine.example")

    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (person.email, "Something was opened to you")
    assert "/welcome/" not in mail.text
    assert User.objects.filter(email=person.email).count() == 1


def test_who_is_given_nothing_new_is_not_told_again(invite):
    invite("anna@example.org")
    invite("anna@example.org")

    assert Mail.objects.count() == 1


def test_what_is_refused_makes_no_account_and_no_mail(exhibition):
    stranger = UserFactory(permissions=GOVERN)

    with pytest.raises(Refused):
        inviting.give_and_tell(
            pages=[exhibition.page],
            people=[Newcomer("anna@example.org")],
            groups=[],
            by=stranger,
            reason="Why",
        )

    assert (User.objects.filter(email="anna@example.org").count(), Mail.objects.count()) == (0, 0)


def test_the_link_sets_the_password_signs_in_and_leads_to_the_exhibition(exhibition, invite):
    invite("anna@example.org")
    browser = Client()

    answer = come(browser, link())

    assert (answer.status_code, answer["Location"]) == (302, "/exhibition/")
    assert browser.get("/exhibition/").status_code == 200
    assert User.objects.get(email="anna@example.org").check_password(PASSWORD)


def test_the_token_leaves_the_address_before_the_page_is_shown(invite):
    invite("anna@example.org")
    browser = Client()

    first = browser.get(link())
    page = browser.get(first["Location"])

    assert first["Location"].endswith("/set-password/")
    assert link().split("/")[3] not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def refused(browser, path) -> bool:
    page = browser.get(path)
    return page.status_code == 200 and "This link does not work" in page.content.decode()


def test_a_link_that_was_used_works_no_more_for_anybody(invite):
    invite("anna@example.org")
    path = link()
    browser = Client()
    come(browser, path)

    assert refused(browser, path) and refused(Client(), path)


def test_looking_at_a_link_does_not_use_it_up(invite):
    """Programs that guard against bad mail open every link."""
    invite("anna@example.org")

    for _ in range(2):
        assert Client().get(link(), follow=True).context["validlink"] is True
    assert come(Client(), link()).status_code == 302


def test_a_link_dies_after_seven_days(invite, monkeypatch):
    invite("anna@example.org")
    person = User.objects.get(email="anna@example.org")
    token, now = inviting.tokens.make_token(person), timezone.now().timestamp()

    works = {}
    for days in (0, 6.99, 7.01, 400):
        monkeypatch.setattr("django.core.signing.time.time", lambda days=days: now + days * 86400)
        works[days] = inviting.tokens.check_token(person, token)

    assert works == {0: True, 6.99: True, 7.01: False, 400: False}


def test_a_tampered_link_is_refused_as_any_other_that_does_not_work(invite):
    invite("anna@example.org", "bela@example.org")
    _, _, uid, token, _ = link().split("/")
    _, _, other_uid, other_token, _ = link("bela@example.org").split("/")
    state, stamp, signature = token.split("~")

    tampered = [
        (uid, other_token),
        (other_uid, token),
        (uid, token[:-1]),
        (uid, token + "A"),
        (uid, f"{state}~zzzzzz~{signature}"),
        (uid, f"{'0' * 32}~{stamp}~{signature}"),
        (uid, "set-password"),
        (uid, "x"),
        ("MTIzNDU2Nzg5", token),
        ("!!", token),
        ("0" * 300, token),
    ]

    assert [refused(Client(), f"/welcome/{who}/{what}/") for who, what in tampered] == [True] * len(tampered)


def test_a_link_of_a_closed_account_does_not_work(invite):
    invite("anna@example.org")
    path = link()
    User.objects.filter(email="anna@example.org").update(is_active=False)

    assert refused(Client(), path)


def test_a_password_that_is_easily_guessed_is_refused_and_the_link_lives_on(invite):
    invite("anna@example.org")
    browser = Client()

    page = come(browser, link(), "password12")

    assert page.status_code == 200 and "too common" in page.content.decode()
    assert come(browser, link()).status_code == 302


def test_the_password_is_set_by_post_from_our_own_page_only(invite):
    invite("anna@example.org")
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link())["Location"]

    answer = browser.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert answer.status_code == 403
    assert not User.objects.get(email="anna@example.org").has_usable_password()


def test_whoever_else_is_signed_in_is_signed_out_first(invite, editor, sign_in):
    invite("anna@example.org")
    browser = sign_in(editor)
    before = browser.session.session_key

    come(browser, link())

    assert browser.session["_auth_user_id"] == str(User.objects.get(email="anna@example.org").pk)
    assert browser.session.session_key != before


def test_the_outbox_forgets_a_link_when_it_was_sent(invite):
    invite("anna@example.org")
    path = link()

    send_waiting()

    assert path in outgoing.outbox[0].body
    mail = Mail.objects.get()
    assert (mail.text, mail.sent_at is None) == ("", False)
    assert come(Client(), path).status_code == 302


def test_no_log_tells_a_token(invite, caplog):
    invite("anna@example.org")
    path = link()
    browser = Client(enforce_csrf_checks=True)
    with caplog.at_level(0):
        browser.get(path, follow=True)
        browser.post(path)
        send_waiting()
    handler_filters = settings.LOGGING["handlers"]["console"]["filters"]

    token = path.split("/")[3]
    told = [record for record in caplog.records if token in record.getMessage()]
    assert handler_filters == ["without_media"]
    assert [record for record in told if not hasattr(record, "request")] == []
    assert all(record.request.path.startswith("/welcome/") for record in told)


def test_another_mail_can_be_sent_and_each_link_dies_with_the_first_that_is_used(invite, editor):
    invite("anna@example.org")
    first, person = link(), User.objects.get(email="anna@example.org")

    inviting.invite(person, by=editor)

    assert Mail.objects.count() == 2
    assert come(Client(), link()).status_code == 302
    assert refused(Client(), first)


@pytest.fixture
def ask(monkeypatch, django_capture_on_commit_callbacks):
    """Asks for a link in the page, with a worker that does at once what it is told."""
    workers = {inviting.LINK_TASK: send_link}
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **how: workers[name](*args))

    def ask(address):
        with django_capture_on_commit_callbacks(execute=True):
            return Client().post(reverse("forgotten"), {"address": address})

    return ask


def test_no_answer_tells_a_stranger_whether_there_is_an_account(ask, invite):
    invite("anna@example.org")
    known, closed = UserFactory(), UserFactory(is_active=False)
    known.set_password(PASSWORD)
    known.save()

    answers = [
        ask(address)
        for address in (
            known.email,
            "anna@example.org",
            closed.email,
            "nobody@example.org",
            known.email.upper(),
        )
    ]
    pages = {Client().get(answer["Location"]).content for answer in answers}

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/forgotten/?sent=1")}
    assert len({re.sub(rb'value="\w{64}"', b"", page) for page in pages}) == 1


def test_the_task_bears_the_name_by_which_it_is_called():
    assert send_link.name == inviting.LINK_TASK


def test_the_answer_asks_the_database_nothing_of_the_address():
    """So it takes as long for each address."""
    known = UserFactory()
    costs = []
    for address in (known.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as captured:
            Client().post(reverse("forgotten"), {"address": address})
        costs.append(len(captured))

    assert costs == [0, 0]


def test_who_forgot_the_password_gets_a_link_that_sets_a_new_one(ask, exhibition):
    viewer = UserFactory()
    viewer.set_password("something else entirely")
    viewer.save()
    grant(viewer, exhibition.page)

    ask(viewer.email)
    mail = Mail.objects.get()
    browser = Client()
    page = browser.get(link(viewer.email), follow=True)
    answer = come(browser, link(viewer.email))

    assert (mail.subject, mail.to) == ("A new password for Vitrine", viewer.email)
    assert "A new password" in page.content.decode()
    assert answer["Location"] == "/exhibition/"
    viewer.refresh_from_db()
    assert viewer.check_password(PASSWORD)


def test_a_link_for_a_new_password_dies_sooner_than_an_invitation(monkeypatch):
    viewer = UserFactory()
    viewer.set_password(PASSWORD)
    token, now = inviting.tokens.make_token(viewer), timezone.now().timestamp()
    lasts = settings.PASSWORD_RESET_TIMEOUT

    works = {}
    for seconds in (lasts - 60, lasts + 60):
        monkeypatch.setattr("django.core.signing.time.time", lambda seconds=seconds: now + seconds)
        works[seconds] = inviting.tokens.check_token(viewer, token)

    assert list(works.values()) == [True, False]


def test_who_lost_an_invitation_gets_it_again(ask, invite):
    invite("anna@example.org")
    Mail.objects.all().delete()

    ask("anna@example.org")

    assert "here is a new link" in Mail.objects.get().text
    assert come(Client(), link()).status_code == 302


def test_an_account_without_a_password_that_was_not_invited_gets_no_link(ask):
    """Such as one that signs in by other means, or that a person keeps closed this way."""
    person = UserFactory()
    person.set_unusable_password()
    person.save()

    ask(person.email)

    assert Mail.objects.count() == 0


def test_asking_again_and_again_sends_one_mail_in_an_hour(ask, monkeypatch):
    viewer = UserFactory()
    viewer.set_password(PASSWORD)
    viewer.save()

    moment = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
    monkeypatch.setattr(inviting.timezone, "now", lambda: moment)
    for _ in range(5):
        ask(viewer.email)

    assert Mail.objects.filter(to=viewer.email).count() == 1


def test_a_mail_never_goes_to_the_address_that_was_typed(ask):
    """Letters that look alike are the same to a database, and another address to a mail server."""
    person = UserFactory(email="mike@example.org")
    person.set_password(PASSWORD)
    person.save()

    ask("MIKE@EXAMPLE.ORG")

    assert Mail.objects.get().to == "mike@example.org"


def test_what_is_no_address_is_told(ask):
    page = ask("anna")

    assert page.status_code == 200
    assert "Enter a whole mail address" in page.content.decode()


def test_the_sign_in_page_leads_to_our_own_page():
    page = Client().get("/sign-in/").content.decode()

    assert 'href="/forgotten/"' in page and "password_reset" not in page


def test_open_invitations_are_of_what_one_governs_and_of_who_has_not_come(exhibition, invite, editor):
    invite("anna@example.org", "bela@example.org")
    come(Client(), link("bela@example.org"))
    other = may_edit(UserFactory(permissions=GOVERN), exhibition.other_gallery)

    assert [person.email for person in inviting.open_invitations(editor)] == ["anna@example.org"]
    assert list(inviting.open_invitations(other)) == []
    assert list(inviting.open_invitations(UserFactory())) == []


def test_links_signed_with_the_key_before_still_work(invite, settings):
    invite("anna@example.org")
    path = link()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "1" * 40

    assert come(Client(), path).status_code == 302


def test_more_time_than_was_asked_is_never_promised(invite):
    invite("anna@example.org", valid_from=in_days(2), valid_until=in_days(30))

    text = Mail.objects.get().text
    assert f"from {in_days(2):%-d %B %Y, %H:%M} (UTC)" in text
    assert f"until {in_days(30):%-d %B %Y, %H:%M} (UTC)" in text
    assert timedelta(days=inviting.LASTS.days) == inviting.LASTS

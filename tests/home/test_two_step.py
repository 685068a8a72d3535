"""Signing in in two steps: setting up, the code, recovery codes, losing it all, and requiring it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive import inviting
from home import two_step
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of the demo"


@pytest.fixture
def person():
    person = UserFactory(username="vera", permissions=["wagtailadmin.access_admin"])
    person.set_password(PASSWORD)
    person.save()
    return person


def code_of(device, *, steps: int = 0) -> str:
    """What the telephone shows now, or some half minutes from now."""
    return f"{totp(device.bin_key, step=30, drift=steps):06d}"


def give_password(browser, **data):
    return browser.post(reverse("sign-in"), {"username": "vera", "password": PASSWORD} | data)


def give_code(browser, code):
    return browser.post(reverse("second-step"), {"code": code})


def is_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def set_up(person) -> tuple[Client, TOTPDevice]:
    """A browser in which the person has switched it on; the code of the last half minute is used up."""
    browser = Client()
    give_password(browser)
    browser.get(reverse("two-step"))
    device = TOTPDevice.objects.get(user=person)
    answer = browser.post(reverse("two-step"), {"code": code_of(device, steps=-1)})
    assert "It is on." in answer.content.decode()
    device.refresh_from_db()
    return browser, device


def test_without_a_second_step_the_password_signs_in(person, client):
    assert give_password(client, next="/admin/")["Location"] == "/admin/"
    assert is_in(client)


def test_it_is_set_up_with_a_first_code(person, client):
    give_password(client)
    page = client.get(reverse("two-step")).content.decode()
    device = TOTPDevice.objects.get()
    assert two_step.secret_of(device) in page
    assert "<svg" in page

    wrong = client.post(reverse("two-step"), {"code": "000000"}).content.decode()
    assert "is not the code of this moment" in wrong
    assert not two_step.has_device(person)
    assert "Wait a little" in client.post(reverse("two-step"), {"code": code_of(device)}).content.decode()
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    right = client.post(reverse("two-step"), {"code": code_of(device)}).content.decode()
    assert StaticToken.objects.count() == two_step.RECOVERY_CODES
    assert all(token in right for token in StaticToken.objects.values_list("token", flat=True))
    assert two_step.secret_of(device) not in client.get(reverse("two-step")).content.decode()
    assert is_in(client)


def test_the_password_alone_no_longer_signs_in(person):
    _, device = set_up(person)
    browser = Client()

    assert give_password(browser, next="/about/")["Location"] == reverse("second-step")
    assert not is_in(browser)
    assert browser.get("/admin/")["Location"].startswith(reverse("sign-in"))
    assert give_code(browser, code_of(device))["Location"] == "/about/"
    assert is_in(browser)


def test_a_code_counts_once(person):
    _, device = set_up(person)
    first, second, code = Client(), Client(), code_of(device)
    for browser in (first, second):
        give_password(browser)
        give_code(browser, code)

    assert (is_in(first), is_in(second)) == (True, False)


def test_guessing_is_slowed_down(person):
    _, device = set_up(person)
    browser = Client()
    give_password(browser)
    for _ in range(3):
        answer = give_code(browser, "000000")

    assert "Wait a little" in answer.content.decode()
    give_code(browser, code_of(device))
    assert not is_in(browser)


def test_a_recovery_code_signs_in_once(person):
    set_up(person)
    code = StaticToken.objects.first().token
    first, second = Client(), Client()
    for browser in (first, second):
        give_password(browser)
        give_code(browser, code)

    assert (is_in(first), is_in(second)) == (True, False)
    assert StaticToken.objects.count() == two_step.RECOVERY_CODES - 1


@pytest.mark.parametrize("change", ["time", "password", "account"])
def test_a_password_does_not_wait_for_ever(person, change, monkeypatch):
    _, device = set_up(person)
    browser = Client()
    give_password(browser)
    if change == "time":
        late = two_step.time.time() + two_step.PATIENCE + 1
        monkeypatch.setattr(two_step.time, "time", lambda: late)
    elif change == "password":
        person.refresh_from_db()
        person.set_password("another password of hers")
        person.save()
    else:
        type(person).objects.update(is_active=False)

    assert give_code(browser, code_of(device))["Location"] == reverse("sign-in")
    assert not is_in(browser)


def test_without_a_password_there_is_no_second_step(client):
    assert client.get(reverse("second-step"))["Location"] == reverse("sign-in")


def test_nobody_is_led_elsewhere(person):
    _, device = set_up(person)
    browser = Client()
    give_password(browser, next="https://elsewhere.example/")

    assert give_code(browser, code_of(device))["Location"] == "/"


def test_other_sessions_end_when_it_is_switched_on_or_off(person):
    before = Client()
    give_password(before)
    browser, device = set_up(person)
    assert before.get(reverse("two-step")).status_code == 302
    assert browser.get(reverse("two-step")).status_code == 200
    other = Client()
    give_password(other)
    give_code(other, StaticToken.objects.first().token)

    browser.post(reverse("two-step"), {"code": code_of(device)})

    assert not two_step.has_device(person)
    assert not StaticToken.objects.exists()
    assert other.get(reverse("two-step")).status_code == 302
    give_password(other)
    assert is_in(other)


def test_it_is_not_switched_off_without_a_code(person):
    browser, _ = set_up(person)

    assert "is not the code" in browser.post(reverse("two-step"), {"code": "000000"}).content.decode()
    assert two_step.has_device(person)


def test_a_link_by_mail_is_no_second_step(person, client):
    _, device = set_up(person)
    person.refresh_from_db()
    pk = urlsafe_base64_encode(force_bytes(person.pk))
    link = reverse("welcome", args=[pk, inviting.tokens.make_token(person)])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"new_password1": "an entirely new one 5", "new_password2": "an entirely new one 5"}

    assert client.post(form, new)["Location"] == reverse("second-step")
    assert not is_in(client)
    give_code(client, code_of(device))
    assert is_in(client)


# --- requiring it ---------------------------------------------------------------------------------


NO_STUDY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("path", ["/admin/", "/admin/studies/", f"/api/studies/{NO_STUDY}/transitions/"])
def test_where_it_is_required_the_workroom_asks_for_it(person, settings, path):
    browser = Client()
    give_password(browser)
    assert browser.get(path).status_code in (200, 404)

    settings.TWO_STEP_REQUIRED = True

    assert browser.get(path)["Location"] == reverse("two-step")
    ready, _ = set_up(person)
    assert ready.get(path).status_code in (200, 404)


def test_where_it_is_required_viewers_are_not_asked(settings, sign_in):
    settings.TWO_STEP_REQUIRED = True

    assert sign_in(UserFactory()).get("/admin/")["Location"].startswith(reverse("sign-in"))
    assert Client().get("/admin/")["Location"].startswith(reverse("sign-in"))


def test_somebody_who_lost_everything_is_helped(person):
    browser, _ = set_up(person)
    out = StringIO()

    call_command("reset_two_step", "vera", stdout=out)

    assert "by the password alone" in out.getvalue()
    assert browser.get(reverse("two-step")).status_code == 302
    fresh = Client()
    give_password(fresh)
    assert is_in(fresh)
    for name, problem in (("vera", "has no second step"), ("nobody", "nobody called nobody")):
        with pytest.raises(CommandError, match=problem):
            call_command("reset_two_step", name)

"""The second step of signing in: a code of six digits from a person's telephone (TOTP, RFC 6238).

Whoever has set it up is asked for it before the session begins; `TWO_STEP_REQUIRED` asks everybody who may
enter the workroom to set it up. django-otp keeps the secrets, slows down guessing and takes no code twice.
"""

import time
from base64 import b32encode

import segno
from django.conf import settings
from django.contrib.auth import get_user_model, login, update_session_auth_hash
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from home.admin_gate import MAY_ENTER

#: In the session of somebody who has given the password, and not the code yet.
PENDING = "two_step_pending"
#: For so many seconds the password counts.
PATIENCE = 5 * 60
RECOVERY_CODES = 10
DIGITS = 6
WRONG = "That is not the code of this moment. Enter the one that your telephone shows now."
#: Where only who has taken the second step goes, if it is required.
STAFF_PATHS = ("/admin/", "/api/")


def device_of(user) -> TOTPDevice | None:
    """The person's confirmed device."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def has_device(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


# --- signing in -----------------------------------------------------------------------------------


def begin(request, user, next_url: str = "") -> str:
    """Notes that the password was right; the address at which the code is asked for."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": time.time(),
        "next": next_url,
    }
    return reverse("second-step")


def pending(request):
    """Whose password was given a moment ago, and has not changed since; nobody otherwise."""
    noted = request.session.get(PENDING)
    if not noted or not 0 <= time.time() - noted["at"] <= PATIENCE:
        return None
    user = get_user_model().objects.filter(pk=noted["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == noted["hash"] else None


def problem_with(user, code: str) -> tuple[str, object]:
    """Why the code does not count (nothing if it does), and the device that took it."""
    code = "".join(code.split())
    # Whoever enters a recovery code does not guess at the telephone's.
    model = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        problem = problem_on(device, code) if device else WRONG
    return problem, device


def problem_on(device, code: str) -> str:
    """Why one device does not take the code; nothing if it does."""
    if not device.verify_is_allowed()[0]:
        return "That was a wrong code. Wait a little before the next; longer after each wrong one."
    return "" if device.verify_token("".join(code.split())) else WRONG


def complete(request, user, device) -> str:
    """Signs the person in; where she wanted to go."""
    wanted = request.session[PENDING]["next"]
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(PENDING, None)
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    return wanted


# --- setting up -----------------------------------------------------------------------------------


def new_device(user) -> TOTPDevice:
    """The device that waits for its first code; the same one until that comes."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, confirmed=False, name="Telephone")


def secret_of(device) -> str:
    """The secret as it is typed into a telephone, in groups of four."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture_of(device) -> str:
    """The QR code that a telephone reads, as SVG."""
    return segno.make(device.config_url, error="m").svg_inline(
        scale=5, border=2, svgclass="qr", lineclass=None
    )


@transaction.atomic
def confirm(request, device) -> list[str]:
    """From now on the person signs in in two steps; every other session of hers ends. Gives codes that count
    once, for when the telephone is lost.
    """
    user = device.user
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    codes = _recovery_codes(user)
    _end_other_sessions(request, user)
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    return codes


@transaction.atomic
def switch_off(user, request=None) -> None:
    """The password alone signs the person in again; every other session of hers ends."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    _end_other_sessions(request, user)
    if request:
        request.session.pop(DEVICE_ID_SESSION_KEY, None)


def _recovery_codes(user) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _end_other_sessions(request, user) -> None:
    user.two_step_changed_at = timezone.now()
    user.save(update_fields=["two_step_changed_at"])
    if request:
        update_session_auth_hash(request, user)


# --- requiring it ---------------------------------------------------------------------------------


def require_two_steps(get_response):
    """Leads who may enter the workroom, but signed in by the password alone, to where the second step is set
    up, if `TWO_STEP_REQUIRED` says so.
    """

    def middleware(request):
        is_asked = settings.TWO_STEP_REQUIRED and request.path_info.startswith(STAFF_PATHS)
        if is_asked and DEVICE_ID_SESSION_KEY not in request.session and request.user.has_perm(MAY_ENTER):
            return redirect("two-step")
        return get_response(request)

    return middleware

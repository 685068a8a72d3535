"""Inviting people by mail: accounts without a password, links that set one once, and who was invited still.

A link carries no more than the account's number and a token, which is a keyed hash of the account as it is:
a new password, a sign-in or a closed account makes every link of before worthless.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from celery import current_app
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.log_actions import log

from archive import granting
from archive.governing import KINDS, grants_seen
from archive.notices import spans_of, tell_of_access
from home.outbox import ONCE, queue_mail

LASTS = timedelta(days=7)
SALT = "archive.inviting"
LINK_TASK = "archive.tasks.send_link"


@dataclass(frozen=True)
class Newcomer:
    """An address to which no account belongs."""

    address: str
    name: str = ""


class LinkTokens:
    """Tokens of links that set a password; for Django's views, which ask just these two questions."""

    def make_token(self, user) -> str:
        return self._signer().sign(self._state(user))

    def check_token(self, user, token) -> bool:
        if not user or not token:
            return False
        lasts = LASTS if is_invited(user) else timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        try:
            state = self._signer().unsign(token, max_age=lasts)
        except signing.BadSignature:
            return False
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(state, self._state(user, key)) for key in keys)

    def _signer(self):
        return signing.TimestampSigner(salt=SALT, sep="~")

    def _state(self, user, key=None) -> str:
        signed_in = user.last_login.isoformat() if user.last_login else ""
        state = f"{user.pk}|{user.password}|{signed_in}|{user.email}|{user.is_active}"
        return salted_hmac(SALT, state, key, algorithm="sha256").hexdigest()[:32]


tokens = LinkTokens()


def is_invited(user) -> bool:
    """Whether the account was made for somebody who has not come yet."""
    return user.is_active and user.last_login is None and not user.has_usable_password()


def find(line: str):
    """The account that a line means, by mail address or user name; a Newcomer; or None for nobody."""
    people = get_user_model().objects
    name, address = parseaddr(line)
    try:
        validate_email(address)
    except ValidationError:
        return people.filter(username=line).first()
    by_address = people.filter(email__iexact=address)
    exact = by_address.filter(email=address).first()
    return exact or by_address.first() or Newcomer(address, name)


@transaction.atomic
def give_and_tell(*, pages, people, groups, by, reason: str, valid_from=None, valid_until=None) -> list:
    """Gives access to people, newcomers and groups; each person is told by mail, a newcomer is invited."""
    pages = list(pages)
    people = [account_for(person) if isinstance(person, Newcomer) else person for person in people]
    given = granting.give(
        pages=pages,
        holders=[*people, *groups],
        by=by,
        reason=reason,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    for person in people:
        changes = [one for one in given if one.holder == person and one.log_entry]
        if changes and is_invited(person):
            invite(person, by=by)
        elif changes:
            tell_of_access(person, changes)
    return given


def account_for(newcomer: Newcomer):
    """A new account without a password, whose user name is the mail address."""
    people = get_user_model().objects
    first, _, last = newcomer.name.partition(" ")
    address = newcomer.address.lower()
    person, is_new = people.get_or_create(
        email=address,
        defaults={"username": free_username(address), "first_name": first[:150], "last_name": last[:150]},
    )
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


def free_username(address: str) -> str:
    """The address, as far as a user name may be one; with a number after it, if somebody has that name."""
    name = address[:140]
    taken = set(get_user_model().objects.filter(username__startswith=name).values_list("username", flat=True))
    names = (f"{name}-{number}" if number else name for number in range(len(taken) + 1))
    return next(free for free in names if free not in taken)


@transaction.atomic
def invite(person, *, by):
    """Mails the link with which the person sets a password; again, if that was done before."""
    entry = log(instance=person, action="archive.invite", user=by, title=str(person.pk))
    _mail_link(person, f"invitation:{entry.pk}", "invitation", {"by": by})


def ask_for_link(address: str) -> None:
    """Leaves it to a worker to send the link: the answer takes as long for an address that nobody has."""
    transaction.on_commit(lambda: current_app.send_task(LINK_TASK, [address], retry=False), robust=True)


@transaction.atomic
def send_link_to(address: str) -> None:
    """Mails a link to the account of an address, whose owner asks for it: once an hour at most.

    Nobody is told whether there is such an account.
    """
    hour = f"{timezone.now():%Y%m%dT%H}"
    for person in get_user_model().objects.filter(email__iexact=address, is_active=True):
        if person.has_usable_password():
            _mail_link(person, f"password:{person.pk}:{hour}", "new_password", {})
        elif is_invited(person) and has_grants(person):
            _mail_link(person, f"invited:{person.pk}:{hour}", "invitation", {"by": None})


def _mail_link(person, key: str, template: str, context: dict) -> None:
    """The key begins with ONCE, so that the outbox forgets the link when it is sent."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("welcome", args=[uid, tokens.make_token(person)])
    context |= {
        "person": person,
        "spans": spans_of(person),
        "link": f"{settings.BASE_URL}{path}",
        "site": settings.BASE_URL,
        "days": LASTS.days,
    }
    queue_mail(key=f"{ONCE}{key}", to=person.email, template=f"archive/emails/{template}", context=context)


def has_grants(person) -> bool:
    return any(
        kind.model.objects.filter(user=person).exists() for kind in KINDS.values() if kind.holder == "user"
    )


def open_invitations(user):
    """The people who were invited and have not come yet, to what the user governs."""
    seen = [grants for kind, grants in grants_seen(user).items() if kind.holder == "user"]
    if not seen:
        return get_user_model().objects.none()
    invited_to = Q(*(("pk__in", grants.values("user")) for grants in seen), _connector=Q.OR)
    return get_user_model().objects.filter(
        invited_to, is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )

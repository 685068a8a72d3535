"""Whose a backup is: its tag manifest is signed with Ed25519, so that nobody restores what somebody else made
up.

The private key is BACKUP_SIGNING_KEY, or is derived from the site's secret key. Who restores needs that key,
or the public one among BACKUP_TRUSTED_KEYS.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from archive.preservation.bags import BadBag, tagged

#: RFC 5869: keeps this key apart from whatever else is made of the secret key.
PURPOSE = b"vitrine: signs backups"


def own_key() -> Ed25519PrivateKey:
    if settings.BACKUP_SIGNING_KEY:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.BACKUP_SIGNING_KEY))
    return derived_from(settings.SECRET_KEY)


def derived_from(secret: str) -> Ed25519PrivateKey:
    bits = HKDF(hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(bits)


def trusted() -> set[str]:
    """The public keys whose backups are taken here: the site's own, those of its secret keys, and those it
    names.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    own = [own_key(), *map(derived_from, secrets)]
    return {*map(public_text, own), *settings.BACKUP_TRUSTED_KEYS}


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key, as BACKUP_TRUSTED_KEYS takes it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(text: bytes) -> str:
    key = own_key()
    signature = base64.b64encode(key.sign(text)).decode()
    return f"Algorithm: Ed25519\nKey: {public_text(key)}\nSignature: {signature}\n"


def check(signature: bytes, signed: bytes, also: tuple[str, ...] = ()) -> None:
    """Raises BadBag unless the text was signed with the site's key, or with one that is trusted (or in
    `also`).
    """
    told = tagged(signature, "signature.txt")
    key = told.get("Key", "")
    if key not in trusted() | set(also):
        raise BadBag(
            f"The backup is signed with a key that is not trusted here ({key or 'none'}). "
            "If it is yours, set the DJANGO_SECRET_KEY or BACKUP_SIGNING_KEY that it was made with, "
            "or name the key with --trust."
        )
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(told.get("Signature", ""), validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error):
        raise BadBag("The signature does not fit: the backup was changed after it was made.") from None

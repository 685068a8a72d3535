"""The keys that links are signed with: the configured services' own, or the embedded edge's."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings
from django.utils.crypto import salted_hmac

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

#: The number of points on P-256 (FIPS 186-5, "P-256"); a private key is a number from 1 to one less.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class SigningKey:
    """A CloudFront key pair: the id that AWS knows it by, and its private half."""

    id: str
    private: PrivateKey


@dataclass(frozen=True)
class Cloud:
    """A Cloudinary account, as far as signing needs it."""

    name: str
    secret: str


# Parsing an RSA key costs 60 ms, a signature less than one. The caches are asked by the key's text, so
# that they need no clearing when settings change.


@cache
def configured_key(key_id: str, pem: str) -> SigningKey:
    return SigningKey(key_id, load_pem_private_key(pem.encode(), password=None))


@cache
def embedded_key(secret_key: str) -> SigningKey:
    """The embedded edge's key, the same in every process that has the same SECRET_KEY."""
    # 64 bits more than the order has, so that the remainder favours no key (FIPS 186-5, A.2.1).
    derivation = HKDF(hashes.SHA256(), length=40, salt=None, info=b"archive.links.keys: the embedded edge")
    number = int.from_bytes(derivation.derive(secret_key.encode()), "big") % (P256_ORDER - 1) + 1
    private = ec.derive_private_key(number, ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey("K" + base64.b32encode(hashlib.sha256(public).digest())[:13].decode(), private)


def signing_key() -> SigningKey:
    if settings.CLOUDFRONT:
        return configured_key(settings.CLOUDFRONT["key_id"], settings.CLOUDFRONT["key"])
    return embedded_key(settings.SECRET_KEY)


def trusted_keys() -> dict[str, PublicKey]:
    """What CloudFront calls the key group: the public keys whose signatures open something."""
    trusted = [signing_key()]
    if not settings.CLOUDFRONT:
        trusted += [embedded_key(previous) for previous in settings.SECRET_KEY_FALLBACKS]
    return {key.id: key.private.public_key() for key in trusted}


@cache
def embedded_cloud(secret_key: str) -> Cloud:
    secret = salted_hmac("archive.links.keys.embedded_cloud", "", secret=secret_key, algorithm="sha256")
    return Cloud("embedded", secret.hexdigest())


def cloud() -> Cloud:
    if settings.CLOUDINARY:
        return Cloud(settings.CLOUDINARY["cloud_name"], settings.CLOUDINARY["api_secret"])
    return embedded_cloud(settings.SECRET_KEY)


def trusted_clouds() -> list[Cloud]:
    """Those whose signatures open a thumbnail at the embedded edge; Cloudinary knows its own."""
    return [embedded_cloud(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

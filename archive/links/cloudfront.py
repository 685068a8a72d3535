"""CloudFront's signed URLs, made and verified by the rules that AWS documents.

AWS, "Use signed URLs": a signature covers a policy, which is either put together from the address and
`Expires` (canned) or carried along in `Policy` (custom).
"""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from botocore.signers import CloudFrontSigner
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from archive.links import policy
from archive.links.keys import PrivateKey, PublicKey, SigningKey
from archive.links.refusal import LinkRefused

RESERVED = {"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"}
#: An address without `Hash-Algorithm` means SHA-1. That is CloudFront's protocol for RSA, not our choice.
HASHES = {None: hashes.SHA1(), "SHA256": hashes.SHA256()}  # noqa: S303
TO_ADDRESS = bytes.maketrans(b"+=/", b"-_~")
FROM_ADDRESS = str.maketrans("-_~", "+=/")


def signature(private: PrivateKey, message: bytes) -> bytes:
    if isinstance(private, rsa.RSAPrivateKey):
        return private.sign(message, padding.PKCS1v15(), HASHES[None])
    # Deterministic, because the same link twice is what the browser's cache lives on.
    return private.sign(message, ec.ECDSA(HASHES["SHA256"], deterministic_signing=True))


class Signer(CloudFrontSigner):
    """botocore's signer, which by itself knows nothing of ECDSA and the hash that goes with it."""

    def __init__(self, key: SigningKey):
        super().__init__(key.id, partial(signature, key.private))
        self.names_its_hash = not isinstance(key.private, rsa.RSAPrivateKey)

    def _build_url(self, base_url, extra_params):
        if self.names_its_hash:
            extra_params = [*extra_params, "Hash-Algorithm=SHA256"]
        return super()._build_url(base_url, extra_params)


def sign(
    url: str, expires: datetime, *, key: SigningKey, start: datetime | None = None, viewer_ip: str = ""
) -> str:
    """The URL with a signature: a canned policy, or a custom one if it needs a start or a network."""
    for moment in (expires, start):
        if moment and moment.utcoffset() is None:
            raise ValueError("A link's times need a time zone, or they mean another moment elsewhere.")
    signer = Signer(key)
    if start is None and not viewer_ip:
        return signer.generate_presigned_url(url, date_less_than=expires)
    custom = signer.build_policy(url, expires, date_greater_than=start, ip_address=viewer_ip)
    return signer.generate_presigned_url(url, policy=custom)


def verify(url: str, now: datetime, *, trusted: Mapping[str, PublicKey], viewer_ip: str = "") -> None:
    """Raises LinkRefused unless CloudFront, with `trusted` as its key group, would open the URL."""
    resource, given = taken_apart(url)
    if "Policy" in given:
        text = decoded(given["Policy"])
    elif re.fullmatch("[1-9][0-9]{0,11}", given["Expires"]):
        text = policy.canned(resource, int(given["Expires"]))
    else:
        raise LinkRefused("The link's expiry can't be read.")
    check_signature(text, given, trusted)
    policy.Policy.read(text).check(resource, now, viewer_ip)


def taken_apart(url: str) -> tuple[str, dict[str, str]]:
    """The resource, which is the URL without the reserved parameters, and those parameters."""
    address, _, query = url.partition("?")
    given, others = {}, []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name not in RESERVED:
            others.append(part)
        elif name in given:
            raise LinkRefused("A part of the link is there twice.")
        else:
            given[name] = value
    if not {"Signature", "Key-Pair-Id"} <= set(given) or ("Policy" in given) == ("Expires" in given):
        raise LinkRefused("The link is not signed, or not whole.")
    resource = "?".join([address, "&".join(others)]) if others else address
    return resource, given


def decoded(text: str) -> bytes:
    """From CloudFront's base64; of the spellings that decode alike only the canonical one counts."""
    try:
        data = base64.b64decode(text.translate(FROM_ADDRESS), validate=True)
    except ValueError as error:
        raise LinkRefused("The link is damaged.") from error
    if base64.b64encode(data).translate(TO_ADDRESS) != text.encode():
        raise LinkRefused("The link is damaged.")
    return data


def check_signature(text: bytes, given: Mapping[str, str], trusted: Mapping[str, PublicKey]) -> None:
    key = trusted.get(given["Key-Pair-Id"])
    algorithm = HASHES.get(given.get("Hash-Algorithm"))
    if key is None or algorithm is None:
        raise LinkRefused("The link was not signed for this place.")
    signed = decoded(given["Signature"])
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signed, text, padding.PKCS1v15(), algorithm)
        else:
            key.verify(signed, text, ec.ECDSA(algorithm))
    except InvalidSignature as error:
        raise LinkRefused("The link's signature is not right.") from error

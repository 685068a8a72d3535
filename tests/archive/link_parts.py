"""CloudFront links for the tests: made with keys of their own, taken apart, put together otherwise."""

import base64
import json
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from archive.links.cloudfront import sign, verify
from archive.links.keys import SigningKey
from archive.links.refusal import LinkRefused

URL = "https://media.example/BE/i/BE001.jpg"
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
END = NOW + timedelta(minutes=20)
START = NOW - timedelta(minutes=1)
KEYS = {
    "RSA": SigningKey("KRSAKEY", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "EC": SigningKey("KECKEY", ec.generate_private_key(ec.SECP256R1())),
}
STRANGERS = {
    "RSA": SigningKey("KRSAKEY", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "EC": SigningKey("KECKEY", ec.generate_private_key(ec.SECP256R1())),
}
FORMS = [("RSA", "canned"), ("RSA", "custom"), ("EC", "canned"), ("EC", "custom")]
TRUSTED = {key.id: key.private.public_key() for key in KEYS.values()}


def made(kind, form, *, url=URL, keys=KEYS, expires=END):
    return sign(url, expires, key=keys[kind], start=START if form == "custom" else None)


def opens(url, now=NOW, *, trusted=TRUSTED, **given):
    try:
        verify(url, now, trusted=trusted, **given)
    except LinkRefused:
        return False
    return True


def decoded(text):
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")))


def encoded(data):
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


class Link:
    """A link in its parts, for changing one of them."""

    def __init__(self, url):
        self.address, _, query = url.partition("?")
        self.parts = [tuple(part.split("=", 1)) for part in query.split("&")]

    def __getitem__(self, name):
        return dict(self.parts)[name]

    def url(self, address=None, parts=None):
        parts = self.parts if parts is None else parts
        return f"{address or self.address}?" + "&".join(f"{name}={value}" for name, value in parts)

    def moved(self, old, new):
        assert old in self.address
        return self.url(address=self.address.replace(old, new))

    def with_value(self, name, value):
        return self.url(parts=[(n, value if n == name else v) for n, v in self.parts])

    def without(self, name):
        return self.url(parts=[part for part in self.parts if part[0] != name])

    def renamed(self, name, new):
        return self.url(parts=[(new if n == name else n, v) for n, v in self.parts])

    def doubled(self, name):
        return self.url(parts=[*self.parts, (name, self[name])])

    def plus(self, name, value):
        return self.url(parts=[*self.parts, (name, value)])

    def with_policy(self, change):
        policy = json.loads(decoded(self["Policy"]))
        change(policy["Statement"][0])
        return self.with_value("Policy", encoded(json.dumps(policy, separators=(",", ":")).encode()))

"""The signing keys: configured or embedded, parsed once, the same in every process."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from archive.links import keys, media_link

PRIVATE = {
    "RSA": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "EC": ec.generate_private_key(ec.SECP256R1()),
}
FORMS = {"PKCS #1 or SEC 1": PrivateFormat.TraditionalOpenSSL, "PKCS #8": PrivateFormat.PKCS8}


ANOTHER = "another-secret-" + "1" * 40


def raw_public(key):
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", PRIVATE)
def test_configured_key_is_the_one_of_the_settings(settings, kind, form):
    pem = PRIVATE[kind].private_bytes(Encoding.PEM, FORMS[form], NoEncryption()).decode()
    settings.CLOUDFRONT = {"domain": "media.example", "key_id": "KABCDEF", "key": pem}
    assert keys.signing_key().id == "KABCDEF"
    assert raw_public(keys.signing_key().private) == raw_public(PRIVATE[kind])
    assert list(keys.trusted_keys()) == ["KABCDEF"]


def test_configured_key_is_parsed_once_for_many_links(settings):
    pem = PRIVATE["RSA"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.CLOUDFRONT = {"domain": "media.example", "key_id": "KPARSEDONCE", "key": pem}
    parsed = keys.configured_key.cache_info().misses
    items = [
        SimpleNamespace(uuid=UUID(int=number), key=f"BE/i/BE{number:03d}.jpg") for number in range(1, 51)
    ]
    assert len({media_link(item) for item in items}) == 50
    assert keys.configured_key.cache_info().misses == parsed + 1


def test_embedded_key_follows_the_secret_key(settings):
    first = keys.signing_key()
    settings.SECRET_KEY = ANOTHER
    second = keys.signing_key()
    settings.SECRET_KEY = "only-for-tests-" + "0" * 32
    assert first.id != second.id
    assert raw_public(first.private) != raw_public(second.private)
    assert keys.signing_key() is first


def printed_by_another_process(code):
    environment = os.environ | {"PYTHONPATH": "site", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()


def test_embedded_key_is_the_same_in_another_process():
    code = (
        "from archive.links import keys; "
        "print(keys.embedded_key('s' * 50).id, keys.embedded_cloud('s' * 50).secret)"
    )
    expected = [keys.embedded_key("s" * 50).id, keys.embedded_cloud("s" * 50).secret]
    assert printed_by_another_process(code) == expected


def test_embedded_key_stays_what_it_was_in_earlier_releases():
    assert keys.embedded_key("s" * 50).id == "K3D7KS42EBCMGL"


def test_embedded_key_is_on_p256_and_its_id_looks_like_one_of_aws():
    key = keys.embedded_key("s" * 50)
    assert key.private.curve.name == "secp256r1"
    assert len(key.id) == 14
    assert key.id.isalnum()


def test_embedded_secrets_do_not_contain_the_secret_key(settings):
    assert settings.SECRET_KEY not in keys.cloud().secret
    assert keys.cloud().name == "embedded"


def test_cloud_is_the_one_of_the_settings(settings):
    settings.CLOUDINARY = {"cloud_name": "demo", "api_key": "123", "api_secret": "abc"}
    assert keys.cloud() == keys.Cloud("demo", "abc")


def test_importing_the_links_parses_nothing():
    code = (
        "import django; django.setup(); import archive.links.cloudfront, archive.edge.views; "
        "from archive.links import keys; "
        "print(keys.configured_key.cache_info().misses + keys.embedded_key.cache_info().misses)"
    )
    assert printed_by_another_process(code) == ["0"]

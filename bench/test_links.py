"""How many signed links one core makes in a second."""

import uuid
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from archive.links import media_link, thumbnail_link
from archive.models import GalleryPage, MediaItem
from bench.measuring import a_second, row

KEYS = {
    "EC P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "RSA 2048": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def item(db):
    """With its gallery, as a page has it; a link asks the database nothing."""
    return MediaItem(uuid=uuid.uuid4(), kind="photo", number=1, gallery=GalleryPage(code="XY"))


@pytest.mark.parametrize("kind", KEYS)
def test_cloudfront(settings, item, kind):
    pem = KEYS[kind]().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.CLOUDFRONT = {"domain": "media.vitrine.example", "key_id": f"K{kind[:2]}KEY", "key": pem}

    row(f"CloudFront, {kind}", "0 queries", f"{a_second(lambda: media_link(item, at=NOW)):,.0f} /s")


def test_embedded_edge(item):
    row("embedded edge, EC P-256", "0 queries", f"{a_second(lambda: media_link(item, at=NOW)):,.0f} /s")


def test_cloudinary(settings, item):
    settings.CLOUDINARY = {"cloud_name": "vitrine", "api_key": "1", "api_secret": "secret"}

    row("Cloudinary", "0 queries", f"{a_second(lambda: thumbnail_link(item, 'card')):,.0f} /s")

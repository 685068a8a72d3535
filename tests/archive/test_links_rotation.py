"""One key is exchanged for another without a failed request, and the old one then opens nothing any more."""

import io
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from archive.links import cloudfront, keys, media_link, thumbnail_link
from tests.archive.link_parts import END, KEYS, NOW, URL, opens
from tests.archive.test_links_media import PEM

# The edge asks whether the participant has withdrawn.
pytestmark = pytest.mark.django_db

OLD, NEW = "only-for-tests-" + "0" * 32, "the-key-after-it-" + "1" * 32
ITEMS = [
    SimpleNamespace(
        uuid=UUID(int=number), key=f"BE/i/BE{number:03d}.jpg", still_key=f"BE/i/BE{number:03d}.jpg"
    )
    for number in range(1, 6)
]


@pytest.fixture
def bucket():
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(picture, "JPEG")
    for item in ITEMS:
        storages["participants"].save(item.key, ContentFile(picture.getvalue()))


@pytest.fixture
def secrets(settings):
    def use(secret, *previous):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secret, list(previous)

    return use


def links():
    return [media_link(item) for item in ITEMS] + [thumbnail_link(item, "strip") for item in ITEMS]


def statuses(client, links):
    return {client.get(link).status_code for link in links}


def test_rotation_of_the_edge_s_key_refuses_no_link_until_the_old_key_is_removed(bucket, client, secrets):
    secrets(OLD)
    old = links()
    assert statuses(client, old) == {200}

    secrets(NEW, OLD)
    new = links()
    assert not set(old) & set(new)
    assert statuses(client, old + new) == {200}
    # A process that was not started anew yet knows the old key alone.
    secrets(OLD)
    mixed = links()
    secrets(NEW, OLD)
    assert statuses(client, mixed) == {200}

    secrets(NEW)
    assert statuses(client, old) == {403}
    assert statuses(client, new) == {200}


def test_rotation_of_the_edge_s_key_signs_nothing_with_the_old_one(secrets):
    secrets(NEW)
    alone = keys.signing_key()
    secrets(NEW, OLD)

    assert keys.signing_key() is alone
    assert list(keys.trusted_keys()) == [alone.id, keys.embedded_key(OLD).id]
    assert keys.cloud() == keys.embedded_cloud(NEW)


def test_old_link_of_the_edge_ends_when_it_would_have_ended(bucket, client, secrets, monkeypatch):
    secrets(OLD)
    link = media_link(ITEMS[0])
    secrets(NEW, OLD)
    later = timezone.now() + timedelta(minutes=30)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get(link).status_code == 403


@pytest.mark.parametrize(("first", "second"), [("RSA", "EC"), ("EC", "RSA")])
def test_rotation_at_cloudfront_under_load_refuses_no_link_of_the_group(first, second):
    """Its key group holds both, while processes with the one and the other key sign by turns."""
    group = {KEYS[kind].id: KEYS[kind].private.public_key() for kind in (first, second)}
    signed = [
        cloudfront.sign(f"{URL}?n={number}", END, key=KEYS[second if number % 3 else first])
        for number in range(60)
    ]
    assert all(opens(url, NOW, trusted=group) for url in signed)

    del group[KEYS[first].id]
    assert [opens(url, NOW, trusted=group) for url in signed] == [bool(number % 3) for number in range(60)]


def test_configured_cloudfront_trusts_its_own_key_alone(settings, secrets):
    secrets(NEW, OLD)
    settings.CLOUDFRONT = {"domain": "media.example", "key_id": "KABCDEF", "key": PEM}

    assert list(keys.trusted_keys()) == ["KABCDEF"]

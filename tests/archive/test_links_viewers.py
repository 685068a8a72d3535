"""The viewer's tag in a link: off unless it is asked for, part of what is signed, and found again."""

from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.template import Context, Template

from archive.links import cloudfront, keys, media_link, viewers
from archive.links.refusal import LinkRefused
from tests.archive.test_links_media import PEM
from tests.factories import UserFactory

# The edge asks whether the participant has withdrawn.
pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ITEM = SimpleNamespace(uuid=UUID(int=1), key="BE/i/BE001.jpg")
PERSON = SimpleNamespace(pk=7, is_anonymous=False)
CLOUDFRONT = {"domain": "media.example", "key_id": "KABCDEF", "key": PEM}


@pytest.fixture(params=["the embedded edge", "CloudFront"])
def tagged(settings, request):
    settings.VIEWER_TAG = True
    settings.CLOUDFRONT = CLOUDFRONT if request.param == "CloudFront" else None


def tag_of(link):
    return parse_qs(urlsplit(link).query).get("v")


@pytest.mark.parametrize("viewer", [None, AnonymousUser(), PERSON])
def test_link_has_no_tag_unless_it_is_asked_for(viewer):
    assert media_link(ITEM, at=NOON, viewer=viewer) == media_link(ITEM, at=NOON)
    assert tag_of(media_link(ITEM, at=NOON, viewer=viewer)) is None


@pytest.mark.parametrize("viewer", [None, AnonymousUser()])
def test_link_for_nobody_has_no_tag(tagged, viewer):
    assert tag_of(media_link(ITEM, at=NOON, viewer=viewer)) is None


def test_link_with_a_tag_is_one_for_each_viewer_and_window(tagged):
    links = [media_link(ITEM, at=NOON, viewer=SimpleNamespace(pk=pk, is_anonymous=False)) for pk in (7, 7, 8)]
    assert links[0] == links[1] != links[2]
    assert len(tag_of(links[0])[0]) == 12


@pytest.mark.parametrize(
    "change",
    {
        "another's": lambda link, tag: link.replace(tag, viewers.tag(8, "s" * 50)),
        "taken out": lambda link, tag: link.replace(f"v={tag}&", ""),
        "emptied": lambda link, tag: link.replace(tag, ""),
        "in other case": lambda link, tag: link.replace(tag, tag.upper()),
        "twice": lambda link, tag: link.replace(f"v={tag}", f"v={tag}&v={tag}"),
        "at the end": lambda link, tag: link.replace(f"v={tag}&", "") + f"&v={tag}#",
    }.items(),
    ids=lambda change: change[0],
)
def test_link_of_which_the_tag_was_changed_is_refused(tagged, settings, change):
    link = media_link(ITEM, at=NOON, viewer=PERSON)
    host = "" if settings.CLOUDFRONT else settings.BASE_URL
    cloudfront.verify(host + link, NOON, trusted=keys.trusted_keys())
    changed = change[1](link, tag_of(link)[0])
    assert changed != link
    with pytest.raises(LinkRefused):
        cloudfront.verify(host + changed, NOON, trusted=keys.trusted_keys())


def test_edge_opens_a_link_with_a_tag(settings, client):
    settings.VIEWER_TAG = True
    storages["participants"].save(ITEM.key, ContentFile(b"bytes"))
    link = media_link(ITEM, viewer=PERSON)
    assert client.get(link).status_code == 200
    assert client.get(link.replace("v=", "w=")).status_code == 403


def test_tag_in_a_template_is_of_who_asks_for_the_page(tagged, rf):
    request = rf.get("/")
    request.user = PERSON
    template = Template("{% load media %}{% autoescape off %}{% media_link item at=at %}{% endautoescape %}")
    context = Context({"item": ITEM, "at": NOON, "request": request})
    assert template.render(context) == media_link(ITEM, at=NOON, viewer=PERSON)


def test_tag_says_nothing_without_the_secret(settings):
    tags = {viewers.tag(pk, settings.SECRET_KEY) for pk in range(1000)}
    assert len(tags) == 1000
    assert viewers.tag(7, settings.SECRET_KEY) != viewers.tag(7, "another" * 8)


def whose(link):
    said = StringIO()
    call_command("whose_link", link, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_whose_link_tells_the_person_also_of_a_link_that_has_ended(tagged):
    UserFactory()
    person = UserFactory(username="erzsi")
    link = media_link(ITEM, at=NOON, viewer=person)
    assert whose(link) == f"Made for erzsi (number {person.pk}), until 2026-07-01 12:20:31 UTC.\n"


@pytest.mark.django_db
def test_whose_link_knows_the_site_under_any_name(settings):
    settings.VIEWER_TAG = True
    person = UserFactory(username="erzsi")
    link = media_link(ITEM, at=NOON, viewer=person)
    assert "erzsi" in whose("http://192.168.1.20:8000" + link)


@pytest.mark.django_db
def test_whose_link_knows_a_tag_of_the_key_before(settings):
    settings.VIEWER_TAG = True
    person = UserFactory(username="erzsi")
    link = media_link(ITEM, at=NOON, viewer=person)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert "erzsi" in whose(link)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda link: link.replace("BE001", "BE002"), "nothing is known"),
        (lambda link: link.partition("?")[0], "nothing is known"),
        (lambda link: "nonsense", "nothing is known"),
        (lambda link: link.replace("Expires=", "Expires=9999999999999"), "nothing is known"),
        (lambda link: media_link(ITEM, at=NOON), "without the viewer's tag"),
        (lambda link: media_link(ITEM, at=NOON, viewer=PERSON), "not there any more"),
    ],
)
def test_whose_link_of_what_it_does_not_know_says_so(tagged, change, sentence):
    with pytest.raises(CommandError, match=sentence):
        whose(change(media_link(ITEM, at=NOON, viewer=UserFactory())))

"""The gate explains itself by the very rules that it judges by."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from guardian.shortcuts import assign_perm

from archive.access import why
from archive.models import (
    Chain,
    Connection,
    ConnectionType,
    ConsentLimit,
    ExhibitionPage,
    GalleryPage,
    MediaItem,
    Recording,
    StoryPage,
    Theme,
    Transcript,
    Withdrawal,
)
from tests.factories import (
    ConsentFactory,
    ExhibitionPageFactory,
    GalleryPageFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MODELS = (
    ExhibitionPage,
    GalleryPage,
    StoryPage,
    MediaItem,
    Transcript,
    Recording,
    Theme,
    Chain,
    Connection,
)


def chance(rng, *values):
    return rng.choice(values)


def random_days(rng) -> dict:
    """Around the day that is asked about, on both sides of it."""
    near = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 2)]
    return {
        "for_exhibition": rng.random() < 0.8,
        "ends_on": chance(rng, None, None, *near),
        "sealed_until": chance(rng, None, None, *near),
    }


def random_archive(rng):
    """Small, with some of everything that the gate knows of."""
    codes = iter(["AA", "BB", "CC", "DD", "EE", "FF"])
    stories = []
    for _ in range(2):
        exhibition = ExhibitionPageFactory(live=rng.random() < 0.9)
        for _ in range(3):
            gallery = GalleryPageFactory(
                parent=exhibition, code=next(codes), live=rng.random() < 0.9, consent=False
            )
            for version in range(1, rng.randrange(4)):
                given = chance(rng, date(2020, 1, 1), date(2026, 5, 1), date(2026, 5, 2))
                days = {n: v for n, v in random_days(rng).items() if n != "ends_on" or not v or v >= given}
                ConsentFactory(gallery=gallery, version=version, given_on=given, **days)
            stories += [
                StoryPageFactory(parent=gallery, number=n, live=rng.random() < 0.9) for n in range(1, 4)
            ]
            furnish(rng, gallery, stories[-3:])
            if rng.random() < 0.15:
                Withdrawal.objects.create(
                    gallery_uuid=gallery.uuid, code=gallery.code, withdrawn_at=NOON, delete_after=NOON
                )
    echo = ConnectionType.objects.create(name="echo")
    for number in range(4):
        theme = Theme.objects.create(title=f"Theme {number}", reach="inter")
        theme.stories.add(*rng.sample(stories, 3))
        chain = Chain.objects.create(title=f"Chain {number}", reach="inter")
        chain.themes.add(theme)
        one, other = rng.sample(stories, 2)
        Connection.objects.create(from_story=one, to_story=other, type=echo, reach="inter")


def furnish(rng, gallery, stories):
    items = [MediaItemFactory(gallery=gallery, kind=kind, number=1) for kind in ("photo", "voice", "video")]
    for item in items:
        if rng.random() < 0.7:
            StoryMediaFactory(story=rng.choice(stories), item=item)
        if rng.random() < 0.2:
            ConsentLimit.objects.create(item=item, reason="x", **random_days(rng))
    if rng.random() < 0.5:
        GalleryPage.objects.filter(pk=gallery.pk).update(portrait=items[0])
    Recording.objects.create(gallery=gallery, sound=chance(rng, None, items[1]))
    for story in stories:
        TranscriptFactory(story=story)
        if rng.random() < 0.2:
            ConsentLimit.objects.create(story=story, reason="x", **random_days(rng))


def random_people(rng) -> list:
    """A stranger, a closed account, an archivist, and people with grants whose dates are near."""
    pages = [*ExhibitionPage.objects.all(), *GalleryPage.objects.all(), *StoryPage.objects.all()]
    people = [AnonymousUser(), UserFactory(is_active=False), UserFactory()]
    people.append(UserFactory(permissions=["archive.view_exhibitionpage"]))
    for number in range(6):
        person = UserFactory()
        group = Group.objects.create(name=f"Class {number}")
        person.groups.add(group)
        people.append(person)
        for page in rng.sample(pages, 4):
            dates = {
                "valid_from": chance(rng, None, NOON - HOUR, NOON + HOUR),
                "valid_until": chance(rng, None, NOON, NOON + 2 * HOUR),
            }
            if dates["valid_from"] and dates["valid_until"] and dates["valid_from"] >= dates["valid_until"]:
                dates["valid_from"] = None
            if rng.random() < 0.7:
                grant(person, page, **dates)
            else:
                row = assign_perm(f"view_{page._meta.model_name}", group, page)
                type(row).objects.filter(pk=row.pk).update(**dates)
    return people


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_is_what_the_gate_does(seed):
    rng = random.Random(seed)
    random_archive(rng)
    verdicts = {True: 0, False: 0}

    for person in random_people(rng):
        for model in MODELS:
            seen = set(model.objects.visible_to(person, NOON).values_list("pk", flat=True))
            for thing in rng.sample(list(model.objects.all()), min(6, model.objects.count())):
                verdict = why(person, thing, NOON)
                told = [reason.sentence for reason in verdict.reasons]
                assert verdict.is_visible is (thing.pk in seen), (person, thing, told)
                assert told and all(told), (person, thing)
                verdicts[verdict.is_visible] += 1

    assert min(verdicts.values()) > 0, verdicts


@pytest.fixture
def giver(db):
    return UserFactory(username="giver", first_name="Gila", last_name="Giver")


def told(user, thing, at=NOON):
    verdict = why(user, thing, at)
    return verdict.is_visible, [(reason.rule, reason.sentence) for reason in verdict.reasons]


def test_why_names_who_is_not_signed_in_and_whose_account_is_closed(exhibition):
    assert why(AnonymousUser(), exhibition.story).rule == "sign-in"
    assert why(UserFactory(is_active=False), exhibition.story).rule == "account"


def test_why_names_the_grant_that_opens(exhibition, giver):
    person = UserFactory()
    grant(person, exhibition.gallery, valid_from=NOON - HOUR, valid_until=NOON + HOUR, given_by=giver)
    sentence = (
        "The grant on the gallery counts from 1 May 2026, 11:00 (UTC) until 1 May 2026, 13:00 (UTC), "
        "given by Gila Giver."
    )

    assert told(person, exhibition.story) == (True, [("grant", sentence)])
    assert told(person, exhibition.gallery) == (True, [("grant", sentence)])
    assert told(person, exhibition.page) == (True, [("grant", sentence)])


def test_why_names_the_group_and_the_permission(exhibition):
    person = UserFactory()
    group = Group.objects.create(name="Class of 2026")
    person.groups.add(group)
    assign_perm("view_storypage", group, exhibition.story)
    archivist = UserFactory(permissions=["archive.view_exhibitionpage"])

    is_visible, [(rule, sentence)] = told(person, exhibition.story)
    assert (is_visible, rule) == (True, "grant")
    assert sentence.startswith("The grant on the story to the group “Class of 2026” counts")
    assert why(archivist, exhibition.story).rule == "permission"


NOTHING = "Nothing of it was granted to this person, or to a group of the person's."


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (None, NOTHING),
        ({"valid_until": NOON - HOUR}, "The grant on the story ended at 1 May 2026, 11:00 (UTC)."),
        ({"valid_from": NOON + HOUR}, "The grant on the story begins at 1 May 2026, 13:00 (UTC)."),
    ],
)
def test_why_names_the_grant_that_does_not_count(exhibition, dates, sentence):
    person = UserFactory()
    if dates:
        grant(person, exhibition.story, **dates)

    assert told(person, exhibition.story) == (False, [("grant", sentence)])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"for_exhibition": False}, "Consent version 2 does not cover the exhibition."),
        ({"ends_on": date(2026, 4, 30)}, "Consent version 2 ended with 30 April 2026 (UTC)."),
        ({"sealed_until": date(2030, 1, 1)}, "Consent version 2 seals it until 1 January 2030 (UTC)."),
    ],
)
def test_why_names_the_version_of_the_consent(exhibition, fields, sentence):
    archivist = UserFactory(permissions=["archive.view_exhibitionpage"])
    exhibition.gallery.consents.all().delete()
    ConsentFactory(gallery=exhibition.gallery, version=2, **fields)

    for thing in (exhibition.gallery, exhibition.story, TranscriptFactory(story=exhibition.story)):
        assert told(archivist, thing) == (False, [("consent", sentence)])


def test_why_names_each_rule_that_speaks_against_it_and_the_gravest_first(exhibition):
    person = UserFactory()
    exhibition.gallery.consents.all().delete()
    exhibition.story.unpublish()
    ConsentLimit.objects.create(story=exhibition.story, reason="Asked for")
    Withdrawal.objects.create(
        gallery_uuid=exhibition.gallery.uuid, code="XY", withdrawn_at=NOON, delete_after=NOON
    )

    _, reasons = told(person, exhibition.story)

    assert [rule for rule, _ in reasons] == ["withdrawn", "consent", "limit", "published", "grant"]
    assert reasons[0][1] == "The participant withdrew at 1 May 2026, 12:00 (UTC)."


def test_why_explains_a_media_item_by_its_places(exhibition):
    person = UserFactory()
    grant(person, exhibition.other_gallery)
    item = StoryMediaFactory(story=exhibition.story, item=MediaItemFactory(gallery=exhibition.gallery)).item

    _, reasons = told(person, item)

    assert [rule for rule, _ in reasons] == ["stories", "grant"]


def test_a_grant_on_what_is_closed_itself_is_told_as_no_way(exhibition):
    person = UserFactory()
    grant(person, exhibition.story)
    ConsentLimit.objects.create(story=exhibition.story, reason="Asked for")

    assert told(person, exhibition.gallery)[1] == [
        ("grant", "The grant on the story opens no way to it, because what was granted can't be seen itself.")
    ]

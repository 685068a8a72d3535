"""Every address of the resolver, as every role, compared with access_matrix.toml; and no word gets out."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from archive.addresses import ROOMS
from archive.models import ConnectionType, Consent, Upload
from tests.config.access_examples import addresses, example, has_id, of_world
from tests.config.access_world import CANARY, KNOWS, World, make_world, texts

pytestmark = pytest.mark.django_db

MATRIX = tomllib.loads(Path(__file__).with_name("access_matrix.toml").read_text())
ROLES = list(KNOWS)
#: What the world has none of: withdrawals, openings, other kinds of the same grant, and what is derived. What
#: Wagtail's tasks are called tells nothing of anybody.
NOT_IN_THE_WORLD = {
    "GalleryReviewTask",
    "Withdrawal",
    "Opening",
    "BackupRun",
    "DrillRun",
    "FixityCheck",
    "FixityRecord",
    "ImportedRow",
    "StoredObject",
    "SearchDocument",
    *(
        f"{page}{holder}ObjectPermission"
        for page in ("ExhibitionPage", "StoryPage")
        for holder in ("User", "Group")
    ),
    "GalleryPageGroupObjectPermission",
}
#: Wagtail tells whoever may enter which numbers of these there are, and no more.
TOLD_BY_WAGTAIL = tuple(f"admin/{name}/" for name in ("collections", "groups", "users", "workflows"))
#: They end the session: they come last.
LEAVING = ("admin/logout/", "sign-out/")
#: What anybody in the workroom may do: ask to join a lab; and a researcher: clone her study.
OPEN_HANDS = ("admin/studies/labs/<int:pk>/join/", "admin/studies/<int:pk>/clone/")
#: Whose hands are not to change anything that they may not look at.
POWERLESS = [role for role in ROLES if role not in ("editor", "archivist", "admin")]


def statuses(answer: str) -> dict[str, int]:
    """Of an answer such as `302: anonymous; 200: viewer A, admin; 404`, or the name of one: each role's
    status.
    """
    parts = [part.strip() for part in MATRIX["answers"].get(answer, answer).split(";")]
    found = {}
    for part in parts[:-1]:
        status, _, roles = part.partition(":")
        found |= {role.strip(): int(status) for role in roles.split(",")}
    assert set(found) <= set(ROLES), answer
    return {role: found.get(role, int(parts[-1])) for role in ROLES}


def rows(world: World) -> dict[str, tuple[str, str]]:
    """Each path that is asked for, with its address, and what the matrix says."""
    found = {}
    for address, examples in [*MATRIX["addresses"].items(), *MATRIX["rooms"].items()]:
        found |= {path.format(**world.things): (address, answer) for path, answer in examples.items()}
    for address, answers in MATRIX["admin"].items():
        there, nowhere = answers if isinstance(answers, list) else (answers, answers)
        found[example(address, partial(of_world, world))] = (address, there)
        if has_id(address):
            found.setdefault(example(address), (address, nowhere))
    return dict(sorted(found.items(), key=lambda row: row[1][0] in LEAVING))


def body(answer) -> str:
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}\n{text.decode(errors='replace')}"


def without_ids(text: str, path: str) -> str:
    """An answer without what is of its own address: the path, the ids, the tokens of forms and styles."""
    text = text.replace(path, "PATH")
    return re.sub(r"\d+|nonce-\w+|value=\"\w{64}\"|csrf\w*[\"': ]+\w+", "", text)


# --- the table is whole ---------------------------------------------------------------------------


def test_every_room_is_in_the_matrix():
    assert {str(pattern.pattern) for pattern in get_resolver(ROOMS).url_patterns} == set(MATRIX["rooms"])


def test_every_address_is_in_the_matrix():
    assert set(addresses()) == set(MATRIX["addresses"]) | set(MATRIX["admin"])


def test_every_answer_can_be_read():
    named = [answer for answers in MATRIX["addresses"].values() for answer in answers.values()]

    assert all(statuses(answer) for answer in [*named, *MATRIX["answers"]])


def test_every_private_text_has_a_canary():
    """A field that is added to a private model gets one by itself; a new model is noticed here."""
    things = {type(thing): thing for thing in make_world().things.values()}

    private = {model for model in apps.get_app_config("archive").get_models() if texts(model)}
    assert {model.__name__ for model in private - things.keys()} == NOT_IN_THE_WORLD
    for model in private & things.keys() - {ConnectionType, Upload}:
        assert all(CANARY.search(getattr(things[model], name)) for name in texts(model)), model


def test_what_is_private_and_what_is_not_there_are_alike():
    strangers = [role for role in ROLES if not set(KNOWS[role]) & set("AS")]
    rows = MATRIX["admin"].items()
    pairs = [
        two for address, two in rows if isinstance(two, list) and not address.startswith(TOLD_BY_WAGTAIL)
    ]

    assert len(pairs) > 30
    for there, nowhere in pairs:
        assert [statuses(there)[role] for role in strangers] == [
            statuses(nowhere)[role] for role in strangers
        ]


# --- and right ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(sign_in, role):
    world = make_world()
    browser = sign_in(world.people[role])
    browser.raise_request_exception = False
    surprises, told, nowhere = {}, {}, {}
    for path, (address, answer) in rows(world).items():
        response = browser.get(path)
        if response.status_code != (expected := statuses(answer)[role]):
            surprises[path] = f"{response.status_code}, and not {expected}"
        text = body(response)
        if whose := set(CANARY.findall(text)) - set(KNOWS[role]):
            told[path] = "".join(sorted(whose))
        if address in MATRIX["admin"] and has_id(address) and response.status_code == 404:
            nowhere.setdefault(address, {}).setdefault(without_ids(text, path), path)

    assert told == {}
    assert surprises == {}
    assert [list(paths.values()) for paths in nowhere.values() if len(paths) > 1] == []


def test_the_day_after_a_consents_end_every_address_answers_as_if_there_were_no_grant(sign_in):
    """No job ran: the gate reads the day."""
    world = make_world()
    today = datetime.now(UTC).date()
    Consent.objects.update(given_on=today - timedelta(days=2), ends_on=today - timedelta(days=1))
    browser = sign_in(world.people["viewer A"])
    surprises, told = {}, []
    for path, (_, answer) in rows(world).items():
        response = browser.get(path)
        if response.status_code != (expected := statuses(answer)["expired A"]):
            surprises[path] = f"{response.status_code}, and not {expected}"
        if CANARY.search(body(response)):
            told.append(path)

    assert told == []
    assert surprises == {}


@pytest.mark.parametrize("role", POWERLESS)
def test_who_may_not_look_changes_nothing(sign_in, role):
    world = make_world()
    browser = sign_in(world.people[role])
    browser.raise_request_exception = False
    before, told = counts(), {}
    for path, (address, answer) in rows(world).items():
        if statuses(answer)[role] != 200 and address not in (*LEAVING, *OPEN_HANDS):
            response = browser.post(path)
            if whose := set(CANARY.findall(body(response))) - set(KNOWS[role]):
                told[path] = "".join(sorted(whose))

    assert told == {}
    assert counts() == before


def counts() -> dict[str, int]:
    """How many rows there are of everything that is the archive's, the studies' or a page."""
    labels = ("archive", "studies", "builds", "wagtailcore")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._base_manager.count() for model in models}

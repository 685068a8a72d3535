"""Paths that the patterns of the resolver match: about what is there and private, or about nothing."""

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from tests.config.access_world import World

#: An id that nothing has.
NOTHING = "999999"
PAGES = ("page_id", "page_pk", "page_to_copy_id", "page_to_move_id", "parent_page_id", "parent_id")
#: Parameters that are words and not ids.
WORDS = {
    "app_label": "archive",
    "app_name": "archive",
    "content_type_app_name": "archive",
    "content_type_model_name": "storypage",
    "model_name": "mediaitem",
    "action": "delete",
    "trigger": "submit",
    "kind": "gallery-user",
    "revision_id_a": "earliest",
    "revision_id_b": "live",
}
ANY = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)")


def addresses(resolver=None, before="") -> Iterator[str]:
    """Every pattern of the resolver, as one string."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        else:
            yield here


def has_id(address: str) -> bool:
    """Whether an address is about one thing, which may be there or not."""
    names = [found["name"] or found["group"] for found in PARAMETER.finditer(address)]
    return any(name not in WORDS for name in names)


def nothing(name: str, address: str) -> str:
    return NOTHING


def example(address: str, id_of=nothing) -> str:
    """A path that the pattern matches; `id_of` says for a parameter of the address which id to take."""

    def value(found) -> str:
        kind, name = found["kind"] or ("int" if found["group"] else "str"), found["name"] or found["group"]
        if name in WORDS:
            return WORDS[name]
        if kind in ("int", "str") and (name.endswith("id") or name in ("pk", "page_pk")):
            return str(id_of(name, address))
        return ANY[kind]

    path = PARAMETER.sub(value, address)
    path = re.sub(r"\([^)]*\)", "1", path).replace(".*", "nothing")
    return "/" + re.sub(r"[\^$\\]", "", path)


def of_world(world: World, name: str, address: str) -> int:
    """The id of the thing that an address with such a parameter is about; 1 if it is of none of ours."""
    things = world.things
    by_name = {
        "destination_id": things["exhibition"],
        "item_id": things["item"],
        "grant_id": things["grant"],
        "user_id": world.people["viewer A"],
        "revision_id": things["story"].latest_revision,
    }
    if name in PAGES:
        return things["gallery"].pk
    if address.startswith("admin/users/"):
        return world.people["viewer A"].pk
    if name in by_name:
        return by_name[name].pk
    snippet = re.search(r"snippets/(?:choose/)?(?:archive|studies)/(\w+)/", address)
    of_place = {
        "admin/studies/": "study",
        "admin/builds/": "build",
        "admin/pages/": "gallery",
        "admin/api/": "gallery",
    }
    thing = (
        snippet[1]
        if snippet
        else next((of_place[place] for place in of_place if address.startswith(place)), "")
    )
    return things[thing].pk if thing in things else 1

"""Addresses of rooms: from one to the view, and back."""

from django.urls import Resolver404, ResolverMatch, get_resolver, resolve, reverse

ROOMS = "archive.rooms"


def room_at(path_components: list[str]) -> ResolverMatch | None:
    """The room at that place below an exhibition."""
    try:
        return resolve(f"/{'/'.join(path_components)}/", ROOMS)
    except Resolver404:
        return None


def is_room(name: str) -> bool:
    """Whether a page of that slug would hide a room."""
    return any(str(pattern.pattern).split("/")[0] == name for pattern in room_patterns())


def room_patterns():
    return get_resolver(ROOMS).url_patterns


def room_url(exhibition, name: str, *args, request=None) -> str:
    """The address of a room of an exhibition."""
    return exhibition.get_url(request) + reverse(name, ROOMS, args=args).removeprefix("/")

"""An address for each kind of public page, in the demo archive; a room without one is noticed by the
tests.
"""

from django.urls import reverse

from archive import rooms

EXHIBITION = "/exhibition/"
GALLERY = f"{EXHIBITION}be/"
#: Told with a video, a voice and twelve photographs, in two languages.
STORY = f"{GALLERY}be001/"
#: Of each room that is a page: what its address asks for.
EXAMPLES = {
    "themes": [],
    "theme": ["the-empty-chair"],
    "chains": [],
    "chain": ["from-the-empty-chair-to-the-window"],
    "era": ["sixties"],
    "keywords": [],
    "keyword": ["kitchen"],
    "analysis": [],
    "analysis-type": ["place"],
    "analysis-point": ["place", "table"],
    "connections": [],
    "connection-type": ["echo"],
    "graph": [],
    "graph-of": ["be"],
    "timeline": [],
    "search": [],
    "kiosk": [],
    "kiosk-leave": [],
}
#: Rooms that no person looks at: data, and what is sent to.
NO_PAGES = {"graph-data", "graph-data-of", "search-suggest", "kiosk-again"}
#: The same rooms in another state.
ASKED = [
    "graph/?reach=intra",
    "search/?q=kitchen",
    "search/?q=%E2%80%9Cthe+day+before%E2%80%9D",
    "search/?q=nothing+of+the+kind",
    "timeline/?participant=km",
]
#: What everybody may look at.
PUBLIC = [
    "/",
    "/about/",
    "/studies/",
    "/studies/?age=old&q=nothing",
    "/studies/seen-before/",
    "/sign-in/",
    "/forgotten/",
    "/forgotten/?sent=1",
]


def all_rooms() -> set[str]:
    return {room.name for room in rooms.urlpatterns}


def room(name: str) -> str:
    return EXHIBITION + reverse(name, rooms.__name__, args=EXAMPLES[name]).removeprefix("/")


def private() -> list[str]:
    """Every page of the exhibition; first of all the longest, for what is wrong everywhere."""
    rooms_pages = [room(name) for name in EXAMPLES if name in all_rooms()]
    return [STORY, EXHIBITION, GALLERY, *rooms_pages, *(EXHIBITION + asked for asked in ASKED)]

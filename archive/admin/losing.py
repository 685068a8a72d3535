"""What is lost, or loses something, when pages are deleted: told only of what the person may know."""

from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.permissions import policy_registry

from archive import reach
from archive.admin.known import ACTIONS, archive, known

#: So many names of a kind are shown.
SHOWN = 20


@dataclass(frozen=True)
class Loss:
    """What happens to things of one kind, and the names of the first of them."""

    sentence: str
    names: list[str] = field(default_factory=list)
    more: int = 0


def below(page_type: str, pages):
    """The galleries or stories among the pages and below them."""
    pages, all_of_type = list(pages), archive(page_type)._base_manager.all()
    if not pages:
        return all_of_type.none()
    return all_of_type.filter(Q(*(("path__startswith", page.path) for page in pages), _connector=Q.OR))


def seen(name: str, user):
    """The rows of a model that a person may know of; none if he may do nothing with that model at all."""
    model = archive(name)
    if not policy_registry.get_by_type(model).user_has_any_permission(user, ACTIONS):
        return model._default_manager.none()
    return known(model, user)


def refusal(pages, user) -> str:
    """Why the pages can't be deleted now; empty if they can."""
    items = archive("mediaitem").objects.filter(gallery__in=below("gallerypage", pages).values("pk"))
    codes = sorted(set(items.values_list("gallery__code", flat=True)))
    if not codes:
        return ""
    count = seen("mediaitem", user).filter(pk__in=items.values("pk")).count()
    media = {0: "Media belong", 1: "One media item belongs"}.get(count, f"{count} media items belong")
    return f"{media} to {listed(codes)} and would be left without a participant. Delete the media first."


def losses(pages, user) -> list[Loss]:
    """What the person is shown before the pages are deleted."""
    stories = below("storypage", pages).values("pk")
    of_stories = Q(from_story__in=stories) | Q(to_story__in=stories)
    of_galleries = Q(gallery__in=below("gallerypage", pages).values("pk"))
    consents = seen("consent", user).filter(of_galleries).select_related("gallery")
    recordings = seen("recording", user).filter(of_galleries).select_related("gallery")
    transcripts = seen("transcript", user).filter(story__in=stories).select_related("story")
    connections = seen("connection", user).filter(of_stories).select_related("from_story", "to_story", "type")
    placed = archive("storymedia").objects.filter(story__in=stories)
    items = seen("mediaitem", user).filter(pk__in=placed.values("item")).select_related("gallery")
    places = archive("themestory").objects.filter(story__in=stories)
    themes = seen("theme", user).filter(pk__in=places.values("theme"))
    links = archive("chaintheme").objects.filter(theme__in=places.values("theme"))
    chains = seen("chain", user).filter(pk__in=links.values("chain"))
    told = [
        ("One consent is deleted", "consents are deleted", consents),
        ("One recording is deleted", "recordings are deleted", recordings),
        ("One transcript is deleted", "transcripts are deleted", transcripts),
        ("One connection is deleted", "connections are deleted", connections),
        ("One media item stays, but loses a place", "media items stay, but lose a place", items),
        ("One theme loses stories", "themes lose stories", themes),
        ("One chain loses stories", "chains lose stories", chains),
    ]
    found = [_loss(one, many, rows) for one, many, rows in told]
    return [loss for loss in [*found, *_untrue(stories, themes, chains)] if loss]


def _loss(one: str, many: str, rows) -> Loss | None:
    count = rows.count()
    if not count:
        return None
    names = [str(row) for row in rows[:SHOWN]]
    return Loss(f"{one}:" if count == 1 else f"{count} {many}:", names, count - len(names))


def _untrue(stories, *seen) -> list[Loss]:
    """What would contradict itself afterwards."""
    known_things = {row for rows in seen for row in rows}
    gone = dict.fromkeys(stories.values_list("pk", flat=True))
    untrue = [found.sentence for found in reach.contradictions(gone) if found.thing in known_things]
    return [Loss("What is no longer true should be mended afterwards:", untrue)] if untrue else []


def listed(names: list[str]) -> str:
    """Names in a sentence: XY, XZ and ZZ."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

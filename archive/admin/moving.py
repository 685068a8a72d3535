"""Whether stories may be told by another participant: moved or copied to another gallery."""

from archive import reach
from archive.admin.known import archive, known
from archive.admin.losing import listed

MEDIA_ELSEWHERE = (
    "Media of {codes} are placed in “{story}”, and media belong to who gave them. "
    "Take them out of the story first, and publish it."
)
NOT_SHOWN = (
    "Something that you may not see joins one of these stories with others, and would not be true any more. "
    "Ask somebody who edits the whole exhibition."
)


def refusals(stories, gallery, user) -> list[str]:
    """Why these stories can't be moved to the gallery together; empty if they can.

    What is named is what the person may know of; what else speaks against it is told without a name.
    """
    moved = [story for story in stories if not story.is_child_of(gallery)]
    untrue = reach.contradictions({story.pk: gallery.path for story in moved})
    named = [found.sentence for found in untrue if _is_known(found.thing, user)]
    hidden = [NOT_SHOWN] if len(named) < len(untrue) else []
    return [*media_refusals(moved, gallery), *named, *hidden]


def media_refusals(stories, gallery) -> list[str]:
    """Which stories show media of another participant than the gallery's, live or in their latest draft."""
    sentences = []
    for story in stories:
        placed = {place.item_id for place in story.get_latest_revision_as_object().placements.all()}
        placed |= set(archive("storymedia").objects.filter(story=story).values_list("item", flat=True))
        others = archive("mediaitem").objects.filter(pk__in=placed).exclude(gallery=gallery)
        codes = sorted(set(others.values_list("gallery__code", flat=True)))
        if codes:
            sentences.append(
                MEDIA_ELSEWHERE.format(codes=listed(codes), story=story.get_admin_display_title())
            )
    return sentences


def _is_known(thing, user) -> bool:
    return known(type(thing), user).filter(pk=thing.pk).exists()

"""Stories and galleries as cards: a picture that stands for each, and whose they are."""

from wagtail.models import Page

from archive.models.media import MediaItem
from archive.veil import veil


def story_cards(stories, galleries=()) -> list:
    """Stories in their place's order, each with its `gallery` and the picture that stands for it (`lead`).

    Three queries, or two if all are of the `galleries`. The stories must have come through the gate;
    whoever may see a story may see whose it is.
    """
    cards = list(stories.with_card().order_by("path"))
    leads = MediaItem.objects.select_related("gallery").in_bulk({card.lead_id for card in cards} - {None})
    of_path = galleries_of(cards, galleries)
    for card in cards:
        card.lead = leads.get(card.lead_id)
        card.gallery = of_path.get(card.path[: -Page.steplen])
    return cards


def galleries_of(stories, known=()) -> dict:
    """The galleries of stories, by their tree paths; those that are `known` are not read again."""
    found = {gallery.path: gallery for gallery in known}
    paths = {story.path[: -Page.steplen] for story in stories} - found.keys()
    if paths:
        pages = MediaItem._meta.get_field("gallery").remote_field.model._base_manager
        found |= {gallery.path: gallery for gallery in pages.filter(path__in=paths)}
    return found


def gallery_cards(galleries, user) -> list:
    """Galleries that came through the gate; of those not wholly open, the name alone. Two queries."""
    cards = list(galleries.with_wholeness(user).select_related("participation_group").order_by("path"))
    items = MediaItem.objects.visible_to(user).select_related("gallery")
    portraits = items.in_bulk({card.portrait_id for card in cards} - {None})
    for card in cards:
        card.portrait = portraits.get(card.portrait_id)
        if not card.is_whole:
            veil(card)
    return cards

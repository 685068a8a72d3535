"""The rules for each kind of thing, by their names: what fulfils all of them is seen.

The names are those by which `why` explains; the order is that in which it does. A rule that is named after
a kind of thing (`gallery`) asks that thing's own rules.
"""

from django.db.models import Q

from archive.access import grants
from archive.access.asking import Asked, ancestor_path, model, once, within
from archive.access.consent import closing_limits, consented, not_withdrawn, unlimited
from archive.access.grants import granted, granted_wholly

Rules = dict[str, Q]


def pages(page_type: str):
    return model(page_type)._base_manager


def stranger(user) -> str:
    """The rule by which a person sees nothing at all, whatever it is; empty if there is none."""
    if user.is_anonymous:
        return "sign-in"
    return "" if user.is_active else "account"


# --- exhibitions --------------------------------------------------------------------------------


def exhibition_rules(asked: Asked) -> Rules:
    """A grant on a part of it is a way in, as long as there is something to be seen of that."""
    rules = {"published": Q(live=True)}
    if not grants.sees_everything(asked.user):
        ways = open_galleries(asked).filter(gallery_grant(asked)).values_list(ancestor_path(1))
        rules["grant"] = granted("exhibitionpage", asked) | within("path", ways)
    return rules


# --- galleries ----------------------------------------------------------------------------------


@once
def participant_rules(asked: Asked) -> Rules:
    """What must be so for anybody to see a gallery."""
    exhibitions = pages("exhibitionpage").filter(live=True)
    return {
        "withdrawn": not_withdrawn(),
        "consent": consented(asked),
        "exhibited": within(
            "pk", model("gallerylifecycle").objects.filter(state="exhibited").values("gallery")
        ),
        "published": Q(live=True) & within(ancestor_path(1), exhibitions.values("path")),
    }


@once
def open_galleries(asked: Asked):
    return pages("gallerypage").filter(*participant_rules(asked).values())


@once
def whole_galleries(asked: Asked):
    """The open galleries that are not open to the user by single stories only."""
    return open_galleries(asked).filter(granted_wholly(asked))


def gallery_grant(asked: Asked) -> Q:
    """A grant on a story is a way to it, as long as that story can be seen."""
    if grants.sees_everything(asked.user):
        return Q()
    told = pages("storypage").filter(*telling_rules(asked).values()).filter(granted("storypage", asked))
    return granted_wholly(asked) | within("path", told.values_list(ancestor_path(1)))


def gallery_rules(asked: Asked) -> Rules:
    return participant_rules(asked) | {"grant": gallery_grant(asked)}


# --- stories ------------------------------------------------------------------------------------


def telling_rules(asked: Asked, story: str = "") -> Rules:
    """What must be so of a story itself for anybody to see it; `story` leads to it, such as `story__`."""
    return {"limit": unlimited(asked, "story", f"{story}pk"), "published": Q(**{f"{story}live": True})}


def story_rules(asked: Asked, story: str = "") -> Rules:
    gallery_path = ancestor_path(1, f"{story}path")
    rules = {"gallery": within(gallery_path, open_galleries(asked).values("path"))}
    rules |= telling_rules(asked, story)
    if not grants.sees_everything(asked.user):
        wholly = pages("gallerypage").filter(granted_wholly(asked))
        rules["grant"] = granted("storypage", asked, f"{story}pk") | within(
            gallery_path, wholly.values("path")
        )
    return rules


# --- recordings, media --------------------------------------------------------------------------


def recording_rules(asked: Asked) -> Rules:
    """When and how somebody told is told to those who see all of the stories' teller."""
    return {
        "gallery": within("gallery", open_galleries(asked).values("pk")),
        "grant": within("gallery", whole_galleries(asked).values("pk")),
    }


@once
def heard_recordings(asked: Asked):
    """Those whose whole sound may be heard: it has all stories, so none may be limited, nor a voice or
    video.
    """
    limited_stories = closing_limits(asked, "story").values_list(ancestor_path(1, "story__path"))
    limited_sounds = closing_limits(asked, "item").exclude(item__kind="photo").values("item__gallery")
    return (
        model("recording")
        .objects.exclude(sound=None)
        .filter(*recording_rules(asked).values())
        .exclude(within("gallery__path", limited_stories) | within("gallery", limited_sounds))
    )


def item_rules(asked: Asked) -> Rules:
    """A media item is seen where it is placed (in a story, as a portrait), a whole recording under its
    own rule.
    """
    whole_sounds = model("recording").objects.exclude(sound=None)
    heard = heard_recordings(asked)
    placed = model("storymedia").objects.filter(*story_rules(asked, "story__").values())
    portraits = whole_galleries(asked).exclude(portrait=None).values("portrait")
    return {
        "gallery": within("gallery", open_galleries(asked).values("pk")),
        "limit": unlimited(asked, "item"),
        "sound": ~within("pk", whole_sounds.exclude(pk__in=heard.values("pk")).values("sound")),
        "place": within("pk", placed.values("item"))
        | within("pk", portraits)
        | within("pk", heard.values("sound")),
    }

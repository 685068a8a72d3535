"""Why a person sees a thing, or does not: the gate's own rules, asked one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from archive.access import rules, telling, ways
from archive.access.asking import Asked
from archive.access.grants import sees_everything

#: Of what has many stories (a theme, a chain), so many are looked at.
FIRST_STORIES = 5


@dataclass(frozen=True)
class Reason:
    """A rule and, in a sentence, what it says in this case."""

    rule: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """Whether the thing is seen; then what opens it, else each rule that speaks against it. The first
    decides.
    """

    is_visible: bool
    reasons: list[Reason]

    @property
    def rule(self) -> str:
        return self.reasons[0].rule


def why(user, thing, at=None) -> Verdict:
    """The verdict on any gated thing (a page, media item, transcript, theme …). It names no title.

    A few queries for each rule; whoever is told must be allowed to know.
    """
    asked = Asked(user, at or timezone.now())
    broken = list(broken_rules(asked, thing))
    reasons = broken or openings(asked, thing)
    return Verdict(not broken, list(dict.fromkeys(reasons)))


def broken_rules(asked: Asked, thing) -> Iterator[Reason]:
    if stranger := rules.stranger(asked.user):
        yield Reason(stranger, telling.STRANGERS[stranger])
        return
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    for name in broken(rows, rows.rules_for(asked)):
        if name == "gallery":
            yield from participants_broken_rules(asked, ways.gallery_of(thing))
        elif name in telling.OF_STORIES or name in getattr(thing, "paths_to_stories", ()):
            yield Reason("stories", telling.OF_STORIES.get(name, telling.STORIES))
            for story in ways.stories_of(thing)[:FIRST_STORIES]:
                yield from broken_rules(asked, story)
        else:
            yield Reason(name, telling.SENTENCES[name](asked, thing))


def participants_broken_rules(asked: Asked, gallery) -> Iterator[Reason]:
    rows = rules.pages("gallerypage").filter(pk=gallery.pk)
    for name in broken(rows, rules.participant_rules(asked)):
        yield Reason(name, telling.SENTENCES[name](asked, gallery))


def broken(rows, conditions: rules.Rules) -> list[str]:
    """The names of the rules that the only row does not fulfil."""
    return [name for name, condition in conditions.items() if not rows.filter(condition).exists()]


def openings(asked: Asked, thing) -> list[Reason]:
    """What opens a thing that is seen."""
    if sees_everything(asked.user):
        return [Reason("permission", telling.PERMISSION)]
    pages = ways.visible_pages(asked, thing)[:FIRST_STORIES]
    grants = [grant for page in pages for grant in ways.grants_on_the_way(asked, page) if grant.opens]
    return [Reason("grant", telling.grant_counts(grant)) for grant in grants]

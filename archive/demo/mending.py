"""What of the demo is there already is left as it is, but for what an older demo did not have."""

from wagtail.models import Page

#: The fields that are filled where there is nothing in them.
MENDED = ("translations", "duration", "portrait")


def words(described: dict, *names: str) -> dict:
    """The named texts of what is described, and their translations."""
    return {name: described[name] for name in (*names, "translations")}


def fill(thing, described: dict) -> list[str]:
    """Gives a thing what it has none of, and tells which fields those were.

    A translation is of the described words: where an editor has changed these, it is left out.
    """
    translations = {}
    for language, said in described["translations"].items():
        for name, text in said.items():
            # A form sends line ends as \r\n.
            if getattr(thing, name).splitlines() == described[name].splitlines():
                translations.setdefault(language, {})[name] = text
    given = described | {"translations": translations}
    missing = [name for name in MENDED if given.get(name) and not getattr(thing, name)]
    for name in missing:
        setattr(thing, name, given[name])
    return missing


def mend(thing, described: dict) -> None:
    """Fills what is there already, and a page's draft: published, it would take that away again."""
    if missing := fill(thing, described):
        thing.save(update_fields=missing)
    if isinstance(thing, Page) and thing.has_unpublished_changes:
        draft = thing.get_latest_revision_as_object()
        if fill(draft, described):
            draft.save_revision(clean=False)


def row(model, described: dict, **known):
    """The row that `known` names, and whether it was made now."""
    thing, is_new = model.objects.get_or_create(**known, defaults=described)
    if not is_new:
        mend(thing, described)
    return thing, is_new

"""By which name a participant is shown: the pseudonym, unless the consent says by the own name.

What is shown is the gallery's title, so the title must be one of the names that may be shown.
"""

from django.utils import timezone
from wagtail.models import Revision

from archive.access import Asked, current_consents
from archive.languages import first_language, other_languages

REFUSAL = (
    "By the present consent this participant is not shown by name, so the title must be “{names}”. "
    "To show the name, record a consent that says so."
)


def is_shown_by_name(gallery) -> bool:
    """Whether the title is free: by consent, or because without any consent nothing is shown yet."""
    given = current_consents(Asked(None, timezone.now())).filter(gallery=gallery.pk)
    return given.values_list("is_named", flat=True).first() is not False


def pseudonym(gallery, language: str) -> str:
    """In that language, or else in the first one; who has none goes by the code."""
    said = gallery.pseudonym
    if language != first_language():
        said = gallery.translations.get(language, {}).get("pseudonym") or said
    return said or gallery.code


def refusals(gallery) -> dict[str, str]:
    """What of a gallery's titles may not be shown, by the field, in a sentence."""
    if gallery.pk is None or is_shown_by_name(gallery):
        return {}
    found = {}
    if gallery.title not in (gallery.code, pseudonym(gallery, first_language())):
        found["title"] = REFUSAL.format(names=pseudonym(gallery, first_language()))
    if gallery.seo_title not in ("", gallery.title):
        found["seo_title"] = REFUSAL.format(names=gallery.title)
    for language, said in gallery.translations.items():
        if said.get("title", gallery.code) not in (gallery.code, pseudonym(gallery, language)):
            found["translations"] = REFUSAL.format(names=pseudonym(gallery, language))
    return found


def take_pseudonym(gallery) -> None:
    """Puts the pseudonym in the place of the titles: of the page, and of the drafts that may be published."""
    own = gallery.revisions.filter(pk=gallery.latest_revision_id)
    for revision in own | gallery.revisions.exclude(approved_go_live_at=None):
        draft = revision.as_object()
        names = _named_by_pseudonym(draft)
        Revision.objects.filter(pk=revision.pk).update(
            content=revision.content | names | {"draft_title": draft.title}, object_str=draft.title
        )
    for name, value in _named_by_pseudonym(gallery).items():
        setattr(gallery, name, value)
    gallery.draft_title = gallery.title
    gallery.save(update_fields=["title", "draft_title", "seo_title", "translations"])


def _named_by_pseudonym(gallery) -> dict:
    translations = {language: dict(said) for language, said in gallery.translations.items()}
    for language in other_languages():
        if translations.get(language, {}).get("title"):
            translations[language]["title"] = pseudonym(gallery, language)
    title = pseudonym(gallery, first_language())
    return {"title": title, "seo_title": "", "translations": translations}

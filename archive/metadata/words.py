"""Words with the languages that they are in, in the form in which IIIF writes them."""

from collections.abc import Iterable

from django.conf import settings

from archive.languages import everywhere, in_language

#: `{"en": ["the sea"], "hu": ["a tenger"]}`
Words = dict[str, list[str]]
#: IIIF's sign for what is in no language, such as a date.
NO_LANGUAGE = "none"


def said_of(thing, field: str) -> Words:
    """What a thing's text field says in each language."""
    return {language: [text] for language, text in everywhere(thing, field).items()}


def said_of_all(things: Iterable, field: str) -> Words:
    """What several things' field says, in each language in which all of them say something.

    A program shows one language and no other, so that of a half translated list it would show half.
    """
    things = list(things)
    words = {
        language: [in_language(thing, field, language) for thing in things]
        for language in settings.CONTENT_LANGUAGES
    }
    return {language: texts for language, texts in words.items() if texts and all(texts)}


def plain(*texts: str) -> Words:
    """Texts in no language; an empty one is none."""
    kept = [text for text in texts if text]
    return {NO_LANGUAGE: kept} if kept else {}

"""The languages of the archive's words: what is written in which, and what stands in where one is missing.

The plain fields of a model hold the first of `settings.CONTENT_LANGUAGES`; the others are kept in its
`translations` (archive.models.translations).
"""

from dataclasses import dataclass

from django.conf import settings
from django.conf.locale import LANG_INFO

#: Where a person's choice is remembered.
SESSION_KEY = "reading-language"


@dataclass(frozen=True)
class Said:
    """Words, the language that they are in, and whether they stand in for another language's."""

    text: str
    language: str
    stands_in: bool = False

    def __str__(self):
        return self.text


def first_language() -> str:
    return settings.CONTENT_LANGUAGES[0]


def other_languages() -> list[str]:
    return settings.CONTENT_LANGUAGES[1:]


def language_name(language: str) -> str:
    """A language in its own words, such as magyar."""
    return LANG_INFO.get(language, {}).get("name_local", language)


def reading_language(request) -> str:
    """In which language a person reads; whatever else the session holds, it is one of the archive's."""
    chosen = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    return chosen if chosen in settings.CONTENT_LANGUAGES else first_language()


def in_language(thing, field: str, language: str) -> str:
    """What a thing's text field says in that language, and in no other."""
    if language == first_language():
        return getattr(thing, field)
    return thing.translations.get(language, {}).get(field, "")


def said(thing, field: str, language: str) -> Said:
    """What a thing's text field says in that language, or else in the first in which it says anything."""
    for tried in (language, *settings.CONTENT_LANGUAGES):
        if text := in_language(thing, field, tried):
            return Said(text, tried, stands_in=tried != language)
    return Said("", language)


def everywhere(thing, field: str) -> dict[str, str]:
    """What a thing's text field says in each language in which it says anything."""
    words = {language: in_language(thing, field, language) for language in settings.CONTENT_LANGUAGES}
    return {language: text for language, text in words.items() if text}

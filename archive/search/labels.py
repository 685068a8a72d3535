"""What stories are described with, in one query: eras, keywords, points of analysis, themes, chains."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, Value

from archive.languages import Said, first_language
from archive.models import StoryPage, ThemeStory

#: Each kind with the rows that tie it to stories, the story's column there, and where its name is.
TIES = {
    "era": (StoryPage.eras.through, "storypage_id", "era__name", "era__translations"),
    "keyword": (StoryPage.keywords.through, "storypage_id", "keyword__name", "keyword__translations"),
    "analysis": (
        StoryPage.analysis_points.through,
        "storypage_id",
        "analysispoint__name",
        "analysispoint__translations",
    ),
    "theme": (ThemeStory, "story_id", "theme__title", "theme__translations"),
    "chain": (ThemeStory, "story_id", "theme__chains__title", "theme__chains__translations"),
}


@dataclass(frozen=True)
class Label:
    kind: str
    #: The name in each language in which it has one.
    words: dict[str, str]


def in_languages(name: str, translations: dict) -> dict[str, str]:
    """A name in each language, from the plain field and the others as they are kept beside it."""
    others = {
        language: words.get("name") or words.get("title") or "" for language, words in translations.items()
    }
    found = {first_language(): name} | others
    return {language: text for language, text in found.items() if text}


def said_in(words: dict[str, str], language: str) -> Said:
    """The words in that language, or else in the first in which there are any."""
    if language in words:
        return Said(words[language], language)
    return next((Said(text, other, stands_in=True) for other, text in words.items()), Said("", language))


def labels_of(stories: Iterable[int]) -> dict[int, list[Label]]:
    """The labels of stories that have been through the gate, or are being indexed; by the stories' keys."""
    stories = list(stories)
    found: dict[int, list[Label]] = {pk: [] for pk in stories}
    ties = [_ties(kind, *where, stories) for kind, where in TIES.items()]
    rows = ties[0].union(*ties[1:], all=True)
    seen = set()
    for story, kind, name, translations in rows:
        if name and (story, kind, name) not in seen:
            # A chain is reached through each of its themes.
            seen.add((story, kind, name))
            found[story].append(Label(kind, in_languages(name, translations)))
    return found


def _ties(kind, rows, story, name, translations, stories):
    ties = rows.objects.filter(**{f"{story}__in": stories}).order_by()
    return ties.values_list(
        F(story), Value(kind, output_field=CharField()), F(name), F(translations), named=False
    )

"""Words as they are compared: without case, accents and signs, so that fenykep is Fénykép."""

import re
import unicodedata
from dataclasses import dataclass

#: What compatibility decomposition leaves as it is, though people type it with a plain letter.
PLAIN = {
    "æ": "ae",
    "ð": "d",
    "ø": "o",
    "þ": "th",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "œ": "oe",
    "ŧ": "t",
}
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
#: Of a longer word only so much is kept; both databases have their limits.
LONGEST = 64
WORD = re.compile("[^ ]+")


def _folded(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    return "".join(_kept(PLAIN.get(letter, letter)) for letter in decomposed)


def _kept(letter: str) -> str:
    """A letter or digit as it is, nothing for an accent or an invisible sign, a space for all else."""
    if letter.isalnum():
        return letter
    category = unicodedata.category(letter)
    if unicodedata.combining(letter) or category == "Cf" or ord(letter) in VARIATION_SELECTORS:
        return ""
    # Vowel signs of the Indian and Thai scripts stand within words.
    return letter if category in ("Mc", "Mn") else " "


class _Folds(dict):
    """What becomes of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


FOLDS = _Folds()


def words(text: str) -> list[str]:
    return [word[:LONGEST] for word in text.translate(FOLDS).split()]


def fold(text: str) -> str:
    """The words of a text, with single spaces between."""
    return " ".join(words(text))


@dataclass(frozen=True)
class Folded:
    """A folded text that knows where in the original each of its words stands."""

    text: str
    #: Where each word begins in `text`, and its place in the original.
    begins: list[int]
    places: list[tuple[int, int]]


def fold_in_place(original: str) -> Folded:
    letters, origins = [], []
    for place, character in enumerate(original):
        for letter in FOLDS[ord(character)]:
            letters.append(letter)
            origins.append(place)
    found, begins, places, length = [], [], [], 0
    for match in WORD.finditer("".join(letters)):
        word, end = match[0][:LONGEST], origins[match.end() - 1] + 1
        while end < len(original) and FOLDS[ord(original[end])] == "":
            end += 1
        found.append(word)
        begins.append(length)
        places.append((origins[match.start()], end))
        length += len(word) + 1
    return Folded(" ".join(found), begins, places)

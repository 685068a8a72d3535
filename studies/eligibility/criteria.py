"""The criteria expression of a study: its grammar, its tree, and what it says of a person.

    expression = term {"OR" term}
    term       = factor {"AND" factor}
    factor     = "NOT" factor | "(" expression ")" | test
    test       = "gender" ("=" | "!=") gender
               | "gestational_age_in_weeks" compare (24..40 | "na" | "n/a")
               | ("age_in_days" | "n_languages" | "num_languages") compare whole number
               | "speaks_" language code | name of a condition

A comparison of weeks of pregnancy that are not known is false, but for `= na`; `na` is compared by = and !=
alone (Lookit's documentation of the expression; its own evaluator lets a comparison of weeks swallow what
follows it).
"""

import operator
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from studies.eligibility.person import CONDITIONS, FEWEST_WEEKS, GENDERS, LANGUAGES, MOST_WEEKS, Person

#: As long as an expression may be, and as deep as it may nest.
CHARACTERS, DEPTH = 2_000, 50
COMPARISONS: dict[str, Callable] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TOKEN = re.compile(r"\s*(?:(?P<sign>[()]|<=|>=|!=|=|<|>)|(?P<word>[A-Za-z][\w/]*)|(?P<number>\d+))")
NUMBERS = {
    "age_in_days": lambda person: person.age_in_days,
    "n_languages": lambda person: len(person.languages),
    "num_languages": lambda person: len(person.languages),
}
SPEAKS = "speaks_"
WEEKS = "gestational_age_in_weeks"


class CriteriaError(ValueError):
    """What is wrong with an expression, and at which of its characters, counted from 1."""

    def __init__(self, problem: str, position: int):
        super().__init__(f"At character {position}: {problem}")
        self.position = position


@dataclass(frozen=True)
class Criterion(ABC):
    """A part of an expression, as it was written."""

    text: str

    @abstractmethod
    def holds(self, person: Person) -> bool:
        """Whether it is so of the person."""

    def failing(self, person: Person) -> list[str]:
        """The smallest parts that keep the person out, as they were written; none if it holds."""
        return [] if self.holds(person) else [self.text]


@dataclass(frozen=True)
class Test(Criterion):
    check: Callable[[Person], bool]

    def holds(self, person):
        return self.check(person)


@dataclass(frozen=True)
class Not(Criterion):
    part: Criterion

    def holds(self, person):
        return not self.part.holds(person)


@dataclass(frozen=True)
class Every(Criterion):
    parts: tuple[Criterion, ...]

    def holds(self, person):
        return all(part.holds(person) for part in self.parts)

    def failing(self, person):
        return [text for part in self.parts for text in part.failing(person)]


@dataclass(frozen=True)
class Some(Criterion):
    parts: tuple[Criterion, ...]

    def holds(self, person):
        return any(part.holds(person) for part in self.parts)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=1_000)
def parse(text: str) -> Criterion:
    """The tree of an expression; an empty one holds for everybody. Raises CriteriaError."""
    if not text.strip():
        return Every(text, ())
    if len(text) > CHARACTERS:
        raise CriteriaError(f"An expression has at most {CHARACTERS} characters.", CHARACTERS + 1)
    return _Parser(text).whole()


def _tokens(text: str) -> list[Token]:
    tokens, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise CriteriaError(f"“{text[at]}” can't stand here.", at + 1)
        kind = found.lastgroup
        tokens.append(Token(kind, found[kind], found.start(kind), found.end()))
        at = found.end()
    return tokens


class _Parser:
    """A descent through the grammar; `at` is the token that comes next."""

    def __init__(self, text: str):
        self.text, self.tokens, self.at, self.depth = text, _tokens(text), 0, 0

    def whole(self) -> Criterion:
        tree = self.expression()
        if self.next is not None:
            raise self.error(self._after_a_part())
        return tree

    @property
    def next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *texts: str) -> Token | None:
        token = self.next
        if token is None or (texts and token.text not in texts):
            return None
        self.at += 1
        return token

    def error(self, problem: str, token: Token | None = None) -> CriteriaError:
        token = token or self.next
        return CriteriaError(problem, (token.start if token else len(self.text)) + 1)

    def said(self, first: int) -> str:
        """The text from a token to the last one that was taken."""
        return self.text[self.tokens[first].start : self.tokens[self.at - 1].end]

    def _after_a_part(self) -> str:
        word = self.next.text
        if word.upper() in ("AND", "OR") and word != word.upper():
            return f"Write {word.upper()} in capitals."
        if word == ")":
            return "This bracket closes none."
        return f"AND or OR is missing before “{word}”."

    def expression(self) -> Criterion:
        return self.chain("OR", self.term, Some)

    def term(self) -> Criterion:
        return self.chain("AND", self.factor, Every)

    def chain(self, word, part, whole) -> Criterion:
        first, parts = self.at, [part()]
        while self.take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else whole(self.said(first), tuple(parts))

    def factor(self) -> Criterion:
        first = self.at
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"Brackets and NOT nest at most {DEPTH} deep.")
        try:
            if self.take("NOT"):
                part = self.factor()
                return Not(self.said(first), part)
            if opening := self.take("("):
                inside = self.expression()
                if not self.take(")"):
                    raise self.error(
                        self._after_a_part() if self.next else "This bracket is never closed.",
                        None if self.next else opening,
                    )
                return inside
            return Test(*self.test(first))
        finally:
            self.depth -= 1

    def test(self, first: int) -> tuple[str, Callable]:
        token = self.take()
        if token is None:
            raise self.error("Something must follow here.")
        check = self.check_of(token)
        return self.said(first), check

    def check_of(self, token: Token) -> Callable:
        name = token.text
        if name in CONDITIONS:
            return lambda person: name in person.conditions
        if name.startswith(SPEAKS):
            code = name.removeprefix(SPEAKS)
            if code not in LANGUAGES:
                raise self.error(f"“{code}” is no language's code here.", token)
            return lambda person: code in person.languages
        if name == "gender":
            return self.gender()
        if name == WEEKS:
            return self.weeks()
        if name in NUMBERS:
            return self.number(NUMBERS[name])
        if name.upper() == "NOT":
            raise self.error("Write NOT in capitals.", token)
        raise self.error(f"There is nothing called “{name}”; see the list below the field.", token)

    def comparison(self) -> Token:
        sign = self.take(*COMPARISONS)
        if sign is None:
            raise self.error("A comparison must follow here: =, !=, <, <=, > or >=.")
        return sign

    def gender(self) -> Callable:
        sign, value = self.comparison(), self.take()
        if sign.text not in ("=", "!="):
            raise self.error("A gender is compared by = and != alone.", sign)
        gender = GENDERS.get(value.text.lower()) if value else None
        if gender is None:
            raise self.error("A gender must follow here: male, female, other or na.", value)
        compare = COMPARISONS[sign.text]
        return lambda person: compare(person.gender, gender)

    def weeks(self) -> Callable:
        sign, value = self.comparison(), self.take()
        if value and value.text.lower() in ("na", "n/a"):
            if sign.text not in ("=", "!="):
                raise self.error("What is not known is compared by = and != alone.", sign)
            is_unknown = sign.text == "="
            return lambda person: (person.weeks is None) == is_unknown
        if not (value and value.kind == "number" and FEWEST_WEEKS <= int(value.text) <= MOST_WEEKS):
            raise self.error(f"Weeks from {FEWEST_WEEKS} to {MOST_WEEKS}, or na, must follow here.", value)
        compare, weeks = COMPARISONS[sign.text], int(value.text)
        return lambda person: person.weeks is not None and compare(person.weeks, weeks)

    def number(self, fact: Callable) -> Callable:
        sign, value = self.comparison(), self.take()
        if not (value and value.kind == "number" and len(value.text) < 10):
            raise self.error("A whole number must follow here.", value)
        compare, number = COMPARISONS[sign.text], int(value.text)
        return lambda person: compare(fact(person), number)

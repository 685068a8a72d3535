"""Whether a person fits a study, and if not, why not."""

from dataclasses import dataclass
from enum import StrEnum

from studies.eligibility.criteria import parse
from studies.eligibility.person import Person

#: A year and a month in days (Lookit's arithmetic).
YEAR, MONTH = 365, 30


class Verdict(StrEnum):
    """As Lookit records them with a response."""

    ELIGIBLE = "Eligible"
    TOO_YOUNG = "Ineligible_TooYoung"
    TOO_OLD = "Ineligible_TooOld"
    CRITERIA = "Ineligible_CriteriaExpression"
    PARTICIPATION = "Ineligible_Participation"


@dataclass(frozen=True)
class Reason:
    """One thing that keeps a person out, in words for the researcher."""

    verdict: Verdict
    why: str


def days(years: int | None, months: int | None, days: int | None) -> int | None:
    """An age in days; None if nothing of it is given."""
    if years is None and months is None and days is None:
        return None
    return (years or 0) * YEAR + (months or 0) * MONTH + (days or 0)


def judge(study, person: Person, name=str) -> list[Reason]:
    """Everything that keeps the person out of the study, in the order in which a participant is told; ages
    count at both ends. `name` says what another study is called to whoever reads this.
    """
    return [*_of_age(study, person), *_of_criteria(study, person), *_of_participation(study, person, name)]


def _of_age(study, person):
    if study.max_age is not None and person.age_in_days > study.max_age:
        yield Reason(
            Verdict.TOO_OLD, f"{person.age_in_days} days old; the study is for {study.max_age} at most."
        )
    if study.min_age is not None and person.age_in_days < study.min_age:
        yield Reason(
            Verdict.TOO_YOUNG, f"{person.age_in_days} days old; the study is for {study.min_age} at least."
        )


def _of_criteria(study, person):
    for part in parse(study.criteria_expression).failing(person):
        yield Reason(Verdict.CRITERIA, f"“{part}” is not so.")


def _of_participation(study, person, name):
    for other in study.must_have_participated.all():
        if other.uuid not in person.participated:
            yield Reason(Verdict.PARTICIPATION, f"Has not taken part in “{name(other)}”.")
    for other in study.must_not_have_participated.all():
        if other.uuid in person.participated:
            yield Reason(Verdict.PARTICIPATION, f"Has taken part in “{name(other)}”.")

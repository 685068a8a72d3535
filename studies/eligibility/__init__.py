"""Who can take part in a study: ages, what took place before, and a criteria expression.

The meaning is Lookit's as its documentation gives it (docs/protocol.md). Nobody is kept out: who does not fit
is told so, and nothing is won by saying something untrue.
"""

from studies.eligibility.criteria import CriteriaError, Criterion, parse
from studies.eligibility.person import Person
from studies.eligibility.verdict import Reason, Verdict, judge

__all__ = ["CriteriaError", "Criterion", "Person", "Reason", "Verdict", "judge", "parse"]

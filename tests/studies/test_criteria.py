"""What a criteria expression says of people, and how a wrong one is told."""

import pytest

from studies.eligibility import CriteriaError, Person, parse

NOBODY = Person(age_in_days=500)
TERM = Person(900, "f", 39, frozenset({"en", "hu"}), frozenset({"deaf"}))
LATE_PRETERM = Person(100, "m", 35, frozenset({"es"}))
EARLIEST = Person(1_000, "o", 20, frozenset({"en"}), frozenset({"dyslexia", "multiple_birth"}))
LONG = Person(2_000, "na", 42, frozenset())

#: Each expression, with those for whom it holds among the five.
TABLE = {
    "": (NOBODY, TERM, LATE_PRETERM, EARLIEST, LONG),
    "   ": (NOBODY, TERM, LATE_PRETERM, EARLIEST, LONG),
    # gender
    "gender = female": (TERM,),
    "gender = f": (TERM,),
    "gender = FEMALE": (TERM,),
    "gender = male": (LATE_PRETERM,),
    "gender = other": (EARLIEST,),
    "gender = na": (NOBODY, LONG),
    "gender = n/a": (NOBODY, LONG),
    "gender = N/A": (NOBODY, LONG),
    "gender != n/a": (TERM, LATE_PRETERM, EARLIEST),
    "gender != male": (NOBODY, TERM, EARLIEST, LONG),
    "gender=male OR gender=other": (LATE_PRETERM, EARLIEST),
    # weeks of pregnancy, not known ones among them
    "gestational_age_in_weeks = 39": (TERM,),
    "gestational_age_in_weeks != 39": (LATE_PRETERM, EARLIEST, LONG),
    "gestational_age_in_weeks >= 37": (TERM, LONG),
    "gestational_age_in_weeks > 39": (LONG,),
    "gestational_age_in_weeks < 37": (LATE_PRETERM, EARLIEST),
    "gestational_age_in_weeks <= 35": (LATE_PRETERM, EARLIEST),
    "gestational_age_in_weeks = 40": (LONG,),
    "gestational_age_in_weeks < 24": (EARLIEST,),
    "gestational_age_in_weeks = 24": (),
    "gestational_age_in_weeks = na": (NOBODY,),
    "gestational_age_in_weeks = n/a": (NOBODY,),
    "gestational_age_in_weeks != na": (TERM, LATE_PRETERM, EARLIEST, LONG),
    "NOT gestational_age_in_weeks >= 37": (NOBODY, LATE_PRETERM, EARLIEST),
    "NOT gestational_age_in_weeks < 37": (NOBODY, TERM, LONG),
    # what follows a comparison of weeks counts (Lookit's E1)
    "gestational_age_in_weeks >= 37 AND speaks_en": (TERM,),
    "gestational_age_in_weeks >= 37 AND gender = na": (LONG,),
    "gestational_age_in_weeks >= 37 AND speaks_es": (),
    "gestational_age_in_weeks >= 37 OR speaks_es": (TERM, LATE_PRETERM, LONG),
    "gestational_age_in_weeks < 37 OR speaks_hu": (TERM, LATE_PRETERM, EARLIEST),
    "(gestational_age_in_weeks >= 37 AND speaks_hu)": (TERM,),
    "(gestational_age_in_weeks >= 37) AND speaks_hu": (TERM,),
    "(gestational_age_in_weeks = na OR speaks_es)": (NOBODY, LATE_PRETERM),
    "speaks_en AND gestational_age_in_weeks >= 37": (TERM,),
    "gestational_age_in_weeks >= 34 AND gestational_age_in_weeks < 37 AND age_in_days <= 365": (
        LATE_PRETERM,
    ),
    "((gestational_age_in_weeks >= 34 AND gestational_age_in_weeks < 37) AND age_in_days < 400)": (
        LATE_PRETERM,
    ),
    "gestational_age_in_weeks = na AND age_in_days = 500": (NOBODY,),
    "gestational_age_in_weeks = na AND age_in_days = 501": (),
    # ages and languages
    "age_in_days = 500": (NOBODY,),
    "age_in_days != 500": (TERM, LATE_PRETERM, EARLIEST, LONG),
    "age_in_days < 500": (LATE_PRETERM,),
    "age_in_days <= 500": (NOBODY, LATE_PRETERM),
    "age_in_days > 1000": (LONG,),
    "age_in_days >= 1000": (EARLIEST, LONG),
    "n_languages = 0": (NOBODY, LONG),
    "num_languages >= 2": (TERM,),
    "n_languages != 1": (NOBODY, TERM, LONG),
    "speaks_hu": (TERM,),
    "NOT speaks_en": (NOBODY, LATE_PRETERM, LONG),
    "speaks_en AND NOT speaks_hu": (EARLIEST,),
    # conditions
    "deaf": (TERM,),
    "dyslexia AND multiple_birth": (EARLIEST,),
    "deaf OR dyslexia": (TERM, EARLIEST),
    "NOT deaf AND NOT dyslexia": (NOBODY, LATE_PRETERM, LONG),
    "hearing_impairment": (),
    "autism_spectrum_disorder OR deaf": (TERM,),
    # what binds tighter
    "deaf OR dyslexia AND speaks_es": (TERM,),
    "(deaf OR dyslexia) AND speaks_es": (),
    "speaks_es AND dyslexia OR deaf": (TERM,),
    "speaks_es AND (dyslexia OR deaf)": (),
    "NOT deaf OR speaks_hu": (NOBODY, TERM, LATE_PRETERM, EARLIEST, LONG),
    "NOT (deaf OR speaks_es)": (NOBODY, EARLIEST, LONG),
    "NOT NOT deaf": (TERM,),
    "NOT deaf AND speaks_en": (EARLIEST,),
    "((deaf))": (TERM,),
    "(deaf)AND(speaks_en)": (TERM,),
    "deaf\nAND\tspeaks_en": (TERM,),
    "gender=male AND age_in_days<200 OR gender=female AND n_languages>1": (TERM, LATE_PRETERM),
    "gender = male AND (age_in_days < 200 OR gender = female) AND n_languages > 1": (),
}

WRONG = {
    "gestational_age_in_weeks < na": (26, "= and != alone"),
    "gestational_age_in_weeks >= n/a": (26, "= and != alone"),
    "gestational_age_in_weeks = 23": (28, "24 to 40"),
    "gestational_age_in_weeks = 41": (28, "24 to 40"),
    "gestational_age_in_weeks": (25, "comparison"),
    "gender < male": (8, "= and != alone"),
    "gender = man": (10, "male, female, other or na"),
    "gender =": (9, "male, female, other or na"),
    "age_in_days > old": (15, "whole number"),
    "age_in_days > 1.5": (16, "“.”"),
    "age_in_days > -1": (15, "“-”"),
    "age_in_days > 9999999999": (15, "whole number"),
    "speaks_xx": (1, "“xx”"),
    "speaks_en and deaf": (11, "AND in capitals"),
    "not deaf": (1, "NOT in capitals"),
    "deaf AND": (9, "must follow"),
    "AND deaf": (1, "nothing called “AND”"),
    "deaf dyslexia": (6, "AND or OR is missing"),
    "(deaf": (1, "never closed"),
    "(deaf dyslexia)": (7, "AND or OR is missing"),
    "deaf)": (5, "closes none"),
    "()": (2, "nothing called"),
    "deafness": (1, "nothing called “deafness”"),
    "__import__": (1, "“_”"),
    "deaf; drop": (5, "“;”"),
    "(" * 60 + "deaf" + ")" * 60: (51, "50 deep"),
    "deaf OR " * 300 + "deaf": (2_001, "2000 characters"),
}


@pytest.mark.parametrize("expression", TABLE)
def test_an_expression_holds_for_whom_it_describes(expression):
    people = (NOBODY, TERM, LATE_PRETERM, EARLIEST, LONG)

    assert [person for person in people if parse(expression).holds(person)] == list(TABLE[expression])


def test_the_table_is_long_enough():
    assert len(TABLE) >= 60


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_expression_is_told_by_the_place(number):
    expression, (position, problem) = list(WRONG.items())[number]
    with pytest.raises(CriteriaError) as raised:
        parse(expression)

    assert raised.value.position == position
    assert problem in str(raised.value)


def test_what_keeps_somebody_out_is_told_as_it_was_written():
    expression = parse("gender = female AND (speaks_en  OR speaks_hu) AND NOT deaf AND age_in_days > 5")

    assert expression.failing(LATE_PRETERM) == ["gender = female", "speaks_en  OR speaks_hu"]
    assert expression.failing(TERM) == ["NOT deaf"]
    assert parse("speaks_en").failing(TERM) == []

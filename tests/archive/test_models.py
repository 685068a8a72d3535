"""What holds of the archive's rows: whom a connection joins, and how names are sorted."""

import pytest
from django.core.exceptions import ValidationError

from archive.models import Connection, ConnectionType, Keyword, Theme
from archive.models.taxonomy import natural_key


@pytest.fixture
def echo(db):
    return ConnectionType.objects.create(name="echo")


@pytest.mark.parametrize(("to_story", "reach"), [("sibling", "intra"), ("other_story", "inter")])
def test_a_connection_whose_reach_is_true_is_clean(exhibition, echo, to_story, reach):
    connection = Connection(
        from_story=exhibition.story, to_story=getattr(exhibition, to_story), type=echo, reach=reach
    )

    connection.full_clean()


@pytest.mark.parametrize(
    ("to_story", "reach", "field", "sentence"),
    [
        ("other_story", "intra", "reach", "An intraconnection stays within one participant"),
        ("sibling", "inter", "reach", "An interconnection joins two participants"),
        ("story", "intra", "to_story", "A story can't be connected with itself"),
    ],
)
def test_a_connection_whose_reach_is_not_true_is_refused(exhibition, echo, to_story, reach, field, sentence):
    connection = Connection(
        from_story=exhibition.story, to_story=getattr(exhibition, to_story), type=echo, reach=reach
    )

    with pytest.raises(ValidationError) as refusal:
        connection.clean()

    assert list(refusal.value.message_dict) == [field]
    assert sentence in refusal.value.message_dict[field][0]


def test_a_connection_that_lacks_something_is_not_judged(exhibition, db):
    Connection(from_story=exhibition.story, reach="inter").clean()


@pytest.mark.parametrize(
    "names",
    [
        ["XY2", "XY10"],
        ["XY9", "XY010", "XY11"],
        ["Theme 2", "theme 10", "Theme 10 b", "Theme 100"],
        ["Ablak", "Ágnes", "Alma", "öböl", "ősz"],
        ["9" * 30, "1" + "0" * 30],
    ],
)
def test_names_sort_as_people_expect(names):
    assert sorted(set(names), key=natural_key) == names


def test_rows_sort_as_people_expect_in_the_database(db):
    for number in (10, 2, 1):
        Theme.objects.create(title=f"XY{number}", reach="inter")
    Keyword.objects.bulk_create(Keyword(name=f"day {number}") for number in (11, 3))

    assert [theme.title for theme in Theme.objects.all()] == ["XY1", "XY2", "XY10"]
    assert [keyword.name for keyword in Keyword.objects.all()] == ["day 3", "day 11"]


def test_a_row_that_gets_another_name_is_sorted_by_it(db):
    theme = Theme.objects.create(title="XY10", reach="inter")
    Theme.objects.create(title="XY5", reach="inter")

    theme.title = "XY2"
    theme.save()

    assert [theme.title for theme in Theme.objects.all()] == ["XY2", "XY5"]

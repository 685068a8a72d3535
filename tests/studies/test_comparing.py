import pytest

from studies.comparing import Step, changes, steps
from studies.models import StudyPage
from tests.factories import LabFactory

INTRO, TEST, END = {"kind": "text", "text": "Hello"}, {"kind": "test", "n": 8}, {"kind": "end"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"a": 2}, [Step("a", "1", "2")]),
        ({"a": 1}, {"b": 1}, [Step("a", "1", ""), Step("b", "", "1")]),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, [Step("a.b[1]", "2", "3")]),
        ({"a": None}, {"a": False}, [Step("a", "null", "false")]),
        ({"a": 1}, {"a": True}, [Step("a", "1", "true")]),
        ([INTRO, END], [INTRO, TEST, END], [Step("[1]", "", '{"kind": "test", "n": 8}')]),
        ([INTRO, TEST, END], [INTRO, END], [Step("[1]", '{"kind": "test", "n": 8}', "")]),
        ([INTRO, TEST], [INTRO, TEST | {"n": 9}], [Step("[1].n", "8", "9")]),
        ({"é": "ő"}, {"é": "ű"}, [Step("é", '"ő"', '"ű"')]),
        (None, {"a": 1}, [Step("(all)", "null", '{"a": 1}')]),
    ],
)
def test_steps_tell_where_two_protocols_differ(before, after, expected):
    assert list(steps(before, after)) == expected


@pytest.mark.django_db
def test_changes_tell_fields_in_words():
    before = StudyPage(title="Cups", lab=LabFactory(name="Old lab"), description="<p>Look.</p><p>Tell.</p>")
    after = StudyPage(
        title="Cups",
        lab=LabFactory(name="New lab"),
        description="<p>Look.</p><p>Say.</p>",
        discoverable=False,
    )

    found = {change.name: change for change in changes(before, after)}

    assert set(found) == {"lab", "description", "discoverable"}
    assert found["lab"].words == (("deletion", "Old lab"), ("addition", "New lab"))
    assert found["description"].words == (
        ("equal", "Look.\n"),
        ("deletion", "Tell."),
        ("addition", "Say."),
    )
    assert found["discoverable"].words == (("deletion", "Yes"), ("addition", "No"))
    assert (found["discoverable"].is_small, found["lab"].is_small) == (True, False)

from types import SimpleNamespace

import pytest

from archive import pairing


def cues(*times):
    return [SimpleNamespace(start=start, end=end, clock=f"{start}", text=f"{start}") for start, end in times]


def paired(**words):
    """Each row as the starts of its cues, language by language."""
    rows = pairing.side_by_side({language: cues(*times) for language, times in words.items()})
    return [tuple([cue.start for cue in cell.cues] for cell in row.cells) for row in rows]


@pytest.mark.parametrize(
    ("en", "hu", "rows"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([(0, 4)], [], [([0], [])], id="one language is silent"),
        pytest.param([(0, 4), (5, 9)], [(0, 4), (5, 9)], [([0], [0]), ([5], [5])], id="equal"),
        pytest.param([(0, 4), (5, 9)], [(1, 5), (6, 10)], [([0], [1]), ([5], [6])], id="a little late"),
        pytest.param(
            [(0, 4), (9, 12)], [(0, 4), (5, 8), (9, 12)], [([0], [0]), ([], [5]), ([9], [9])], id="one more"
        ),
        pytest.param(
            [(0, 4), (5, 8), (9, 12)], [(0, 4), (9, 12)], [([0], [0]), ([5], []), ([9], [9])], id="one less"
        ),
        pytest.param([(0, 10)], [(0, 5), (5, 10)], [([0], [0, 5])], id="two that lie in one"),
        pytest.param(
            [(0, 5), (5, 12), (12, 15)],
            [(0, 7), (7, 15)],
            [([0], [0]), ([5, 12], [7])],
            id="different cuts",
        ),
        pytest.param([(0, 4), (4, 8)], [(0, 4), (4, 8)], [([0], [0]), ([4], [4])], id="edges that touch"),
        pytest.param([(0, 4)], [(2, 6)], [([0], []), ([], [2])], id="half is not enough"),
        pytest.param([(0, 4)], [(60, 64)], [([0], []), ([], [60])], id="a gap"),
        pytest.param(
            [(0, 6), (3, 9)], [(0, 6), (3, 9)], [([0], [0]), ([3], [3])], id="two who speak at the same time"
        ),
    ],
)
def test_side_by_side_pairs_what_was_said_at_one_time(en, hu, rows):
    assert paired(en=en, hu=hu) == rows


def test_side_by_side_of_three_languages_has_three_cells_in_their_order():
    assert paired(en=[(0, 4), (5, 9)], hu=[(5, 9)], de=[(0, 4), (5, 9)]) == [
        ([0], [], [0]),
        ([5], [5], [5]),
    ]


def test_side_by_side_loses_no_cue_and_doubles_none():
    words = {"en": [(n, n + 7) for n in range(0, 900, 5)], "hu": [(n, n + 3) for n in range(2, 900, 4)]}

    rows = paired(**words)

    for column, times in enumerate(words.values()):
        assert sorted(start for row in rows for start in row[column]) == [start for start, end in times]


def test_a_row_lasts_from_its_first_words_to_its_last():
    (row,) = pairing.side_by_side({"en": cues((1, 10)), "hu": cues((2, 6), (6, 12))})

    assert (row.start, row.end, row.clock) == (1, 12, "1")
    assert [cell.language for cell in row.cells] == ["en", "hu"]


def test_an_hour_of_cues_in_three_languages_is_one_walk():
    hour = [(n, n + 3) for n in range(0, 12_000, 3)]

    assert len(paired(en=hour, hu=hour, de=hour)) == 4000

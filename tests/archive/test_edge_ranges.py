"""Which bytes a Range header asks for."""

import pytest

from archive.edge.ranges import Unsatisfiable, asked


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-9", range(10)),
        ("bytes=90-", range(90, 100)),
        ("bytes=0-", range(100)),
        ("bytes=-10", range(90, 100)),
        ("bytes=-100", range(100)),
        ("bytes=-1000", range(100)),
        ("bytes=90-1000", range(90, 100)),
        ("Bytes=5-5", range(5, 6)),
    ],
)
def test_asked_of_one_range_is_that_part(header, expected):
    assert asked(header, 100) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=0-9,20-29",
        "bytes=0-9, -5",
        "bytes 0-9",
        "items=0-9",
        "bytes=٠-٩",
        "bytes=0-" + "9" * 5000,
        "bytes=--5",
        "bytes=1.5-2",
    ],
)
def test_asked_of_what_is_no_single_range_is_the_whole(header):
    assert asked(header, 100) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [("bytes=100-", 100), ("bytes=200-300", 100), ("bytes=-0", 100), ("bytes=0-", 0), ("bytes=-5", 0)],
)
def test_asked_of_a_part_beyond_the_end_can_t_be_satisfied(header, size):
    with pytest.raises(Unsatisfiable):
        asked(header, size)

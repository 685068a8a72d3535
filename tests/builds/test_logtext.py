"""Logs of foreign programs, made harmless and short."""

from builds.logtext import BoundedText, clean


def test_colours_and_control_characters_are_taken_out():
    assert clean("\x1b[31mred\x1b[0m\x00\x07 \x1b]0;title\x07a\tb\r\nc\rd\n") == "red a\tb\nc\nd\n"


def test_short_log_is_kept_whole():
    text = BoundedText(20)
    for part in ("one\n", "two\n"):
        text.add(part)

    assert str(text) == "one\ntwo\n"


def test_long_log_keeps_its_beginning_and_its_end():
    text = BoundedText(20)
    for number in range(100):
        text.add(f"{number:03}\n")

    assert str(text) == "000\n001\n00\n… 380 characters left out …\n7\n098\n099\n"


def test_one_endless_line_is_cut():
    text = BoundedText(20)
    text.add("a" * 10 + "b" * 1000 + "c" * 10)

    assert str(text) == f"{'a' * 10}\n… 1000 characters left out …\n{'c' * 10}"

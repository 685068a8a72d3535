"""A table as spreadsheets write it to a file, or why it can't be read."""

import csv
import io
import re
from dataclasses import dataclass, field

#: So many rows are looked at in one go; a person waits for the answer.
MOST_ROWS = 5000
SEPARATORS = (",", ";", "\t")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "Save it as “CSV UTF-8” and try again."


@dataclass(frozen=True)
class Problem:
    """What has to be mended: in the file, or in one of its rows, or in one cell."""

    sentence: str
    row: int | None = None
    column: str = ""


class Unreadable(Exception):
    """A file that is no table at all."""


@dataclass(frozen=True)
class Row:
    """The cells that say something. Rows have a spreadsheet's numbers: the first has the columns' names."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    columns: list[str]
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    if content.startswith(UTF_16):
        raise Unreadable(f"This file is in UTF-16, not in UTF-8. {SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[: error.start].rpartition(b"\n")[2][-40:].decode("utf-8", errors="ignore")
        place = f"in line {line}, after “{before}”," if before else f"at the beginning of line {line}"
        raise Unreadable(f"This file is not in UTF-8: {place} there is something else. {SAVE_AS}") from error


def read(text: str) -> Table:
    """The table; what is wrong with single rows is among its problems."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"Line {line} has a NUL character, so this is no file of text. {SAVE_AS}")
    separator, text = separated_by(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns = [column_name(cell) for cell in next_line(lines, 1) or []]
    if not any(columns):
        raise Unreadable("This file is empty. Its first row has the names of the columns.")
    problems = [
        Problem(f"There are two columns of the name “{name}”; keep one of them.", 1, name)
        for name in dict.fromkeys(columns)
        if name and columns.count(name) > 1
    ]
    rows, number = [], 1
    while (cells := next_line(lines, number + 1)) is not None:
        number += 1
        filled = {place: cell for place, cell in enumerate(cells) if cell.strip()}
        if any(place >= len(columns) or not columns[place] for place in filled):
            problems.append(Problem("This row has more cells than there are names of columns.", number))
        elif filled:
            rows.append(Row(number, {columns[place]: cell for place, cell in filled.items()}))
        if len(rows) > MOST_ROWS:
            raise Unreadable(
                f"This file has more than {MOST_ROWS:,} rows. Split it, and take one part after another."
            )
    return Table([name for name in columns if name], rows, problems)


def next_line(lines, number: int) -> list[str] | None:
    try:
        return next(lines, None)
    except csv.Error as error:
        if "field larger" in str(error):
            why = "a cell has more characters than can be read, or a quotation mark is not closed"
        else:
            why = "a quotation mark is not closed, or something follows a closed one"
        raise Unreadable(f"Row {number} can't be read: {why}.") from error


def separated_by(text: str) -> tuple[str, str]:
    """What separates the cells, as Excel says in a line of its own (`sep=;`) or as the first row shows."""
    first, _, rest = text.partition("\n")
    if said := re.fullmatch(r"sep=([,;\t])\r?", first, re.IGNORECASE):
        return said[1], rest
    return max(SEPARATORS, key=first.count), text


def column_name(cell: str) -> str:
    """“Alt text” and alt_text are the same column."""
    return re.sub(r"[\s_]+", "_", cell.strip().casefold())

"""What stands in a cell of a spreadsheet: text, which no spreadsheet shall take for a formula."""

import re

#: With these a spreadsheet begins a formula.
STARTS = "=+\\-@\t\r\n＝＋－＠"
GUARDED = re.compile(f"'['{STARTS}]")
FORMULA = re.compile(f"[{STARTS}]|{GUARDED.pattern}")


def harmless(text: str) -> str:
    """The text with an apostrophe before what would be a formula; `plain` takes it away again."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that a cell stands for."""
    text = cell.strip()
    if GUARDED.match(text):
        text = text[1:]
    return unified(text)


def unified(text: str) -> str:
    """The same words have the same line ends, and no space around them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def listed(names: list[str]) -> str:
    """Several names in one cell; a semicolon that belongs to a name has a backslash before it."""
    return "; ".join(name.replace("\\", "\\\\").replace(";", "\\;") for name in names)


def names_in(text: str) -> list[str]:
    """The names in a cell, each once."""
    found = re.findall(r"(?:\\.|[^;\\]|\\$)+", text, re.DOTALL)
    names = (re.sub(r"\\(.)", r"\1", name.strip(), flags=re.DOTALL) for name in found)
    return list(dict.fromkeys(name for name in names if name))

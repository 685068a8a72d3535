"""Takes a file of descriptions: says what is wrong, and what it changes; if nothing is wrong, changes it."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from archive.importing.columns import Wrong
from archive.importing.media import MediaRows
from archive.importing.rights import Rights
from archive.importing.stories import StoryRows
from archive.importing.subject import Fate, Subject
from archive.importing.table import Problem, Table, read

KINDS = (MediaRows, StoryRows)


@dataclass(frozen=True)
class Change:
    """One cell that says something else than there was."""

    row: int
    name: str
    column: str
    before: str
    after: str


@dataclass
class Outcome:
    """What a file says, row by row; nothing of it is saved while there are problems."""

    kind: MediaRows | StoryRows | None = None
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)

    @property
    def fates(self) -> Counter[Fate]:
        return Counter(subject.fate for subject in self.subjects)

    @property
    def new_keywords(self) -> list[str]:
        return sorted(self.kind.keywords.missing.values()) if isinstance(self.kind, StoryRows) else []


def check(text: str, user, *, make_keywords: bool = False) -> Outcome:
    """What the file would change, without changing it; raises Unreadable if it is no table."""
    table, rights = read(text), Rights(user)
    outcome = Outcome(rows=len(table.rows), problems=list(table.problems))
    kinds = [kind for kind in KINDS if kind.are_in(table.columns)]
    if len(kinds) != 1:
        outcome.problems.append(_not_told_apart(kinds))
        return outcome
    outcome.kind = kinds[0](rights, make_keywords)
    outcome.problems += _wrong_columns(outcome.kind, table)
    outcome.problems += outcome.kind.refusals(table.columns)
    if not outcome.problems:
        _take(outcome, table)
    outcome.problems.sort(key=lambda problem: problem.row)
    return outcome


def apply(text: str, user, *, make_keywords: bool = False) -> Outcome:
    """Looks at the file again, and saves what it changes, all of it or nothing."""
    with transaction.atomic():
        outcome = check(text, user, make_keywords=make_keywords)
        if not outcome.problems:
            outcome.kind.save(outcome.subjects, user)
    return outcome


def _take(outcome: Outcome, table: Table) -> None:
    described: dict[tuple, int] = {}
    for row, found in outcome.kind.find(table.rows):
        if isinstance(found, Problem):
            outcome.problems.append(found)
            continue
        first = described.setdefault(found.name, row.number)
        if first != row.number:
            sentence = f"Row {first} describes {found.name} already; keep one of the two."
            outcome.problems.append(Problem(sentence, row.number, outcome.kind.identity[0]))
            continue
        changes = list(_changes(outcome, row, found))
        if problem := outcome.kind.judge(row, found):
            outcome.problems.append(problem)
        if changes or found.fate is Fate.MADE:
            outcome.subjects.append(found)
        outcome.changes += changes


def _changes(outcome: Outcome, row, subject: Subject):
    for name, cell in row.cells.items():
        column = outcome.kind.columns.get(name)
        if column is None:
            continue
        try:
            change = subject.take(column, column.read(cell))
        except Wrong as wrong:
            outcome.problems.append(Problem(str(wrong), row.number, name))
            continue
        if change:
            yield Change(row.number, subject.name, name, *change)


def _wrong_columns(kind, table: Table) -> list[Problem]:
    known = [*kind.identity, *kind.columns]
    return [
        Problem(f"There is no such column for {kind.things}. They are: {', '.join(known)}.", 1, name)
        for name in table.columns
        if name not in known
    ]


def _not_told_apart(kinds) -> Problem:
    if kinds:
        return Problem("This file has columns of media items and of stories; make a file for each.", 1)
    return Problem(
        "This file describes neither media items nor stories: media items have a column “key”, or “name” and "
        "“kind”, and stories have “participant” and “number”.",
        1,
    )

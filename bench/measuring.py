"""How something is measured and shown: CPU time, queries, rows of a table."""

import time
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext


def row(what: str, *numbers: str) -> None:
    """Prints a row of a table, as docs/performance.md has it."""
    print(f"\n| {what:<46} | " + " | ".join(f"{number:>12}" for number in numbers) + " |", end="")  # noqa: T201


def cpu_ms(call, *, times: int = 20) -> float:
    """The median of the CPU time of a call, after one that warms up."""
    taken = []
    for _ in range(times + 1):
        begin = time.process_time()
        call()
        taken.append((time.process_time() - begin) * 1000)
    return median(taken[1:])


def queries_of(call) -> int:
    """The queries of a call, after one that warms up."""
    call()
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def a_second(call, *, times: int = 2000) -> float:
    """How many calls fit into a second of one core."""
    call()
    begin = time.process_time()
    for _ in range(times):
        call()
    return times / (time.process_time() - begin)

"""What a study's record keeps of a build, as readable JSON: texts as lists of lines."""

import logging
from contextlib import contextmanager

#: The record's names for the logs of two stages.
STAGE_LOGS = {"image": "image log", "compile": "build log"}
MOST_LINES = 2000


def record(build, *, exception: str = "", python_log=()) -> dict:
    """The logs of this attempt, for StudyLog.extra."""
    stages = {stage.name: stage.log for stage in build.stages.filter(fence=build.fence)}
    logs = {title: _lines(stages.get(name, "")) for name, title in STAGE_LOGS.items()}
    return {
        "build": str(build.uuid),
        "sha": build.sha,
        "stages": list(stages),
        **logs,
        "exception": _lines(exception),
        "python log": list(python_log),
    }


def _lines(text):
    lines = text.splitlines()
    if len(lines) <= MOST_LINES:
        return lines
    half = MOST_LINES // 2
    return [*lines[:half], f"… {len(lines) - 2 * half} lines left out …", *lines[-half:]]


class _Collector(logging.Handler):
    """Keeps what is logged, without tracebacks: those are for the operators."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, entry):
        self.lines.append(f"{entry.levelname} {entry.name} {entry.getMessage()}")


@contextmanager
def python_log():
    """Collects what our own code logs while a build runs."""
    collector = _Collector()
    logger = logging.getLogger("builds")
    logger.addHandler(collector)
    try:
        yield collector.lines
    finally:
        logger.removeHandler(collector)
